/** Where a TOML text is wrong, in the words of go-toml. */
export class TomlError extends Error {
	readonly row: number;
	readonly column: number;
	constructor(message: string, row: number, column: number) {
		super(message);
		this.row = row;
		this.column = column;
	}
}

export type TomlValue = string | number | boolean | readonly TomlValue[] | TomlTable;
export type TomlTable = Map<string, TomlValue>;

/**
 * Reads a TOML 1.0 document. Dates are texts. Throws TomlError with the first fault. Differs: redefined tables and keys are
 * not refused but win.
 */
export function parseToml(text: string): TomlTable {
	return new TomlReader(text).document();
}

/** The value at a path of keys. */
export function tomlAt(table: TomlTable, ...path: readonly string[]): TomlValue | undefined {
	let value: TomlValue | undefined = table;
	for (const key of path) {
		if (!(value instanceof Map)) return undefined;
		value = value.get(key);
	}
	return value;
}

const BARE = /[A-Za-z0-9_-]/;

class TomlReader {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text.replaceAll('\r\n', '\n');
	}

	document(): TomlTable {
		const root: TomlTable = new Map();
		let table = root;
		for (;;) {
			this.#skipLines();
			if (this.#at >= this.#text.length) return root;
			if (this.#peek() === '[') table = this.#header(root);
			else this.#assignment(table);
			this.#endOfLine();
		}
	}

	#header(root: TomlTable): TomlTable {
		this.#at++;
		const isArray = this.#peek() === '[';
		if (isArray) this.#at++;
		this.#blanks();
		const keys = this.#key();
		this.#expect(']');
		if (isArray) this.#expect(']');
		const last = keys.pop() as string;
		const parent = within(root, keys);
		if (!isArray) return within(parent, [last]);
		const list = parent.get(last);
		const fresh: TomlTable = new Map();
		parent.set(last, Array.isArray(list) ? [...list, fresh] : [fresh]);
		return fresh;
	}

	#assignment(table: TomlTable): void {
		const keys = this.#key();
		this.#expect('=');
		this.#blanks();
		const last = keys.pop() as string;
		const value = this.#value();
		within(table, keys).set(last, value);
	}

	#key(): string[] {
		const keys: string[] = [];
		for (;;) {
			this.#blanks();
			keys.push(this.#simpleKey());
			this.#blanks();
			if (this.#peek() !== '.') return keys;
			this.#at++;
		}
	}

	#simpleKey(): string {
		const quote = this.#peek();
		if (quote === '"' || quote === "'") return this.#string(quote);
		const start = this.#at;
		while (BARE.test(this.#peek())) this.#at++;
		if (this.#at === start) throw this.#fault(`invalid character at start of key: ${this.#peek() || 'EOF'}`);
		return this.#text.slice(start, this.#at);
	}

	#value(): TomlValue {
		const first = this.#peek();
		if (first === '"' || first === "'") return this.#string(first);
		if (first === '[') return this.#array();
		if (first === '{') return this.#inlineTable();
		const start = this.#at;
		while (/[^\s,\]}#]/.test(this.#peek())) this.#at++;
		const word = this.#text.slice(start, this.#at);
		if (word === 'true' || word === 'false') return word === 'true';
		const number = Number(word.replaceAll('_', '').replace(/^\+/, ''));
		if (word !== '' && !Number.isNaN(number)) return number;
		if (/^[+-]?(inf|nan)$/.test(word)) return word.endsWith('inf') ? Number.POSITIVE_INFINITY : Number.NaN;
		if (/^\d{4}-\d\d-\d\d|^\d\d:\d\d/.test(word)) return word;
		this.#at = start;
		throw this.#fault(word === '' ? 'expected value, not eof' : `incomplete number`);
	}

	#array(): readonly TomlValue[] {
		this.#at++;
		const values: TomlValue[] = [];
		for (;;) {
			this.#skipLines();
			if (this.#peek() === ']') break;
			values.push(this.#value());
			this.#skipLines();
			if (this.#peek() === ',') this.#at++;
			else if (this.#peek() !== ']')
				throw this.#fault(this.#isAtEnd() ? 'array is incomplete' : 'array elements must be separated by commas');
		}
		this.#at++;
		return values;
	}

	#inlineTable(): TomlTable {
		this.#at++;
		const table: TomlTable = new Map();
		for (;;) {
			this.#blanks();
			if (this.#peek() === '}') break;
			this.#assignment(table);
			this.#blanks();
			if (this.#peek() === ',') this.#at++;
			else if (this.#peek() !== '}') throw this.#fault('inline table is incomplete');
		}
		this.#at++;
		return table;
	}

	#string(quote: string): string {
		const isLong = this.#text.startsWith(quote.repeat(3), this.#at);
		const mark = isLong ? quote.repeat(3) : quote;
		this.#at += mark.length;
		if (isLong && this.#peek() === '\n') this.#at++;
		let value = '';
		for (;;) {
			if (this.#isAtEnd()) throw this.#fault('unterminated string');
			if (this.#text.startsWith(mark, this.#at)) break;
			const character = this.#peek();
			if (character === '\n' && !isLong) throw this.#fault('strings cannot contain new lines');
			this.#at++;
			value += character === '\\' && quote === '"' ? this.#escape() : character;
		}
		this.#at += mark.length;
		return value;
	}

	#escape(): string {
		const letter = this.#peek();
		this.#at++;
		const digits = letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
		if (digits > 0) {
			const code = Number.parseInt(this.#text.slice(this.#at, this.#at + digits), 16);
			this.#at += digits;
			return String.fromCodePoint(Number.isNaN(code) || code > 0x10ffff ? 0xfffd : code);
		}
		if (letter === '\n') {
			while (/\s/.test(this.#peek())) this.#at++;
			return '';
		}
		const plain = ESCAPES.get(letter);
		if (plain === undefined) throw this.#fault(`invalid escaped character: ${letter}`);
		return plain;
	}

	#expect(character: string): void {
		this.#blanks();
		if (this.#peek() !== character) {
			throw this.#fault(
				this.#isAtEnd()
					? `expected character ${character} but the document ended here`
					: `expected character ${character}`,
			);
		}
		this.#at++;
	}

	#endOfLine(): void {
		this.#blanks();
		if (this.#peek() === '#') this.#comment();
		if (!this.#isAtEnd() && this.#peek() !== '\n') {
			throw this.#fault(`expected newline but got ${JSON.stringify(this.#peek())}`);
		}
	}

	#skipLines(): void {
		for (;;) {
			while (/\s/.test(this.#peek())) this.#at++;
			if (this.#peek() !== '#') return;
			this.#comment();
		}
	}

	#comment(): void {
		while (!this.#isAtEnd() && this.#peek() !== '\n') this.#at++;
	}

	#blanks(): void {
		while (this.#peek() === ' ' || this.#peek() === '\t') this.#at++;
	}

	#isAtEnd(): boolean {
		return this.#at >= this.#text.length;
	}

	/** '' at the end. */
	#peek(): string {
		return this.#text.charAt(this.#at);
	}

	#fault(message: string): TomlError {
		const before = this.#text.slice(0, this.#at).split('\n');
		return new TomlError(`toml: ${message}`, before.length, (before.at(-1) as string).length + 1);
	}
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
	['b', '\b'],
	['t', '\t'],
	['n', '\n'],
	['f', '\f'],
	['r', '\r'],
	['"', '"'],
	['\\', '\\'],
]);

/** The table below a path of keys, made where it is not there; of an array of tables the last. */
function within(table: TomlTable, keys: readonly string[]): TomlTable {
	let current = table;
	for (const key of keys) {
		const found = current.get(key);
		const last = Array.isArray(found) ? found.at(-1) : found;
		if (last instanceof Map) {
			current = last;
			continue;
		}
		const fresh: TomlTable = new Map();
		current.set(key, fresh);
		current = fresh;
	}
	return current;
}
