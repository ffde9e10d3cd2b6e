import { ArithmeticError, type ArithmeticNode, parseArithmetic } from './arithmetic-parser.ts';
import type { ArithmeticText, LiteralPart, ParameterPart, Part, Word } from './ast.ts';
import { hasBraces } from './brace-expansion.ts';
import { closingSubscript } from './closing-subscript.ts';
import { CommandReader } from './command-reader.ts';
import type { Dialect } from './dialect.ts';
import { decodeEscapes } from './escapes.ts';
import { parseBracedParameter } from './parameter-parser.ts';
import { EndOfInput } from './scanner.ts';
import { ShellSyntaxError } from './syntax-error.ts';

/**
 * Where a text stands decides which characters are special in it.
 * - word: unquoted
 * - assignment: unquoted, with tildes after `:` as well
 * - subscript: unquoted, without tildes and braces
 * - quoted: inside double quotes
 * - document: a here-document's body (and prompts)
 * - operand: after `:-` and the like, inside double quotes
 * - arithmetic: inside `((…))`
 * - expression: inside `((…))`, where something is expanded: subscripts are words there
 * - elements: text in which nothing is expanded but subscripts
 * - operandOfTest: unquoted, with subscripts that are words
 */
export type TextContext =
	| 'word'
	| 'assignment'
	| 'subscript'
	| 'quoted'
	| 'document'
	| 'operand'
	| 'arithmetic'
	| 'expression'
	| 'elements'
	| 'operandOfTest';

/** Parses a word as written. */
export function parseWord(text: string, dialect: Dialect, context: 'word' | 'assignment' | 'subscript' = 'word'): Word {
	if (PLAIN.test(text)) {
		return { type: 'word', text, parts: [literal(text, false)], slow: false, literal: text, braces: false };
	}
	const parts = parseText(text, dialect, context);
	const braces = context === 'word' && dialect === 'bash' && hasBraces(text);
	const slow = isSlow(parts) || (braces && mayBeMany(text));
	return { type: 'word', text, parts, slow, literal: literalOf(parts, braces), braces };
}

/** Parses text into its parts. A quote or expansion that does not end fails when the text is expanded. */
export function parseText(text: string, dialect: Dialect, context: TextContext): readonly Part[] {
	try {
		return new WordParser(text, dialect, context).parse();
	} catch (error) {
		if (error instanceof ShellSyntaxError) return [unfinished(text, 'syntax error in expansion')];
		if (!(error instanceof EndOfInput)) throw error;
		return [unfinished(text, `unexpected EOF while looking for matching \`${error.looking || ')'}'`)];
	}
}

function unfinished(text: string, problem: string): ParameterPart {
	return { ...SIMPLE_PARAMETER, text, name: '', quoted: false, bad: true, problem };
}

export function parseArithmeticText(text: string, dialect: Dialect): ArithmeticText {
	const parts = parseText(text, dialect, dialect === 'bash' && EXPANDED.test(text) ? 'expression' : 'arithmetic');
	const constant = parts.every((part) => part.type === 'literal');
	const only = parts[0];
	const isPlain = parts.length === 1 && only?.type === 'literal' && text.length <= COMPILED_MAX;
	const compiled = isPlain ? compiledOrNot(only.value) : undefined;
	return { text, parts, slow: isSlow(parts), constant, compiled };
}

/** Longer ones are looked at when they are computed. */
const COMPILED_MAX = 4_096;

/** What makes bash expand an expression: without it only double quotes go. Models bash subst.c EXP_CHAR. */
const EXPANDED = /[$`~]/;

function compiledOrNot(text: string): ArithmeticNode | undefined {
	try {
		return parseArithmetic(text);
	} catch (error) {
		if (error instanceof ArithmeticError) return undefined;
		throw error;
	}
}

export function isSlow(parts: readonly Part[]): boolean {
	return parts.some((part) => part.slow);
}

export function literal(value: string, quoted: boolean): LiteralPart {
	return { type: 'literal', value, quoted, slow: false };
}

const PLAIN = /^[A-Za-z0-9_./:=+,%@^-]+$/;
/** Braces that may expand to so many words that others must have their turn meanwhile. */
function mayBeMany(text: string): boolean {
	return text.length > 40 || text.includes('..');
}

const ASSIGNMENT_HEAD = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/;

const NAME_START = /[A-Za-z_]/;

/** The text a word stands for whatever the shell's state: one literal without glob characters, or quotes only. */
function literalOf(parts: readonly Part[], braces: boolean): string | undefined {
	if (braces || parts.length === 0) return undefined;
	let out = '';
	for (const part of parts) {
		if (part.type === 'quoted' && part.parts.every((inner) => inner.type === 'literal')) {
			for (const inner of part.parts) if (inner.type === 'literal') out += inner.value;
		} else if (part.type === 'literal' && (part.quoted || !/[*?[\\(]/.test(part.value))) out += part.value;
		else return undefined;
	}
	return out;
}

/** What may end a run of plain text. */
const SPECIAL = /[\\$`'"~<>]/g;
const SPECIAL_IN_EXPRESSION = /[\\$`'"~<>[]/g;

const HAS_ELEMENTS: ReadonlySet<TextContext> = new Set(['expression', 'elements', 'operandOfTest']);
const UNQUOTED: ReadonlySet<TextContext> = new Set(['word', 'assignment', 'subscript', 'operandOfTest']);

class WordParser {
	readonly #text: string;
	readonly #dialect: Dialect;
	readonly #context: TextContext;
	readonly #unquoted: boolean;
	readonly #hasElements: boolean;
	/** Of a word that looks like an assignment: where its `=` is. */
	readonly #equals: number;
	readonly #scanner: CommandReader;
	readonly #parts: Part[] = [];
	#literal = '';
	#at = 0;
	/** The parameters without braces: nothing tells two of one name apart. */
	readonly #simple = new Map<string, Part>();
	/** Newlines that have been counted, and where the next is. */
	#lines = 0;
	#newline: number | undefined;

	constructor(text: string, dialect: Dialect, context: TextContext) {
		this.#text = text;
		this.#dialect = dialect;
		this.#context = context;
		const head = context === 'word' && dialect === 'bash' ? ASSIGNMENT_HEAD.exec(text) : null;
		this.#equals = head === null ? -1 : head[0].length - 1;
		this.#unquoted = UNQUOTED.has(context);
		this.#hasElements = HAS_ELEMENTS.has(context);
		this.#scanner = new CommandReader(text, { dialect, extendedGlob: true, final: true });
	}

	parse(): readonly Part[] {
		const text = this.#text;
		while (this.#at < text.length) {
			const c = text[this.#at] as string;
			if (c === '[' && this.#hasElements && this.#subscript()) continue;
			if (this.#context === 'elements') this.#plainText();
			else if (c === '\\') this.#backslash();
			else if (c === '$') this.#dollar();
			else if (c === '`') this.#backquotes();
			else if (c === "'" && this.#unquoted) this.#singleQuotes();
			else if (c === '"' && this.#context !== 'quoted' && this.#context !== 'document') this.#doubleQuotes();
			else if (c === '~' && this.#unquoted && this.#context !== 'subscript' && this.#tilde()) continue;
			else if ((c === '<' || c === '>') && text[this.#at + 1] === '(' && this.#unquoted && this.#dialect !== 'dash') {
				this.#processSubstitution(c);
			} else this.#plainText();
		}
		this.#flush();
		return this.#parts;
	}

	/** At least this character, and those behind it that mean nothing. */
	#plainText(): void {
		const special = this.#hasElements ? SPECIAL_IN_EXPRESSION : SPECIAL;
		special.lastIndex = this.#at + 1;
		const end = special.test(this.#text) ? special.lastIndex - 1 : this.#text.length;
		this.#literal += this.#text.slice(this.#at, end);
		this.#at = end;
	}

	/** Ends the literal being gathered. */
	#flush(): void {
		if (this.#literal === '') return;
		this.#parts.push(literal(this.#literal, !this.#unquoted));
		this.#literal = '';
	}

	#push(part: Part): void {
		this.#flush();
		this.#parts.push(part);
	}

	#backslash(): void {
		const next = this.#text[this.#at + 1];
		this.#at += 2;
		if (next === undefined) this.#literal += '\\';
		else if (next === '\n') return;
		else if (this.#unquoted) this.#push(literal(next, true));
		else {
			const special =
				next === '$' ||
				next === '`' ||
				next === '\\' ||
				(next === '"' && this.#context !== 'document') ||
				(next === '}' && this.#context === 'operand');
			this.#literal += special ? next : `\\${next}`;
		}
	}

	/** A subscript is a word of its own, and protected from being expanded again. Models bash subst.c expand_array_subscript. */
	#subscript(): boolean {
		const close = closingSubscript(this.#text, this.#at);
		if (close <= this.#at + 1) return false;
		const parts = parseText(this.#text.slice(this.#at + 1, close), this.#dialect, 'subscript');
		this.#push({ type: 'subscript', parts, slow: isSlow(parts) });
		this.#at = close + 1;
		return true;
	}

	#singleQuotes(): void {
		const end = this.#scanner.skipSingleQuotes(this.#at + 1);
		this.#push(literal(this.#text.slice(this.#at + 1, end - 1), true));
		this.#at = end;
	}

	#doubleQuotes(): void {
		const end = this.#scanner.skipDoubleQuotes(this.#at + 1);
		const inner = this.#context === 'operand' ? this.#unescaped(end - 1) : this.#text.slice(this.#at + 1, end - 1);
		this.#at = end;
		if (this.#context === 'arithmetic' || this.#context === 'expression') {
			// Other shells leave them to the expression, which is wrong then.
			const mark = this.#dialect !== 'bash' ? [literal('"', true)] : [];
			const context = this.#context === 'expression' ? 'expression' : 'quoted';
			this.#flush();
			this.#parts.push(...mark, ...parseText(inner, this.#dialect, context), ...mark);
			return;
		}
		const parts = parseText(inner, this.#dialect, 'quoted');
		this.#push({ type: 'quoted', parts, slow: isSlow(parts) });
	}

	/** The quoted text of an operand that stands in double quotes itself. Models bash subst.c string_extract_double_quoted. */
	#unescaped(end: number): string {
		if (this.#dialect === 'dash') return this.#text.slice(this.#at + 1, end);
		let out = '';
		for (let at = this.#at + 1; at < end; ) {
			const c = this.#text[at] as string;
			const next = this.#text[at + 1] ?? '';
			const isExpansion = c === '$' && (next === '(' || next === '{');
			const to = isExpansion ? this.#scanner.skipDollar(at, true) : c === '\\' ? at + 2 : at + 1;
			out += c === '\\' && !'$`"\\\n'.includes(next) ? next : this.#text.slice(at, to);
			at = to;
		}
		return out;
	}

	#tilde(): boolean {
		// Lines that a backslash has joined are one.
		let start = this.#at;
		while (this.#text.endsWith('\\\n', start) && start > 1) start -= 2;
		const atStart = start === 0;
		const before = this.#text[start - 1];
		const inAssignment = this.#context === 'assignment' && before === ':';
		const inWord = this.#equals >= 0 && (before === ':' || start - 1 === this.#equals);
		if (!atStart && !inAssignment && !inWord) return false;
		const found = /^~((?:[\w.+-]|\\\n)*)(?=[/:]|$)/.exec(this.#text.slice(this.#at, this.#at + 64));
		if (found === null || (this.#dialect !== 'bash' && /^~[+-]/.test(found[0]))) return false;
		const user = (found[1] as string).replaceAll('\\\n', '');
		this.#push({ type: 'tilde', user, inWord: inWord && !atStart, slow: false });
		this.#at += found[0].length;
		return true;
	}

	#processSubstitution(direction: '<' | '>'): void {
		const end = this.#scanner.skipCommands(this.#at + 2);
		this.#push({ type: 'process', direction, source: this.#text.slice(this.#at + 2, end - 1), slow: true });
		this.#at = end;
	}

	#backquotes(): void {
		const end = this.#scanner.skipBackquotes(this.#at + 1);
		const raw = this.#text.slice(this.#at + 1, end - 1);
		const source = raw.replace(this.#unquoted || this.#context === 'document' ? /\\([$`\\])/g : /\\([$`\\"])/g, '$1');
		this.#command(source, true, this.#at);
		this.#at = end;
	}

	#command(source: string, backquoted: boolean, at: number): void {
		this.#push({
			type: 'command',
			source,
			backquoted,
			quoted: !this.#unquoted,
			slow: true,
			lineOffset: this.#linesBefore(at),
		});
	}

	/** Asked for ever later places. */
	#linesBefore(at: number): number {
		this.#newline ??= this.#text.indexOf('\n');
		while (this.#newline >= 0 && this.#newline < at) {
			this.#lines++;
			this.#newline = this.#text.indexOf('\n', this.#newline + 1);
		}
		return this.#lines;
	}

	#dollar(): void {
		const text = this.#text;
		const next = text[this.#at + 1];
		if (next === undefined) {
			this.#literal += '$';
			this.#at++;
		} else if (next === '(') this.#parenthesized();
		else if (next === '{') this.#braced();
		else if (next === '[' && this.#dialect === 'bash') {
			const end = this.#scanner.skipBalanced(this.#at + 2, '[', ']');
			this.#arithmetic(text.slice(this.#at + 2, end - 1));
			this.#at = end;
		} else if (next === '"' && this.#unquoted && this.#dialect !== 'bash') {
			this.#literal += '$';
			this.#at++;
		} else if (next === "'" && this.#unquoted && this.#dialect !== 'dash') {
			const end = this.#scanner.skipAnsiQuotes(this.#at + 2);
			this.#push(literal(decodeEscapes(text.slice(this.#at + 2, end - 1), 'ansi').text.replace(/\0.*$/s, ''), true));
			this.#at = end;
		} else if (next === '"' && this.#unquoted && this.#dialect === 'bash') this.#at++;
		else this.#simpleParameter(next);
	}

	#simpleParameter(next: string): void {
		let end = this.#at + 1;
		if (NAME_START.test(next)) {
			while (end < this.#text.length && /\w/.test(this.#text[end] as string)) end++;
		} else if (/[0-9@*#?$!-]/.test(next)) end++;
		else {
			this.#literal += '$';
			this.#at++;
			return;
		}
		const name = this.#text.slice(this.#at + 1, end);
		let part = this.#simple.get(name);
		if (part === undefined) {
			const slow = name === '@' || name === '*';
			part = { ...SIMPLE_PARAMETER, text: `$${name}`, name, slow, quoted: !this.#unquoted };
			this.#simple.set(name, part);
		}
		this.#push(part);
		this.#at = end;
	}

	#parenthesized(): void {
		const text = this.#text;
		if (text[this.#at + 2] === '(') {
			const end = this.#scanner.arithmeticEnd(this.#at + 3);
			if (end !== undefined) {
				this.#arithmetic(text.slice(this.#at + 3, end - 2));
				this.#at = end;
				return;
			}
		}
		const end = this.#scanner.skipCommands(this.#at + 2);
		this.#command(text.slice(this.#at + 2, end - 1), false, this.#at);
		this.#at = end;
	}

	#arithmetic(source: string): void {
		const arithmetic = parseArithmeticText(source, this.#dialect);
		this.#push({ type: 'arithmetic', arithmetic, quoted: !this.#unquoted, slow: arithmetic.slow });
	}

	#braced(): void {
		const end = this.#scanner.skipBraces(this.#at + 2, !this.#unquoted);
		const part = parseBracedParameter(this.#text.slice(this.#at, end), !this.#unquoted, this.#dialect, {
			text: parseText,
			arithmetic: parseArithmeticText,
		});
		this.#push(part);
		this.#at = end;
	}
}

const SIMPLE_PARAMETER: Omit<ParameterPart, 'text' | 'name' | 'quoted'> = {
	type: 'parameter',
	length: false,
	indirect: false,
	index: undefined,
	operation: undefined,
	slow: false,
	bad: false,
};
