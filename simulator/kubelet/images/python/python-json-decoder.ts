import { PyDict, PyList, type PyValue } from './python-values.ts';

/** What is wrong with a text, as json.decoder says it. */
export class JsonDecodeError extends Error {
	constructor(problem: string, text: string, at: number) {
		const before = text.slice(0, at);
		const line = before.split('\n').length;
		super(`${problem}: line ${line} column ${at - before.lastIndexOf('\n')} (char ${at})`);
	}
}

const DEPTH_MAX = 500;

/** A JSON document as values of Python. Models Lib/json/decoder.py JSONDecoder. Throws JsonDecodeError. */
export function decodeJson(text: string): PyValue {
	return new Decoder(text).document();
}

class Decoder {
	readonly #text: string;
	#at = 0;
	#depth = 0;

	constructor(text: string) {
		this.#text = text;
	}

	document(): PyValue {
		this.#blanks();
		const value = this.#value();
		this.#blanks();
		if (this.#at < this.#text.length) this.#fail('Extra data');
		return value;
	}

	#fail(problem: string, at = this.#at): never {
		throw new JsonDecodeError(problem, this.#text, at);
	}

	#blanks(): void {
		while (/[ \t\n\r]/.test(this.#text[this.#at] ?? '')) this.#at++;
	}

	#value(): PyValue {
		const c = this.#text[this.#at];
		if (c === '"') return this.#string();
		if (c === '{') return this.#nested(() => this.#object());
		if (c === '[') return this.#nested(() => this.#array());
		for (const [word, value] of WORDS) {
			if (!this.#text.startsWith(word, this.#at)) continue;
			this.#at += word.length;
			return value;
		}
		const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(this.#text.slice(this.#at, this.#at + 5_000));
		if (number === null) return this.#fail('Expecting value');
		this.#at += number[0].length;
		return number[2] === undefined && number[3] === undefined ? BigInt(number[0]) : Number(number[0]);
	}

	#nested(read: () => PyValue): PyValue {
		if (++this.#depth > DEPTH_MAX) this.#fail('maximum recursion depth exceeded');
		this.#at++;
		this.#blanks();
		const value = read();
		this.#depth--;
		return value;
	}

	#object(): PyValue {
		const entries = new Map<string, PyValue>();
		if (this.#text[this.#at] === '}') this.#at++;
		else {
			do {
				this.#blanks();
				if (this.#text[this.#at] !== '"') this.#fail('Expecting property name enclosed in double quotes');
				const key = this.#string();
				this.#blanks();
				if (this.#text[this.#at] !== ':') this.#fail("Expecting ':' delimiter");
				this.#at++;
				this.#blanks();
				entries.set(key, this.#value());
			} while (this.#goesOn('}'));
		}
		return PyDict.of([...entries]);
	}

	#array(): PyValue {
		const items: PyValue[] = [];
		if (this.#text[this.#at] === ']') this.#at++;
		else {
			do {
				this.#blanks();
				items.push(this.#value());
			} while (this.#goesOn(']'));
		}
		return new PyList(items);
	}

	/** Past the comma, or past what closes. */
	#goesOn(close: string): boolean {
		this.#blanks();
		const c = this.#text[this.#at];
		if (c !== ',' && c !== close) this.#fail("Expecting ',' delimiter");
		this.#at++;
		return c === ',';
	}

	#string(): string {
		const start = this.#at++;
		let out = '';
		for (;;) {
			const c = this.#text[this.#at];
			if (c === undefined) this.#fail('Unterminated string starting at', start);
			if (c === '"') break;
			if (c < ' ') this.#fail('Invalid control character at');
			out += c === '\\' ? this.#escape(start) : c;
			this.#at++;
		}
		this.#at++;
		return out;
	}

	#escape(start: number): string {
		this.#at++;
		const c = this.#text[this.#at];
		if (c === undefined) this.#fail('Unterminated string starting at', start);
		if (c === 'u') {
			const digits = this.#text.slice(this.#at + 1, this.#at + 5);
			if (!/^[\dA-Fa-f]{4}$/.test(digits)) this.#fail('Invalid \\uXXXX escape');
			this.#at += 4;
			return String.fromCharCode(Number.parseInt(digits, 16));
		}
		const plain = ESCAPES.get(c);
		if (plain === undefined) this.#fail('Invalid \\escape', this.#at - 1);
		return plain;
	}
}

const WORDS: readonly (readonly [string, PyValue])[] = [
	['null', null],
	['true', true],
	['false', false],
	['NaN', Number.NaN],
	['Infinity', Number.POSITIVE_INFINITY],
	['-Infinity', Number.NEGATIVE_INFINITY],
];

const ESCAPES: ReadonlyMap<string, string> = new Map([
	['"', '"'],
	['\\', '\\'],
	['/', '/'],
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
]);
