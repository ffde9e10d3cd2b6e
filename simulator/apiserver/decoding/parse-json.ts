import { formatPath } from '../../machinery/json-path-text.ts';

/** JSON that is not: the message is Go's encoding/json's. */
export class JsonSyntaxError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'JsonSyntaxError';
	}
}

/**
 * Parses JSON as the server does: Go's complaints, and the paths of fields that occur twice (the last one wins), which
 * `JSON.parse` hides. Paths are written as the server writes them: `spec.containers[0].image`.
 */
export function parseJson(text: string): { value: unknown; duplicates: readonly string[] } {
	const parser = new JsonParser(text);
	return { value: parser.document(), duplicates: parser.duplicates };
}

/** Differs: encoding/json nests ten times as deep; what reads a value after us has a stack that ends sooner. */
const DEPTH_MAX = 1_000;

class JsonParser {
	readonly duplicates: string[] = [];
	readonly #text: string;
	#at = 0;
	readonly #path: (string | number)[] = [];

	constructor(text: string) {
		this.#text = text;
	}

	document(): unknown {
		const value = this.#value();
		this.#skipSpace();
		if (this.#at < this.#text.length) throw this.#unexpected('after top-level value');
		return value;
	}

	#value(): unknown {
		this.#skipSpace();
		const char = this.#text[this.#at];
		if (char === '{') return this.#object();
		if (char === '[') return this.#array();
		if (char === '"') return this.#string();
		if (char === 't') return this.#word('true', true);
		if (char === 'f') return this.#word('false', false);
		if (char === 'n') return this.#word('null', null);
		if (char !== undefined && (char === '-' || (char >= '0' && char <= '9'))) return this.#number();
		throw this.#unexpected('looking for beginning of value');
	}

	#object(): unknown {
		this.#enter();
		const out: { [key: string]: unknown } = {};
		this.#skipSpace();
		if (this.#text[this.#at] === '}') {
			this.#at++;
			return out;
		}
		for (;;) {
			this.#skipSpace();
			if (this.#text[this.#at] !== '"') throw this.#unexpected('looking for beginning of object key string');
			const key = this.#string();
			this.#skipSpace();
			if (this.#text[this.#at] !== ':') throw this.#unexpected('after object key');
			this.#at++;
			this.#path.push(key);
			if (Object.hasOwn(out, key)) this.duplicates.push(formatPath(this.#path));
			const value = this.#value();
			if (key === '__proto__')
				Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
			else out[key] = value;
			this.#path.pop();
			this.#skipSpace();
			const next = this.#text[this.#at];
			if (next !== ',' && next !== '}') throw this.#unexpected('after object key:value pair');
			this.#at++;
			if (next === '}') return out;
		}
	}

	#array(): unknown {
		this.#enter();
		const out: unknown[] = [];
		this.#skipSpace();
		if (this.#text[this.#at] === ']') {
			this.#at++;
			return out;
		}
		for (;;) {
			this.#path.push(out.length);
			out.push(this.#value());
			this.#path.pop();
			this.#skipSpace();
			const next = this.#text[this.#at];
			if (next !== ',' && next !== ']') throw this.#unexpected('after array element');
			this.#at++;
			if (next === ']') return out;
		}
	}

	#enter(): void {
		this.#at++;
		if (this.#path.length >= DEPTH_MAX) throw new JsonSyntaxError('exceeded max depth');
	}

	#string(): string {
		const start = this.#at;
		for (let at = start + 1; ; at++) {
			const code = this.#text.charCodeAt(at);
			if (code === 34) {
				this.#at = at + 1;
				return JSON.parse(this.#text.slice(start, at + 1)) as string;
			}
			if (code === 92) {
				const next = this.#text[++at];
				if (next === 'u' && /^[0-9a-fA-F]{4}/.test(this.#text.slice(at + 1, at + 5))) continue;
				if (next !== undefined && '"\\/bfnrt'.includes(next)) continue;
				this.#at = next === 'u' ? at + 1 : at;
				throw this.#unexpected(next === 'u' ? 'in \\u hexadecimal character escape' : 'in string escape code');
			}
			if (Number.isNaN(code) || code < 32) {
				this.#at = at;
				throw this.#unexpected('in string literal');
			}
		}
	}

	#number(): number {
		const match = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
		match.lastIndex = this.#at;
		const found = match.exec(this.#text);
		if (found === null) {
			this.#at++;
			throw this.#unexpected('in numeric literal');
		}
		this.#at += found[0].length;
		return Number(found[0]);
	}

	#word<T>(word: string, value: T): T {
		for (let i = 0; i < word.length; i++) {
			if (this.#text[this.#at] !== word[i])
				throw this.#unexpected(`in literal ${word} (expecting ${quote(word[i] as string)})`);
			this.#at++;
		}
		return value;
	}

	#skipSpace(): void {
		for (;;) {
			const code = this.#text.charCodeAt(this.#at);
			if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
			this.#at++;
		}
	}

	#unexpected(where: string): JsonSyntaxError {
		const point = this.#text.codePointAt(this.#at);
		if (point === undefined) return new JsonSyntaxError('unexpected end of JSON input');
		return new JsonSyntaxError(`invalid character ${quote(String.fromCodePoint(point))} ${where}`);
	}
}

function quote(char: string): string {
	if (char === "'") return "'\\''";
	if (char === '"') return `'"'`;
	return `'${JSON.stringify(char).slice(1, -1)}'`;
}
