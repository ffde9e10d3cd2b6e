import { encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Json } from './json.ts';
import { formatNumber } from './json.ts';
import { numberOf } from './literal-number.ts';

/** The text is no JSON; `message` says where, as jq does. */
export class JsonReadError extends Error {}

type Open =
	| { readonly kind: 'array'; readonly items: Json[] }
	| { readonly kind: 'object'; readonly members: Map<string, Json>; key: string | undefined };

const DEPTH_MAX = 10_000;

/**
 * Reads a stream of JSON texts piece by piece: a value comes out as soon as it is complete. Models jq's jv_parse.c,
 * whose errors name the place where the mistake is noticed.
 */
export class JsonReader {
	readonly #ready: Json[] = [];
	readonly #stack: Open[] = [];
	#token = '';
	#string: 'none' | 'text' | 'escape' = 'none';
	/** A value that stands where only a separator may follow. */
	#next: Json | undefined;
	#afterComma = false;
	line = 1;
	#column = 0;
	#begun = false;
	/** Of --seq: what stands before the first record separator belongs to no record. */
	#abandoned: boolean;
	readonly #sequence: boolean;
	/** Of --seq: what is wrong with records, which ends nothing. */
	readonly complaints: string[] = [];

	/** @param sequence texts begin with a record separator, as RFC 7464 says. */
	constructor(sequence = false) {
		this.#sequence = sequence;
		this.#abandoned = sequence;
	}

	/** The next complete value. */
	take(): Json | undefined {
		return this.#ready.shift();
	}

	feed(text: string): void {
		for (const char of text) {
			this.#column += char < '\x80' ? 1 : encodeUtf8(char).length;
			if (char === '\n') {
				this.line++;
				this.#column = 0;
			}
			if (this.#sequence && char === '\x1e') this.#separate();
			else if (!this.#abandoned && (this.#begun || char !== '\ufeff')) this.#scan(char);
			this.#begun = true;
		}
	}

	/** The input is over. Throws JsonReadError when something is open. */
	end(): void {
		if (this.#abandoned) {
			this.complaints.push(this.#error('Unfinished abandoned text at EOF').message);
			return;
		}
		if (this.#string !== 'none') throw this.#error('Unfinished string at EOF');
		this.#closeToken();
		if (this.#stack.length > 0) throw this.#error('Unfinished JSON term at EOF');
		this.#flush();
	}

	/** A record separator: the record before it is over, whole or not. */
	#separate(): void {
		if (!this.#abandoned && (this.#stack.length > 0 || this.#string !== 'none')) {
			this.complaints.push(this.#error('Truncated value').message);
		} else if (this.#token !== '') {
			this.complaints.push(this.#error('Potentially truncated top-level numeric value').message);
		} else this.#flush();
		this.#stack.length = 0;
		this.#token = '';
		this.#string = 'none';
		this.#next = undefined;
		this.#afterComma = false;
		this.#abandoned = false;
	}

	#error(message: string): JsonReadError {
		return new JsonReadError(`${message} at line ${this.line}, column ${this.#column}`);
	}

	#scan(char: string): void {
		if (this.#string !== 'none') {
			this.#scanString(char);
			return;
		}
		if ('[]{},:"'.includes(char) || /[ \t\r\n]/.test(char)) {
			this.#closeToken();
			this.#punctuation(char);
			if (this.#stack.length === 0) this.#flush();
			return;
		}
		if (this.#token === '' && this.#next !== undefined && this.#stack.length === 0) this.#flush();
		this.#token += char;
	}

	#scanString(char: string): void {
		if (this.#string === 'escape') {
			this.#token += char;
			this.#string = 'text';
		} else if (char === '"') {
			this.#string = 'none';
			const text = this.#unescape(this.#token);
			this.#token = '';
			this.#value(text);
			if (this.#stack.length === 0) this.#flush();
		} else {
			if (char === '\\') this.#string = 'escape';
			this.#token += char;
		}
	}

	#unescape(raw: string): string {
		if (/[\0-\x1f]/.test(raw)) {
			throw this.#error('Invalid string: control characters from U+0000 through U+001F must be escaped');
		}
		const fault = (what: string): JsonReadError => this.#error(`Invalid ${what}escape`);
		return raw.includes('\\') ? unescapeString(raw, fault) : raw;
	}

	#flush(): void {
		if (this.#next === undefined) return;
		this.#ready.push(this.#next);
		this.#next = undefined;
	}

	#closeToken(): void {
		if (this.#token === '') return;
		const token = this.#token;
		this.#token = '';
		this.#value(this.#literal(token));
	}

	#literal(token: string): Json {
		if (token === 'null') return null;
		if (token === 'true' || token === 'false') return token === 'true';
		if (/^(?:[tf]|n(?!an))/.test(token)) throw this.#error('Invalid literal');
		if (/^[-+]?s?nan\d*$/i.test(token)) return Number.NaN;
		const infinite = /^([-+]?)inf(?:inity)?$/i.exec(token);
		if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
		if (!/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(token)) throw this.#error('Invalid numeric literal');
		return numberOf(token, formatNumber);
	}

	#value(value: Json): void {
		if (this.#next !== undefined) {
			if (this.#stack.length > 0) throw this.#error('Expected separator between values');
			this.#flush();
		}
		this.#next = value;
	}

	#punctuation(char: string): void {
		switch (char) {
			case '[':
			case '{':
				if (this.#next !== undefined) {
					if (this.#stack.length > 0) throw this.#error('Expected separator between values');
					this.#flush();
				}
				if (this.#stack.length >= DEPTH_MAX) throw this.#error('Exceeds depth limit for parsing');
				this.#stack.push(
					char === '[' ? { kind: 'array', items: [] } : { kind: 'object', members: new Map(), key: undefined },
				);
				this.#afterComma = false;
				return;
			case '"':
				this.#string = 'text';
				return;
			case ':':
				this.#colon();
				return;
			case ',':
				this.#comma();
				return;
			case ']':
				this.#closeArray();
				return;
			case '}':
				this.#closeObject();
				return;
			default:
				return;
		}
	}

	#colon(): void {
		const open = this.#stack.at(-1);
		if (this.#next === undefined) throw this.#error("Expected string key before ':'");
		if (open?.kind !== 'object') throw this.#error("':' not as part of an object");
		if (open.key !== undefined) throw this.#error("':' should follow a key");
		if (typeof this.#next !== 'string') throw this.#error('Object keys must be strings');
		open.key = this.#next;
		this.#next = undefined;
		this.#afterComma = false;
	}

	#comma(): void {
		const open = this.#stack.at(-1);
		if (this.#next === undefined) throw this.#error("Expected value before ','");
		if (open === undefined) throw this.#error("',' not as part of an object or array");
		if (open.kind === 'array') open.items.push(this.#next);
		else {
			if (open.key === undefined) throw this.#error('Objects must consist of key:value pairs');
			open.members.set(open.key, this.#next);
			open.key = undefined;
		}
		this.#next = undefined;
		this.#afterComma = true;
	}

	#closeArray(): void {
		const open = this.#stack.at(-1);
		if (open?.kind !== 'array') throw this.#error("Unmatched ']'");
		if (this.#next !== undefined) open.items.push(this.#next);
		else if (this.#afterComma && open.items.length > 0) throw this.#error('Expected another array element');
		this.#stack.pop();
		this.#next = open.items;
		this.#afterComma = false;
	}

	#closeObject(): void {
		const open = this.#stack.at(-1);
		if (open?.kind !== 'object') {
			const text =
				open !== undefined && this.#next !== undefined ? 'Objects must consist of key:value pairs' : "Unmatched '}'";
			throw this.#error(text);
		}
		if (this.#next !== undefined) {
			if (open.key === undefined) throw this.#error('Objects must consist of key:value pairs');
			open.members.set(open.key, this.#next);
		} else if (open.key !== undefined) throw this.#error('Objects must consist of key:value pairs');
		else if (this.#afterComma && open.members.size > 0) throw this.#error('Expected another key-value pair');
		this.#stack.pop();
		this.#next = open.members;
		this.#afterComma = false;
	}
}

/**
 * What the escapes of a string stand for. Halves of surrogate pairs: a high one wants a low one behind it, a low one alone
 * is replaced. Models jq 1.7.1 jv_parse.c found_string.
 */
export function unescapeString(raw: string, fault: (what: string) => Error): string {
	return raw.replace(
		/\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|([\s\S]?))/g,
		(_, hex, low, letter) => {
			if (hex === undefined) {
				if (letter === 'u') throw fault('\\uXXXX ');
				const simple = ESCAPES.get(letter);
				if (simple === undefined) throw fault('');
				return simple;
			}
			const unit = Number.parseInt(hex, 16);
			const second = low === undefined ? undefined : Number.parseInt(low, 16);
			if (unit >= 0xd800 && unit < 0xdc00) {
				if (second === undefined) throw fault('\\uXXXX\\uXXXX surrogate pair ');
				return String.fromCharCode(unit, second);
			}
			const first = unit >= 0xdc00 && unit < 0xe000 ? '\ufffd' : String.fromCharCode(unit);
			return second === undefined ? first : `${first}\ufffd`;
		},
	);
}

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

/** One value of a whole text. Throws JsonReadError. */
export function readJson(text: string): Json | undefined {
	const reader = new JsonReader();
	reader.feed(text);
	reader.end();
	const value = reader.take();
	if (reader.take() !== undefined) throw new JsonReadError('Unexpected extra JSON values');
	return value;
}
