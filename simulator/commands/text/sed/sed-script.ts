import type { Regexp } from '../../../machinery/regexp.ts';
import { compilePosix, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import { Fatal } from '../../gnu-command.ts';
import { sedEscape } from './sed-escape.ts';

export type Address =
	| { readonly type: 'line'; readonly line: number }
	| { readonly type: 'last' }
	/** undefined: the last regular expression used. */
	| { readonly type: 'pattern'; readonly pattern: Regexp | undefined }
	| { readonly type: 'step'; readonly first: number; readonly step: number }
	/** As a second address: so many lines more, or up to a multiple. */
	| { readonly type: 'plus'; readonly count: number }
	| { readonly type: 'multiple'; readonly of: number };

export interface SedCommand {
	readonly name: string;
	readonly from: Address | undefined;
	readonly to: Address | undefined;
	readonly negated: boolean;
	/** Text of a, i, c; label of b, t, T, `:`; file of r, w; exit code of q, Q. */
	readonly argument: string;
	readonly substitute: Substitution | undefined;
	/** y: character by character. */
	readonly translate: ReadonlyMap<string, string> | undefined;
	/** Where `{` ends, and where b, t, T go: index of the command after which to continue. */
	target: number;
}

export interface Substitution {
	readonly pattern: Regexp | undefined;
	readonly replacement: readonly ReplacementPart[];
	readonly global: boolean;
	readonly occurrence: number;
	readonly print: boolean;
	/** What comes out is run as a command. */
	readonly evaluate: boolean;
	readonly file: string | undefined;
}

export type ReplacementPart =
	| { readonly type: 'text'; readonly text: string }
	| { readonly type: 'group'; readonly group: number }
	| { readonly type: 'case'; readonly mode: 'L' | 'U' | 'l' | 'u' | 'E' };

const SANDBOXED = 'e/r/w commands disabled in sandbox mode';

export interface SedSyntax {
	readonly extended: boolean;
	/** No command that reads or writes files, or runs programs. */
	readonly sandboxed: boolean;
	/** Bytes that are no UTF-8 are characters: of a locale that knows bytes alone. */
	readonly malformed: boolean;
}

/** Parses sed scripts. Throws Fatal with GNU sed's words: "-e expression #1, char 3: unterminated `s' command". */
export class SedParser {
	readonly #text: string;
	readonly #syntax: SedSyntax;
	readonly #where: string;
	readonly #commands: SedCommand[] = [];
	#at = 0;

	constructor(text: string, syntax: SedSyntax, where = '-e expression #1') {
		this.#text = text;
		this.#syntax = syntax;
		this.#where = where;
	}

	parse(): SedCommand[] {
		const open: number[] = [];
		for (;;) {
			this.#skip(/[\s;]/);
			if (this.#at >= this.#text.length) break;
			if (this.#text[this.#at] === '#') {
				this.#skipLine();
				continue;
			}
			this.#command(open);
		}
		if (open.length > 0) throw new Fatal(`-e expression #1, char 0: unmatched \`{'`);
		this.#resolveLabels();
		return this.#commands;
	}

	#command(open: number[]): void {
		const from = this.#address(false);
		let to: Address | undefined;
		this.#skip(/[ \t]/);
		if (from !== undefined && this.#text[this.#at] === ',') {
			this.#at++;
			this.#skip(/[ \t]/);
			to = this.#address(true);
			if (to === undefined) {
				this.#at++;
				this.#fail("unexpected `,'");
			}
		}
		this.#skip(/[ \t]/);
		let negated = false;
		while (this.#text[this.#at] === '!') {
			this.#at++;
			if (negated) this.#fail("multiple `!'s");
			negated = true;
			this.#skip(/[ \t]/);
		}
		const name = this.#text[this.#at];
		if (name === undefined) this.#fail('missing command');
		this.#at++;
		const isZero =
			(from?.type === 'line' && from.line === 0) || (from?.type === 'step' && from.first + from.step === 0);
		if (isZero && to?.type !== 'pattern') this.#fail('invalid usage of line address 0');
		if (this.#syntax.sandboxed && 'erRwW'.includes(name as string)) this.#fail(SANDBOXED);
		const base = {
			name: name as string,
			from,
			to,
			negated,
			argument: '',
			substitute: undefined,
			translate: undefined,
			target: -1,
		};
		this.#body(base, open);
	}

	/** What follows the command's letter. */
	#body(base: SedCommand, open: number[]): void {
		const { name, from } = base;
		switch (name) {
			case '{':
				open.push(this.#commands.length);
				this.#commands.push(base);
				return;
			case '}': {
				if (from !== undefined) this.#fail("} doesn't want any addresses");
				const start = open.pop();
				if (start === undefined) this.#fail("unexpected `}'");
				(this.#commands[start as number] as SedCommand).target = this.#commands.length;
				this.#commands.push(base);
				this.#endOfCommand();
				return;
			}
			case 's':
				this.#commands.push({ ...base, substitute: this.#substitution() });
				this.#endOfCommand();
				return;
			case 'y':
				this.#commands.push({ ...base, translate: this.#translation() });
				this.#endOfCommand();
				return;
			case 'a':
			case 'i':
			case 'c':
				this.#commands.push({ ...base, argument: this.#textArgument() });
				return;
			case ':':
				if (from !== undefined) this.#fail(": doesn't want any addresses");
				if (/^\s*$/.test(this.#text.slice(this.#at).split('\n')[0] as string)) this.#fail('":" lacks a label');
				this.#commands.push({ ...base, argument: this.#word(/[^\s;]/) });
				return;
			case 'b':
			case 't':
			case 'T':
				this.#skip(/[ \t]/);
				this.#commands.push({ ...base, argument: this.#word(/[^\s;}]/) });
				this.#endOfCommand();
				return;
			case 'r':
			case 'R':
			case 'w':
			case 'W':
				this.#skip(/[ \t]/);
				this.#commands.push({ ...base, argument: this.#word(/[^\n]/) });
				if (this.#commands.at(-1)?.argument === '') this.#fail('missing filename in r/R/w/W commands');
				return;
			case 'e':
				this.#skip(/[ \t]/);
				this.#commands.push({ ...base, argument: this.#word(/[^\n]/) });
				return;
			case 'v':
				this.#skip(/[ \t]/);
				if (isNewer(this.#word(/[^\s;]/))) this.#fail('expected newer version of sed');
				this.#endOfCommand();
				return;
			case 'q':
			case 'Q':
			case 'l':
			case 'L':
				this.#skip(/[ \t]/);
				this.#commands.push({ ...base, argument: this.#word(/\d/) });
				this.#endOfCommand();
				return;
			default:
				if (!'=dDgGhHnNpPxzF'.includes(name as string)) this.#fail(`unknown command: \`${name}'`);
				this.#commands.push(base);
				this.#endOfCommand();
		}
	}

	#address(second: boolean): Address | undefined {
		const rest = this.#text.slice(this.#at);
		const number = /^(\d+)(?:~(\d+))?/.exec(rest);
		if (number !== null) {
			this.#at += number[0].length;
			if (number[2] !== undefined && !second)
				return { type: 'step', first: Number(number[1]), step: Number(number[2]) };
			return { type: 'line', line: Number(number[1]) };
		}
		if (!second && /^[+~]\d/.test(rest)) {
			this.#at += 2;
			this.#fail('invalid usage of +N or ~N as first address');
		}
		const relative = second ? /^([+~])(\d+)/.exec(rest) : null;
		if (relative !== null) {
			this.#at += relative[0].length;
			const count = Number(relative[2]);
			return relative[1] === '+' ? { type: 'plus', count } : { type: 'multiple', of: count };
		}
		if (rest.startsWith('$')) {
			this.#at++;
			return { type: 'last' };
		}
		if (!rest.startsWith('/') && !rest.startsWith('\\')) return undefined;
		this.#at += rest.startsWith('\\') ? 2 : 1;
		const source = this.#delimited(this.#text[this.#at - 1] as string, true);
		if (source === undefined) this.#fail('unterminated address regex');
		const flags = this.#word(/[IM]/);
		return { type: 'pattern', pattern: this.#compile(source as string, flags.includes('I'), flags.includes('M')) };
	}

	/** Text up to an unescaped delimiter, which is passed; `\n` is a newline and an escaped delimiter itself. */
	#delimited(delimiter: string, regexp: boolean): string | undefined {
		let out = '';
		let inBrackets = false;
		while (this.#at < this.#text.length) {
			const character = this.#text[this.#at] as string;
			if (character === '\\' && this.#at + 1 < this.#text.length) {
				const next = this.#text[this.#at + 1] as string;
				const escaped = regexp && next !== delimiter ? sedEscape(this.#text, this.#at + 1) : undefined;
				this.#at += 1 + (escaped?.length ?? 1);
				if (next === delimiter && !inBrackets) out += next;
				else if (escaped !== undefined) out += escaped.character;
				else out += `\\${next}`;
				continue;
			}
			if (regexp && character === '[' && !inBrackets) {
				inBrackets = true;
				const lead = /^\[\^?\]?/.exec(this.#text.slice(this.#at)) as RegExpExecArray;
				out += lead[0];
				this.#at += lead[0].length;
				continue;
			}
			// Of a class the brackets are its own.
			const named = inBrackets && character === '[' ? /^\[([:.=]).*?\1\]/s.exec(this.#text.slice(this.#at)) : null;
			if (named !== null) {
				out += named[0];
				this.#at += named[0].length;
				continue;
			}
			if (character === ']') inBrackets = false;
			this.#at++;
			if (character === delimiter && !inBrackets) return out;
			out += character;
		}
		return undefined;
	}

	#substitution(): Substitution {
		const delimiter = this.#text[this.#at];
		if (delimiter === undefined || delimiter === '\n' || delimiter === '\\') this.#fail("unterminated `s' command");
		this.#at++;
		const source = this.#delimited(delimiter as string, true);
		const replacement = source === undefined ? undefined : this.#delimited(delimiter as string, false);
		if (source === undefined || replacement === undefined) this.#fail("unterminated `s' command");
		const flags = this.#word(/[gpiIeMm0-9]/);
		for (const letter of ['g', 'p'] as const) {
			if (flags.split(letter).length > 2) this.#fail(`multiple \`${letter}' options to \`s' command`);
		}
		if (this.#syntax.sandboxed && (flags.includes('e') || this.#text[this.#at] === 'w')) this.#fail(SANDBOXED);
		let file: string | undefined;
		if (this.#text[this.#at] === 'w') {
			this.#at++;
			this.#skip(/[ \t]/);
			file = this.#word(/[^\n]/);
			if (file === '') this.#fail('missing filename in r/R/w/W commands');
		} else if (this.#at < this.#text.length && !/[\s;}#]/.test(this.#text[this.#at] as string)) {
			this.#at++;
			this.#fail("unknown option to `s'");
		}
		const pattern = this.#compile(source as string, /i/i.test(flags), /m/i.test(flags));
		const parts = this.#replacement(replacement as string);
		const groups = pattern?.groupCount ?? 9;
		for (const part of parts) {
			if (part.type === 'group' && part.group > groups)
				this.#fail(`invalid reference \\${part.group} on \`s' command's RHS`);
		}
		const occurrence = Number(/\d+/.exec(flags)?.[0] ?? 1);
		if (occurrence === 0) this.#fail("number option to `s' command may not be zero");
		return {
			pattern,
			replacement: parts,
			global: flags.includes('g'),
			occurrence,
			print: flags.includes('p'),
			evaluate: flags.includes('e'),
			file,
		};
	}

	#replacement(text: string): ReplacementPart[] {
		const parts: ReplacementPart[] = [];
		const literal = (more: string): void => {
			const last = parts.at(-1);
			if (last?.type === 'text') parts[parts.length - 1] = { type: 'text', text: last.text + more };
			else parts.push({ type: 'text', text: more });
		};
		for (let at = 0; at < text.length; at++) {
			const character = text[at] as string;
			if (character === '&') parts.push({ type: 'group', group: 0 });
			else if (character !== '\\') literal(character);
			else {
				const next = text[++at] ?? '\\';
				const escaped = sedEscape(text, at);
				if (/\d/.test(next)) parts.push({ type: 'group', group: Number(next) });
				else if (/[LUluE]/.test(next)) parts.push({ type: 'case', mode: next as 'L' });
				else literal(escaped?.character ?? next);
				if (escaped !== undefined) at += escaped.length - 1;
			}
		}
		return parts;
	}

	#translation(): ReadonlyMap<string, string> {
		const delimiter = this.#text[this.#at++] ?? '';
		const [source, target] = [this.#delimited(delimiter, false), this.#delimited(delimiter, false)];
		if (source === undefined || target === undefined) this.#fail("unterminated `y' command");
		const plain = (text: string): string[] => [
			...text.replace(
				/\\(d\d{3}|o[0-7]{3}|x[0-9A-Fa-f]{2}|c.|.)/g,
				(_, next: string) => sedEscape(next, 0)?.character ?? next,
			),
		];
		const [from, to] = [plain(source as string), plain(target as string)];
		if (from.length !== to.length) this.#fail("strings for `y' command are different lengths");
		return new Map(from.map((character, index) => [character, to[index] as string]));
	}

	/** The text of a, i, c: GNU's one-line form or the classic form after a backslash and newline. */
	#textArgument(): string {
		this.#skip(/[ \t]/);
		if (this.#at >= this.#text.length) this.#fail("expected \\ after `a', `c' or `i'");
		if (this.#text[this.#at] === '\\') {
			this.#at += this.#text[this.#at + 1] === '\n' ? 2 : 1;
			if (this.#at >= this.#text.length) return '';
		}
		let out = '';
		while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') {
			const character = this.#text[this.#at++] as string;
			if (character !== '\\') out += character;
			else if (this.#at < this.#text.length) {
				const escaped = sedEscape(this.#text, this.#at);
				out += escaped?.character ?? this.#text[this.#at];
				this.#at += escaped?.length ?? 1;
			}
		}
		this.#at++;
		return `${out}\n`;
	}

	#compile(source: string, ignoreCase: boolean, multiline: boolean): Regexp | undefined {
		if (source === '') return undefined;
		try {
			const { extended, malformed } = this.#syntax;
			const options = { ignoreCase, multiline, malformed, strict: true };
			return compilePosix(source, extended ? 'extended' : 'basic', options);
		} catch (error) {
			if (error instanceof RegexpSyntaxError) this.#fail(error.message);
			throw error;
		}
	}

	#resolveLabels(): void {
		const labels = new Map<string, number>();
		this.#commands.forEach((command, index) => {
			if (command.name === ':') labels.set(command.argument, index);
		});
		for (const command of this.#commands) {
			if (!'btT'.includes(command.name)) continue;
			const target = command.argument === '' ? this.#commands.length : labels.get(command.argument);
			if (target === undefined) throw new Fatal(`can't find label for jump to \`${command.argument}'`, 4);
			command.target = target;
		}
	}

	#endOfCommand(): void {
		this.#skip(/[ \t]/);
		const next = this.#text[this.#at];
		if (next === undefined || next === '\n' || next === ';' || next === '}' || next === '#') return;
		this.#at++;
		this.#fail('extra characters after command');
	}

	#word(allowed: RegExp): string {
		const start = this.#at;
		this.#skip(allowed);
		return this.#text.slice(start, this.#at);
	}

	#skip(pattern: RegExp): void {
		while (this.#at < this.#text.length && pattern.test(this.#text[this.#at] as string)) this.#at++;
	}

	#skipLine(): void {
		const end = this.#text.indexOf('\n', this.#at);
		this.#at = end < 0 ? this.#text.length : end;
	}

	#fail(message: string): never {
		throw new Fatal(`${this.#where}, char ${this.#at}: ${message}`);
	}
}

/** Whether that version of sed is yet to come. */
function isNewer(version: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major > 4 || (major === 4 && minor > 9);
}
