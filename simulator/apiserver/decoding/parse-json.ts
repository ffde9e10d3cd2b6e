import { formatPath } from '../../machinery/json-path-text.ts';
import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import type { Json } from '../../machinery/meta.ts';
import { type JsonObject, setOwn } from '../../machinery/patch/json-object.ts';
import { resting } from '../../machinery/rest.ts';
import { tooLarge } from '../../machinery/status.ts';
import { runToCompletion, type Task, type Wait } from '../../machinery/task.ts';

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
export function parseJson(text: string): ParsedJson {
	return runToCompletion(parseJsonInSteps(text, undefined));
}

/** The same of a text that may be long. Throws ApiError for an object with more members than there may be. */
export function* parseJsonInSteps(text: string, rest: Wait | undefined): Task<ParsedJson> {
	const parser = new JsonParser(text, rest);
	return { value: yield* parser.document(), duplicates: parser.duplicates };
}

export interface ParsedJson {
	readonly value: unknown;
	readonly duplicates: readonly string[];
}

/** Differs: encoding/json nests ten times as deep; what reads a value after us has a stack that ends sooner. */
const DEPTH_MAX = 1_000;
/** Read between two rests. */
const VALUES_A_STEP = 2_000;
const MEMBERS_MAX = DEFAULT_LIMITS.objectMembers;

/** A list or an object that has begun. */
type Open =
	| { readonly kind: 'array'; readonly items: unknown[] }
	| { readonly kind: 'object'; readonly members: JsonObject; key: string; count: number };

/** A list or an object has begun: its first value comes next. */
const OPENED = Symbol('opened');

class JsonParser {
	readonly duplicates: string[] = [];
	readonly #text: string;
	readonly #rest: Wait | undefined;
	readonly #open: Open[] = [];
	#at = 0;
	readonly #path: (string | number)[] = [];

	constructor(text: string, rest: Wait | undefined) {
		this.#text = text;
		this.#rest = rest;
	}

	*document(): Task<unknown> {
		let value: unknown = OPENED;
		for (let read = 1; value === OPENED; read++) {
			value = this.#begin();
			while (value !== OPENED && this.#open.length > 0) value = this.#put(value);
			if (read % VALUES_A_STEP === 0) yield* resting(this.#rest);
		}
		this.#skipSpace();
		if (this.#at < this.#text.length) throw this.#unexpected('after top-level value');
		return value;
	}

	/** A whole scalar or empty collection, or the beginning of another. */
	#begin(): unknown {
		this.#skipSpace();
		const char = this.#text[this.#at];
		if (char === '{') return this.#beginObject();
		if (char === '[') return this.#beginArray();
		if (char === '"') return this.#string();
		if (char === 't') return this.#word('true', true);
		if (char === 'f') return this.#word('false', false);
		if (char === 'n') return this.#word('null', null);
		if (char !== undefined && (char === '-' || (char >= '0' && char <= '9'))) return this.#number();
		throw this.#unexpected('looking for beginning of value');
	}

	#beginObject(): unknown {
		this.#enter();
		const open: Open = { kind: 'object', members: {}, key: '', count: 0 };
		this.#skipSpace();
		if (this.#text[this.#at] === '}') {
			this.#at++;
			return open.members;
		}
		this.#open.push(open);
		this.#key(open);
		return OPENED;
	}

	#beginArray(): unknown {
		this.#enter();
		const open: Open = { kind: 'array', items: [] };
		this.#skipSpace();
		if (this.#text[this.#at] === ']') {
			this.#at++;
			return open.items;
		}
		this.#open.push(open);
		this.#path.push(0);
		return OPENED;
	}

	#enter(): void {
		this.#at++;
		if (this.#path.length >= DEPTH_MAX) throw new JsonSyntaxError('exceeded max depth');
	}

	#key(open: Extract<Open, { kind: 'object' }>): void {
		this.#skipSpace();
		if (this.#text[this.#at] !== '"') throw this.#unexpected('looking for beginning of object key string');
		open.key = this.#string();
		this.#skipSpace();
		if (this.#text[this.#at] !== ':') throw this.#unexpected('after object key');
		this.#at++;
		this.#path.push(open.key);
		if (Object.hasOwn(open.members, open.key)) this.duplicates.push(formatPath(this.#path));
		else if (++open.count > MEMBERS_MAX) throw tooLarge(`Request entity too large: limit is ${MEMBERS_MAX} fields`);
	}

	/** Puts a value into what is open. @returns that when it ends with it. */
	#put(value: unknown): unknown {
		const open = this.#open.at(-1) as Open;
		this.#path.pop();
		if (open.kind === 'array') open.items.push(value);
		else setOwn(open.members, open.key, value as Json);
		this.#skipSpace();
		const next = this.#text[this.#at];
		if (open.kind === 'array') {
			if (next !== ',' && next !== ']') throw this.#unexpected('after array element');
		} else if (next !== ',' && next !== '}') throw this.#unexpected('after object key:value pair');
		this.#at++;
		if (next !== ',') {
			this.#open.pop();
			return open.kind === 'array' ? open.items : open.members;
		}
		if (open.kind === 'array') this.#path.push(open.items.length);
		else this.#key(open);
		return OPENED;
	}

	#string(): string {
		const start = this.#at;
		let plain = true;
		for (let at = start + 1; ; at++) {
			const code = this.#text.charCodeAt(at);
			if (code === 34) {
				this.#at = at + 1;
				if (plain && at - start <= SHORT) return this.#text.slice(start + 1, at);
				return JSON.parse(this.#text.slice(start, at + 1)) as string;
			}
			if (code === 92) {
				plain = false;
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

/** The engine copies so short a piece, a longer one keeps the whole text. */
const SHORT = 12;

function quote(char: string): string {
	if (char === "'") return "'\\''";
	if (char === '"') return `'"'`;
	return `'${JSON.stringify(char).slice(1, -1)}'`;
}
