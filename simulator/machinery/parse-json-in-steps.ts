import { LimitError } from './limit-error.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { Json } from './meta.ts';
import type { Task } from './task.ts';

/** Shorter texts are parsed at once, and so are values in longer ones. */
const LENGTH_AT_ONCE = 65_536;
/** Values of one that is long, however short they are. */
const VALUES_A_STEP = 2_000;
/** Which takes at least as long as reading so many characters of a longer one. */
const VALUE_LENGTH = 64;

/**
 * `JSON.parse` of a text that may be long. Throws SyntaxError, and LimitError for an object with too many members.
 * @param pause called with how many characters have been read since the last time.
 */
export function* parseJsonInSteps(text: string, pause: (length: number) => Task<void>): Task<unknown> {
	if (text.length <= LENGTH_AT_ONCE) return JSON.parse(text);
	const value = yield* new LongText(text, pause).value();
	return value === NOT_UNDERSTOOD ? JSON.parse(text) : value;
}

const MEMBERS_MAX = DEFAULT_LIMITS.objectMembers;

/** Whatever it is, the engine says better what is wrong with it. */
const NOT_UNDERSTOOD = Symbol('not understood');

type Container = Json[] | { [key: string]: Json };

/** A container whose end is far away. */
interface Open {
	readonly container: Container;
	/** Of an object: the name of the member that is being read, and how many there are so far. */
	key: string;
	count: number;
}

class LongText {
	readonly #text: string;
	readonly #pause: (length: number) => Task<void>;
	readonly #open: Open[] = [];
	#at = 0;
	#readSincePause = 0;
	#valuesSincePause = 0;

	constructor(text: string, pause: (length: number) => Task<void>) {
		this.#text = text;
		this.#pause = pause;
	}

	*value(): Task<unknown> {
		let result: Json | typeof NOT_UNDERSTOOD | undefined;
		while (result === undefined) {
			result = this.#one();
			this.#valuesSincePause++;
			if (this.#readSincePause < LENGTH_AT_ONCE && this.#valuesSincePause < VALUES_A_STEP) continue;
			yield* this.#pause(Math.max(this.#readSincePause, this.#valuesSincePause * VALUE_LENGTH));
			this.#readSincePause = 0;
			this.#valuesSincePause = 0;
		}
		if (result !== NOT_UNDERSTOOD && this.#skipBlanks() < this.#text.length) return NOT_UNDERSTOOD;
		return result;
	}

	/** Reads the next value, or begins a long one. @returns the whole once it has been read. */
	#one(): Json | typeof NOT_UNDERSTOOD | undefined {
		const start = this.#skipBlanks();
		const top = this.#open.at(-1);
		const code = this.#text.charCodeAt(start);
		if (top !== undefined && code === closingOf(top.container)) {
			// Only an empty one ends here: behind a comma there is a value.
			if (sizeIsZero(top.container)) return this.#close();
			return NOT_UNDERSTOOD;
		}
		if (top !== undefined && !Array.isArray(top.container) && !this.#readKey(top)) return NOT_UNDERSTOOD;
		const from = this.#skipBlanks();
		const end = this.#endOfValue(from);
		if (end === undefined) {
			this.#open.push({ container: this.#text.charCodeAt(from) === BRACE ? {} : [], key: '', count: 0 });
			this.#at = from + 1;
			return undefined;
		}
		const value = this.#shortText(from, end) ?? parsed(this.#text.slice(from, end));
		if (value === NOT_UNDERSTOOD) return value;
		this.#at = end;
		this.#readSincePause += end - from;
		return this.#put(value);
	}

	/** Puts a value where it belongs, and ends what ends behind it. */
	#put(value: Json): Json | typeof NOT_UNDERSTOOD | undefined {
		const top = this.#open.at(-1);
		if (top === undefined) return value;
		const { container, key } = top;
		if (Array.isArray(container)) container.push(value);
		else if (key === '__proto__') {
			Object.defineProperty(container, key, { value, configurable: true, enumerable: true, writable: true });
		} else container[key] = value;
		const code = this.#text.charCodeAt(this.#skipBlanks());
		if (code === COMMA) {
			this.#at++;
			// Behind a comma nothing ends.
			return this.#text.charCodeAt(this.#skipBlanks()) === closingOf(container) ? NOT_UNDERSTOOD : undefined;
		}
		return code === closingOf(container) ? this.#close() : NOT_UNDERSTOOD;
	}

	#close(): Json | typeof NOT_UNDERSTOOD | undefined {
		this.#at++;
		return this.#put((this.#open.pop() as Open).container);
	}

	#readKey(top: Open): boolean {
		const from = this.#skipBlanks();
		if (this.#text.charCodeAt(from) !== QUOTE) return false;
		const end = this.#endOfString(from);
		const key = this.#shortText(from, end) ?? parsed(this.#text.slice(from, end));
		if (typeof key !== 'string') return false;
		this.#at = end;
		if (this.#text.charCodeAt(this.#skipBlanks()) !== COLON) return false;
		this.#at++;
		top.key = key;
		if (!Object.hasOwn(top.container, key)) top.count++;
		if (top.count > MEMBERS_MAX) throw new LimitError(`too many fields in an object: the limit is ${MEMBERS_MAX}`);
		return true;
	}

	/** What quotation marks stand around, if nothing in it is escaped: of a short one that is seen at once. */
	#shortText(from: number, end: number): string | undefined {
		if (end - from > SHORT || this.#text.charCodeAt(from) !== QUOTE || end < from + 2) return undefined;
		for (let at = from + 1; at < end - 1; at++) {
			const code = this.#text.charCodeAt(at);
			if (code === BACKSLASH || code < BLANK) return undefined;
		}
		return this.#text.charCodeAt(end - 1) === QUOTE ? this.#text.slice(from + 1, end - 1) : undefined;
	}

	/** Undefined: it is an object or a list that is long. */
	#endOfValue(from: number): number | undefined {
		const code = this.#text.charCodeAt(from);
		if (code === QUOTE) return this.#endOfString(from);
		if (code !== BRACE && code !== BRACKET) return this.#endOfWord(from);
		const limit = Math.min(this.#text.length, from + LENGTH_AT_ONCE);
		let depth = 0;
		for (let at = from; at < limit; at++) {
			const unit = this.#text.charCodeAt(at);
			if (unit === QUOTE) at = this.#endOfString(at) - 1;
			else if (unit === BRACE || unit === BRACKET) depth++;
			else if ((unit === CLOSING_BRACE || unit === CLOSING_BRACKET) && --depth === 0) return at + 1;
		}
		this.#readSincePause += limit - from;
		return undefined;
	}

	/** Behind its closing quotation mark; of one that does not end, the end of the text. */
	#endOfString(from: number): number {
		for (let at = from + 1; ; at++) {
			at = this.#text.indexOf('"', at);
			if (at < 0) return this.#text.length;
			let escapes = 0;
			while (this.#text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++;
			if (escapes % 2 === 0) return at + 1;
		}
	}

	#endOfWord(from: number): number {
		let at = from;
		while (at < this.#text.length && !WORD_ENDS.has(this.#text.charCodeAt(at))) at++;
		return at;
	}

	#skipBlanks(): number {
		while (BLANKS.has(this.#text.charCodeAt(this.#at))) this.#at++;
		return this.#at;
	}
}

function parsed(text: string): Json | typeof NOT_UNDERSTOOD {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return NOT_UNDERSTOOD;
	}
}

function sizeIsZero(container: Container): boolean {
	for (const _ in container) return false;
	return true;
}

function closingOf(container: Container): number {
	return Array.isArray(container) ? CLOSING_BRACKET : CLOSING_BRACE;
}

/** With its quotation marks: the engine copies so short a piece, a longer one would keep the whole text. */
const SHORT = 14;
const BLANK = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const WORD_ENDS: ReadonlySet<number> = new Set([...BLANKS, COMMA, CLOSING_BRACE, CLOSING_BRACKET]);
