import type { Task } from '../../../machinery/task.ts';
import type { Js } from './js-interpreter.ts';
import { JsArray, type JsObject, type JsValue } from './js-values.ts';

const DEPTH_MAX = 5_000;
/** Characters of the text on each side of the place of a mistake. */
const SHOWN = 10;
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

/** A list or an object that is being read. */
interface Open {
	readonly value: JsArray | JsObject;
	/** Of an object: the name of the field whose value comes. */
	key: string;
}

/** JSON.parse, value by value, with V8's words for what is wrong. Models V8 src/json/json-parser.cc. */
export class JsonReader {
	readonly #js: Js;
	readonly #text: string;
	#at = 0;

	constructor(js: Js, text: string) {
		this.#js = js;
		this.#text = text;
	}

	*read(): Task<JsValue> {
		const open: Open[] = [];
		const held: JsValue[] = [];
		const release = this.#js.hold(held);
		try {
			const value = yield* this.#values(open, held);
			this.#skipSpace();
			if (this.#at < this.#text.length) throw this.#wrong('Unexpected non-whitespace character after JSON');
			return value;
		} finally {
			release();
		}
	}

	/** Without recursion, so that depth costs no stack. */
	*#values(open: Open[], held: JsValue[]): Task<JsValue> {
		for (;;) {
			yield* this.#js.tick();
			let value = this.#begin();
			const last = open.at(-1);
			if (value instanceof Begun) {
				if (!this.#isEmpty(value.close)) {
					if (open.length > DEPTH_MAX) throw this.#js.error('RangeError', 'Maximum call stack size exceeded');
					if (last === undefined) held.push(value.made);
					this.#place(last, value.made);
					open.push({ value: value.made, key: value.close === '}' ? this.#key(true) : '' });
					continue;
				}
				value = value.made;
			}
			if (last === undefined) return value;
			this.#place(last, value);
			const outermost = this.#end(open);
			if (outermost !== undefined) return outermost;
		}
	}

	/** After a value: the next one, or what ends with it. Gives the whole value when nothing is open any more. */
	#end(open: Open[]): JsValue {
		for (;;) {
			const last = open.at(-1) as Open;
			const isList = last.value instanceof JsArray;
			this.#skipSpace();
			const char = this.#text[this.#at];
			if (char === ',') {
				this.#at++;
				if (!isList) last.key = this.#key(false);
				return undefined;
			}
			if (char !== (isList ? ']' : '}')) {
				throw this.#wrong(`Expected ',' or ${isList ? "']' after array element" : "'}' after property value"} in JSON`);
			}
			this.#at++;
			open.pop();
			if (open.length === 0) return last.value;
		}
	}

	#place(into: Open | undefined, value: JsValue): void {
		if (into === undefined) return;
		if (into.value instanceof JsArray) {
			this.#js.count(1);
			into.value.items.push(value);
		} else {
			this.#js.count(1);
			into.value.give(into.key, value);
		}
	}

	#isEmpty(close: string): boolean {
		this.#skipSpace();
		if (this.#text[this.#at] !== close) return false;
		this.#at++;
		return true;
	}

	#key(isFirst: boolean): string {
		this.#skipSpace();
		if (this.#text[this.#at] !== '"') {
			throw this.#wrong(
				isFirst ? "Expected property name or '}' in JSON" : 'Expected double-quoted property name in JSON',
				true,
			);
		}
		const key = this.#string();
		this.#skipSpace();
		if (this.#text[this.#at] !== ':') throw this.#wrong("Expected ':' after property name in JSON", true);
		this.#at++;
		return key;
	}

	#begin(): JsValue | Begun {
		this.#skipSpace();
		const char = this.#text[this.#at];
		if (char === '[' || char === '{') {
			this.#at++;
			return char === '[' ? new Begun(this.#js.array([]), ']') : new Begun(this.#js.object(), '}');
		}
		if (char === '"') return this.#string();
		if (char === '-' || (char !== undefined && char >= '0' && char <= '9')) return this.#number();
		for (const [word, value] of WORDS) if (char === word[0]) return this.#word(word, value);
		throw this.#unexpected();
	}

	#word(word: string, value: JsValue): JsValue {
		for (let at = 0; at < word.length; at++, this.#at++) {
			if (this.#text[this.#at] !== word[at]) throw this.#unexpected();
		}
		return value;
	}

	#string(): string {
		const text = this.#text;
		let out = '';
		let from = ++this.#at;
		for (;;) {
			const code = text.charCodeAt(this.#at);
			if (code === 0x22) break;
			if (Number.isNaN(code)) throw this.#wrong('Unterminated string in JSON', true);
			if (code < 0x20) throw this.#wrong('Bad control character in string literal in JSON');
			if (code !== 0x5c) {
				this.#at++;
				continue;
			}
			out += text.slice(from, this.#at) + this.#escape();
			from = this.#at;
		}
		return out + text.slice(from, this.#at++);
	}

	#escape(): string {
		const char = this.#text[++this.#at];
		if (char === undefined) throw this.#wrong('Unterminated string in JSON', true);
		if (char !== 'u') {
			const meant = ESCAPES.get(char);
			if (meant === undefined) throw this.#wrong('Bad escaped character in JSON');
			this.#at++;
			return meant;
		}
		for (let digit = 0; digit < 4; digit++) {
			if (!/^[\da-fA-F]$/.test(this.#text[++this.#at] ?? '')) throw this.#wrong('Bad Unicode escape in JSON');
		}
		this.#at++;
		return String.fromCharCode(Number.parseInt(this.#text.slice(this.#at - 4, this.#at), 16));
	}

	#number(): number {
		const from = this.#at;
		if (this.#text[from] === '-') this.#at++;
		if (!this.#isDigit()) throw this.#wrong('No number after minus sign in JSON', true);
		const first = this.#text[this.#at++];
		if (first === '0' && this.#isDigit()) throw this.#wrong('Unexpected number in JSON');
		this.#digits();
		if (this.#text[this.#at] === '.') {
			this.#at++;
			if (!this.#isDigit()) throw this.#wrong('Unterminated fractional number in JSON', true);
			this.#digits();
		}
		if (this.#text[this.#at] === 'e' || this.#text[this.#at] === 'E') {
			this.#at++;
			if (this.#text[this.#at] === '+' || this.#text[this.#at] === '-') this.#at++;
			if (!this.#isDigit()) throw this.#wrong('Exponent part is missing a number in JSON', true);
			this.#digits();
		}
		return Number(this.#text.slice(from, this.#at));
	}

	#isDigit(): boolean {
		const char = this.#text[this.#at];
		return char !== undefined && char >= '0' && char <= '9';
	}

	#digits(): void {
		while (this.#isDigit()) this.#at++;
	}

	#skipSpace(): void {
		for (;;) {
			const code = this.#text.charCodeAt(this.#at);
			if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
			this.#at++;
		}
	}

	/** @param atEnd whether it is said of the text's end, too. */
	#wrong(what: string, atEnd = false): Error {
		if (!atEnd && this.#at >= this.#text.length) return this.#unexpected();
		return this.#js.error('SyntaxError', `${what} at position ${this.#at}`);
	}

	#unexpected(): Error {
		const text = this.#text;
		const at = this.#at;
		if (at >= text.length) return this.#js.error('SyntaxError', 'Unexpected end of JSON input');
		const char = text[at] as string;
		if (char >= '0' && char <= '9') return this.#wrong('Unexpected number in JSON');
		if (char === '"') return this.#wrong('Unexpected string in JSON');
		if (text === 'undefined') return this.#js.error('SyntaxError', '"undefined" is not valid JSON');
		const isLong = text.length > 2 * SHOWN;
		const from = isLong && at >= SHOWN ? at - SHOWN : 0;
		const to = isLong && at < text.length - SHOWN ? at + SHOWN : text.length;
		const shown = `${from > 0 ? '...' : ''}"${text.slice(from, to)}"${to < text.length ? '... ' : ' '}`;
		return this.#js.error('SyntaxError', `Unexpected token '${char}', ${shown}is not valid JSON`);
	}
}

/** A list or an object has begun. */
class Begun {
	readonly made: JsArray | JsObject;
	readonly close: string;
	constructor(made: JsArray | JsObject, close: string) {
		this.made = made;
		this.close = close;
	}
}

const WORDS: readonly (readonly [string, JsValue])[] = [
	['true', true],
	['false', false],
	['null', null],
];
