import { CommandReader } from './command-reader.ts';
import type { Dialect } from './dialect.ts';
import { decodeEscapes } from './escapes.ts';
import { EndOfInput } from './scanner.ts';
import { ShellSyntaxError } from './syntax-error.ts';

/**
 * A word's text with every `$'…'` and `$"…"` as bash replaces them where it reads, and shows them with the command
 * afterwards: in single quotes and double quotes, but bare in a braced expansion within double quotes.
 * Models bash parse.y read_token_word, parse_matched_pair.
 * @param posix in POSIX mode a single quote is ordinary there.
 */
export function plainQuotes(text: string, dialect: Dialect, posix = false): string {
	if (dialect !== 'bash' || !/\$['"]|\\\n/.test(text)) return text;
	try {
		return new Decoder(text, dialect, posix).word(0, text.length);
	} catch (error) {
		if (error instanceof EndOfInput || error instanceof ShellSyntaxError) return text;
		throw error;
	}
}

/** Operators of `${…}` behind which single quotes quote even within double quotes. */
const QUOTES_PATTERN = '%#/^,';
const OPERATORS = '#%^,~:-=?+/';

class Decoder {
	readonly #text: string;
	readonly #scanner: CommandReader;
	readonly #posix: boolean;
	/** Where the method that was called last has stopped. */
	#at = 0;

	constructor(text: string, dialect: Dialect, posix: boolean) {
		this.#text = text;
		this.#scanner = new CommandReader(text, { dialect, extendedGlob: true, final: true });
		this.#posix = posix;
	}

	word(from: number, end: number): string {
		let out = '';
		this.#at = from;
		while (this.#at < end) {
			const at = this.#at;
			const c = this.#text[at];
			if (c === '"') out += this.#quoted();
			else if (c === "'") out += this.#through(this.#scanner.skipSingleQuotes(at + 1));
			else if (c === '$') out += this.#dollar(false);
			else out += this.#plain();
		}
		return out;
	}

	/** From a `$` outside of double quotes, or in braces. */
	#dollar(inDoubleQuotes: boolean): string {
		const at = this.#at;
		const next = this.#text[at + 1];
		if (next === "'") return singleQuoted(this.#ansi());
		if (next === '"') {
			this.#at++;
			return this.#quoted();
		}
		if (next === '{') return this.#braces(inDoubleQuotes);
		const end = this.#scanner.skipDollar(at, inDoubleQuotes);
		if (next === '(' && this.#text[at + 2] === '(') return `$(${this.word(at + 2, end)}`;
		if (next !== '[') return this.#through(end);
		if (!inDoubleQuotes) return `$[${this.word(at + 2, end)}`;
		let out = this.#through(at + 2);
		while (this.#at < end) out += this.#quotedPiece();
		return out;
	}

	/** What cannot hold anything of the kind. */
	#plain(): string {
		const at = this.#at;
		const c = this.#text[at];
		if (c === '\\' && this.#text[at + 1] === '\n') {
			this.#at += 2;
			return '';
		}
		if (c === '\\') return this.#through(at + 2);
		if (c !== '`') return this.#through(at + 1);
		return this.#through(this.#scanner.skipBackquotes(at + 1)).replace(/\\[\s\S]/g, (pair) =>
			pair === '\\\n' ? '' : pair,
		);
	}

	#through(end: number): string {
		const out = this.#text.slice(this.#at, end);
		this.#at = end;
		return out;
	}

	#ansi(): string {
		const from = this.#at + 2;
		this.#at = this.#scanner.skipAnsiQuotes(from);
		return decodeEscapes(this.#text.slice(from, this.#at - 1), 'ansi').text.replace(/\0.*$/s, '');
	}

	/** From an opening double quote. */
	#quoted(): string {
		let out = this.#through(this.#at + 1);
		for (;;) {
			const c = this.#text[this.#at];
			if (c === undefined) throw new EndOfInput('"', this.#at);
			if (c === '"') return out + this.#through(this.#at + 1);
			out += this.#quotedPiece();
		}
	}

	/** A character or an expansion within double quotes. */
	#quotedPiece(): string {
		if (this.#text[this.#at] !== '$') return this.#plain();
		return /^[{([]/.test(this.#text[this.#at + 1] ?? '') ? this.#dollar(true) : this.#through(this.#at + 1);
	}

	/** From the `$` of `${`. */
	#braces(inDoubleQuotes: boolean): string {
		let out = this.#through(this.#at + 2);
		let state: 'name' | 'pattern' | 'operator' | 'word' = 'name';
		for (let first = true; ; first = false) {
			const c = this.#text[this.#at];
			if (c === undefined) throw new EndOfInput('}', this.#at);
			if (c === '}') return out + this.#through(this.#at + 1);
			if (state === 'name' && !first && QUOTES_PATTERN.includes(c)) state = 'pattern';
			else if (state === 'name' && OPERATORS.includes(c)) state = 'operator';
			else if (state === 'operator' && !OPERATORS.includes(c)) state = 'word';
			const isOrdinary = this.#posix && inDoubleQuotes && state !== 'pattern';
			if (c === '$' && this.#text[this.#at + 1] === "'" && inDoubleQuotes && state !== 'pattern') {
				out += isOrdinary ? this.#through(this.#at + 2) : this.#ansi();
			} else if (c === '$') out += this.#dollar(inDoubleQuotes);
			else if (c === '"') out += this.#quoted();
			else if (c === "'" && !isOrdinary) out += this.#through(this.#scanner.skipSingleQuotes(this.#at + 1));
			else out += this.#plain();
		}
	}
}

function singleQuoted(text: string): string {
	return text === "'" ? "\\'" : `'${text.replaceAll("'", "'\\''")}'`;
}
