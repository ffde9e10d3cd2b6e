import type { Dialect } from './dialect.ts';

/** The text stopped before a construct did. */
export class EndOfInput extends Error {
	/** The closing character that was looked for; '' when the grammar wanted more. */
	readonly looking: string;
	/** Where the construct began. */
	readonly start: number;
	/** The word the grammar was waiting for, as dash names it. */
	readonly expecting: string;
	readonly inHereDocument: boolean;
	/** What must stand in the lines that complete the text; '': nobody knows. */
	readonly awaited: string;

	constructor(looking: string, start: number, expecting = '', inHereDocument = false, awaited = looking || expecting) {
		super('end of input');
		this.looking = looking;
		this.start = start;
		this.expecting = expecting;
		this.inHereDocument = inHereDocument;
		this.awaited = looking === 'newline' ? '' : awaited;
	}
}

/**
 * Finds where quotes and expansions end. All methods take the index after the opening characters and return the
 * index after the closing ones; they throw `EndOfInput` when the text stops first.
 */
export abstract class Scanner {
	protected source: string;
	protected readonly dialect: Dialect;
	/** What single quotes are in `"${…}"`; of what has been read already it is not known. */
	protected inBraces: 'quotes' | 'ordinary' | 'unknown';
	/** How much has been read that a parser has to build: tokens and expansions. */
	protected parts = 0;

	constructor(source: string, dialect: Dialect, inBraces: 'quotes' | 'ordinary' | 'unknown' = 'unknown') {
		this.source = source;
		this.dialect = dialect;
		this.inBraces = dialect === 'dash' ? 'ordinary' : inBraces;
	}

	/** After `$(`, `<(` or `>(`: past the `)` that ends the commands. */
	abstract skipCommands(from: number): number;

	skipSingleQuotes(from: number): number {
		const end = this.source.indexOf("'", from);
		if (end < 0) throw new EndOfInput("'", from - 1);
		return end + 1;
	}

	/** `$'…'`. */
	skipAnsiQuotes(from: number): number {
		for (let i = from; i < this.source.length; i++) {
			const c = this.source[i];
			if (c === '\\') i++;
			else if (c === "'") return i + 1;
		}
		throw new EndOfInput("'", from - 1);
	}

	skipDoubleQuotes(from: number): number {
		let i = from;
		while (i < this.source.length) {
			const c = this.source[i];
			if (c === '"') return i + 1;
			if (c === '\\') i += 2;
			else if (c === '$') i = this.skipDollar(i, true);
			else if (c === '`') i = this.skipBackquotes(i + 1);
			else i++;
		}
		throw new EndOfInput('"', from - 1);
	}

	skipBackquotes(from: number): number {
		this.parts++;
		for (let i = from; i < this.source.length; i++) {
			const c = this.source[i];
			if (c === '\\') i++;
			else if (c === '`') return i + 1;
		}
		throw new EndOfInput('`', from - 1);
	}

	/** From a `$`: past the expansion that begins there, or past the `$` when none does. */
	skipDollar(at: number, inDoubleQuotes: boolean): number {
		this.parts++;
		switch (this.source[at + 1]) {
			case '(':
				return this.source[at + 2] === '(' ? this.#doubleParenthesis(at) : this.skipCommands(at + 2);
			case '{':
				this.parts += 2;
				return this.skipBraces(at + 2, inDoubleQuotes);
			case '[':
				return this.skipBalanced(at + 2, '[', ']');
			case "'":
				return inDoubleQuotes ? at + 1 : this.skipAnsiQuotes(at + 2);
			case '"':
				return inDoubleQuotes ? at + 1 : this.skipDoubleQuotes(at + 2);
			case '$':
				return at + 2;
			default:
				return at + 1;
		}
	}

	/** From the `$` of `$((`. bash looks for the parenthesis that balances the first, whatever stands between. */
	#doubleParenthesis(at: number): number {
		if (this.dialect === 'bash') return this.skipBalanced(at + 2, '(', ')');
		return this.arithmeticEnd(at + 3) ?? this.skipCommands(at + 2);
	}

	/** After `$((` or `((`: the index after `))`, or undefined when the parentheses close apart (a subshell). */
	arithmeticEnd(from: number): number | undefined {
		const inner = this.skipBalanced(from, '(', ')');
		if (inner >= this.source.length) throw new EndOfInput(')', from - 2);
		return this.source[inner] === ')' ? inner + 1 : undefined;
	}

	/** After `${`. In double quotes single quotes quote behind a pattern operator only, but where bash pairs them. */
	skipBraces(from: number, inDoubleQuotes: boolean): number {
		if (!inDoubleQuotes) return this.#closingBrace(from, false, true);
		if (this.inBraces === 'quotes') return this.#closingBrace(from, true, true);
		if (this.inBraces === 'unknown') {
			try {
				return this.#closingBrace(from, true, true);
			} catch (error) {
				if (!(error instanceof EndOfInput)) throw error;
				// Read as such: it is tried once.
				this.inBraces = 'ordinary';
			}
		}
		let at = from;
		while (/[A-Za-z0-9_!@*#?$\-[\]]/.test(this.source[at] ?? '')) at++;
		return this.#closingBrace(from, true, /[%/^,]/.test(this.source[at] ?? ''));
	}

	#closingBrace(from: number, inDoubleQuotes: boolean, singleQuotes: boolean): number {
		// `${#x}`, `${$}` and the like: a special parameter is no quote.
		let i = '#$?!@*-'.includes(this.source[from] ?? ' ') ? from + 1 : from;
		while (i < this.source.length) {
			const c = this.source[i];
			if (c === '}') return i + 1;
			if (c === '\\') i += 2;
			else if (c === "'" && singleQuotes) i = this.skipSingleQuotes(i + 1);
			else if (c === '"') i = this.skipDoubleQuotes(i + 1);
			else if (c === '`') i = this.skipBackquotes(i + 1);
			else if (c === '$' && this.source[i + 1] === "'" && singleQuotes) i = this.skipAnsiQuotes(i + 2);
			else if (c === '$') i = this.skipDollar(i, inDoubleQuotes);
			else i++;
		}
		throw new EndOfInput('}', from - 2);
	}

	/** Past the `close` that balances an `open` already read; quotes and expansions inside are skipped. */
	skipBalanced(from: number, open: string, close: string): number {
		let depth = 1;
		let i = from;
		while (i < this.source.length) {
			const c = this.source[i];
			if (c === close) {
				i++;
				if (--depth === 0) return i;
			} else if (c === open) {
				depth++;
				i++;
			} else if (c === '\\') i += 2;
			else if (c === "'") i = this.skipSingleQuotes(i + 1);
			else if (c === '"') i = this.skipDoubleQuotes(i + 1);
			else if (c === '`') i = this.skipBackquotes(i + 1);
			else if (c === '$') i = this.skipDollar(i, false);
			else i++;
		}
		throw new EndOfInput(close, from - 1);
	}
}
