import { type Dialect, isReserved } from './dialect.ts';
import { EndOfInput, Scanner } from './scanner.ts';

export interface Token {
	/** 'descriptor' is the number or `{name}` before a redirection. */
	readonly kind: 'word' | 'operator' | 'descriptor' | 'newline' | 'end';
	/** As written; 'newline' for one. */
	readonly text: string;
	readonly start: number;
	readonly end: number;
}

/** Splits source into words and operators. Newlines read the here-documents that wait for them. */
export abstract class Tokenizer extends Scanner {
	protected at = 0;
	protected extendedGlob: boolean;
	/** The whole text is here: a here-document without its delimiter ends with the text. */
	protected readonly final: boolean;
	/** Whether `name=(…)` may stand here. */
	protected assignmentsAllowed = true;
	/** Where process substitutions stand in words: from the angle bracket to behind the parenthesis. */
	processes: (readonly [from: number, end: number])[] = [];
	#token: Token | undefined;

	constructor(
		source: string,
		dialect: Dialect,
		extendedGlob: boolean,
		final: boolean,
		inBraces?: 'quotes' | 'ordinary' | 'unknown',
	) {
		super(source, dialect, inBraces);
		this.extendedGlob = extendedGlob;
		this.final = final;
	}

	/** Whether nothing in it had to be moved or put in its place for a parser. */
	hasKept(text: string): boolean {
		return this.source === text;
	}

	protected peek(): Token {
		this.#token ??= this.#read();
		return this.#token;
	}

	protected next(): Token {
		const token = this.peek();
		this.#token = undefined;
		this.at = token.end;
		if (token.kind === 'newline' || (token.kind === 'operator' && /^[;&|()]/.test(token.text))) {
			this.assignmentsAllowed = true;
		}
		if (token.kind === 'newline') this.readHereDocuments();
		return token;
	}

	/** Forgets the token looked at: the source or the context has changed. */
	protected reread(): void {
		this.#token = undefined;
	}

	/** Reads those that begin in the line that ends here. */
	protected abstract readHereDocuments(): void;

	/** Counts what has been read. Throws ShellSyntaxError when that is more than can be parsed as one. */
	protected abstract spend(parts: number): void;

	/** The source has been copied to change it: that is as much work as some tokens. */
	protected countCopy(): void {
		this.spend(this.source.length >> COPIED_LOG2);
	}

	protected lineAt(position: number): number {
		let line = 1;
		for (let i = this.source.indexOf('\n'); i >= 0 && i < position; i = this.source.indexOf('\n', i + 1)) line++;
		return line;
	}

	#read(): Token {
		this.at = this.#skipBlanks(this.at);
		const start = this.at;
		if (start >= this.source.length) return { kind: 'end', text: '', start, end: start };
		const c = this.source[start] as string;
		if (c === '\n') return { kind: 'newline', text: 'newline', start, end: start + 1 };
		const substitution = this.dialect !== 'dash' && (c === '<' || c === '>') && this.source[start + 1] === '(';
		if (!substitution && '&|;()<>'.includes(c)) {
			return this.#operatorAt(start);
		}
		const end = this.#wordEnd(start);
		const text = this.source.slice(start, end);
		const after = this.source[end];
		if (text.includes('\\\n')) {
			const joined = text.replaceAll('\\\n', '');
			const descriptor = (after === '<' || after === '>') && /^\d+$/.test(joined);
			if (descriptor || isReserved(joined, this.dialect)) {
				this.joinLines(start, descriptor ? (this.#endInLaterLine(end) ?? end) : end);
				return this.#read();
			}
		}
		if ((after === '<' || after === '>') && (/^\d+$/.test(text) || /^\{[A-Za-z_]\w*(\[[^\]]*\])?\}$/.test(text))) {
			const later = this.#endInLaterLine(end);
			if (later === undefined) return { kind: 'descriptor', text, start, end };
			this.joinLines(start, later);
			return this.#read();
		}
		return { kind: 'word', text, start, end };
	}

	#skipBlanks(from: number): number {
		let i = from;
		for (;;) {
			const c = this.source[i];
			if (c === ' ' || c === '\t' || c === '\r') i++;
			else if (c === '\\' && this.source[i + 1] === '\n') i += 2;
			else if (c === '#') {
				const end = this.source.indexOf('\n', i);
				i = end < 0 ? this.source.length : end;
			} else return i;
		}
	}

	#operatorAt(start: number): Token {
		const later = this.#endInLaterLine(start);
		const from = later === undefined ? start : this.joinLines(start, later);
		const text = this.#operatorOf(this.source, from);
		return { kind: 'operator', text, start: from, end: from + text.length };
	}

	/** Where an operator ends that goes on behind a backslash at the end of its line. */
	#endInLaterLine(start: number): number | undefined {
		const { source } = this;
		if (!source.startsWith('\\\n', start + 1) && !source.startsWith('\\\n', start + 2)) return undefined;
		const [written] = /^(?:(?:\\\n)*[&|;<>-])+/.exec(source.slice(start, start + 40)) ?? [''];
		const { length } = this.#operatorOf(written.replaceAll('\\\n', ''), 0);
		let end = start;
		for (let count = 0; count < length; count++) {
			while (source.startsWith('\\\n', end)) end += 2;
			end++;
		}
		return end;
	}

	#operatorOf(source: string, start: number): string {
		for (const operator of OPERATORS[this.dialect]) {
			if (source.startsWith(operator, start)) return operator;
		}
		return source[start] ?? '';
	}

	/** Puts the ends of lines inside a token, which a backslash takes away, before it; returns where it begins now. */
	protected joinLines(start: number, end: number): number {
		const text = this.source.slice(start, end);
		const joined = text.replaceAll('\\\n', '');
		const moved = text.length - joined.length;
		this.countCopy();
		this.source = this.source.slice(0, start) + '\\\n'.repeat(moved / 2) + joined + this.source.slice(end);
		this.reread();
		return start + moved;
	}

	#wordEnd(start: number): number {
		let i = start;
		while (i < this.source.length) {
			const c = this.source.charCodeAt(i);
			if (c === 10 || c === 32 || c === 9 || c === 59 || c === 38 || c === 124 || c === 41) break;
			if (c === 60 || c === 62) {
				if (this.dialect === 'dash' || this.source[i + 1] !== '(') break;
				const from = i;
				i = this.skipCommands(i + 2);
				this.processes.push([from, i]);
			} else if (c === 40) {
				const end = this.#parenthesisInWord(start, i);
				if (end === undefined) break;
				i = end;
			} else i = this.#skipInWord(c, i, start);
		}
		return Math.min(i, this.source.length);
	}

	#skipInWord(c: number, i: number, start: number): number {
		switch (c) {
			case 92:
				return i + 2;
			case 39:
				return this.skipSingleQuotes(i + 1);
			case 34:
				return this.skipDoubleQuotes(i + 1);
			case 96:
				return this.skipBackquotes(i + 1);
			case 36:
				if (this.dialect === 'dash' && this.source[i + 1] === "'") return i + 1;
				return this.skipDollar(i, false);
			case 91:
				return this.#subscriptEnd(start, i);
			default:
				return i + 1;
		}
	}

	/** `name[… …]=` may hold blanks; any other bracket is an ordinary character. */
	#subscriptEnd(start: number, bracket: number): number {
		if (!this.assignmentsAllowed || !/^[A-Za-z_]\w*$/.test(this.source.slice(start, bracket))) return bracket + 1;
		try {
			const end = this.skipBalanced(bracket + 1, '[', ']');
			return /^\+?=/.test(this.source.slice(end, end + 2)) ? end : bracket + 1;
		} catch (error) {
			if (error instanceof EndOfInput) return bracket + 1;
			throw error;
		}
	}

	/** An opening parenthesis inside a word: an extended pattern or an array literal; undefined when neither. */
	#parenthesisInWord(start: number, at: number): number | undefined {
		const before = this.source[at - 1] ?? '';
		if (at > start && this.dialect === 'bash') {
			if (this.extendedGlob && '?*+@!'.includes(before)) return this.skipBalanced(at + 1, '(', ')');
			if (before === '=' && this.assignmentsAllowed && ASSIGNMENT.test(this.source.slice(start, at))) {
				return this.skipArray(at + 1);
			}
		}
		return undefined;
	}

	/** After `name=(`. */
	protected abstract skipArray(from: number): number;
}

const ASSIGNMENT = /^[A-Za-z_]\w*(\[[^\n]*\])?\+?=$/;

/** Of a source the characters that count as one token when they are copied. */
const COPIED_LOG2 = 11;

/** Longest first. */
const BASH_OPERATORS = [
	'<<<',
	'<<-',
	'&>>',
	';;&',
	'&&',
	'||',
	';;',
	';&',
	'|&',
	'<<',
	'>>',
	'<&',
	'>&',
	'<>',
	'>|',
	'&>',
	'&',
	'|',
	';',
	'(',
	')',
	'<',
	'>',
];
const POSIX_OPERATORS = [
	'<<-',
	'&&',
	'||',
	';;',
	'<<',
	'>>',
	'<&',
	'>&',
	'<>',
	'>|',
	'&',
	'|',
	';',
	'(',
	')',
	'<',
	'>',
];
const OPERATORS: Readonly<Record<Dialect, readonly string[]>> = {
	bash: BASH_OPERATORS,
	dash: POSIX_OPERATORS,
	ash: ['&>', ...POSIX_OPERATORS],
};
