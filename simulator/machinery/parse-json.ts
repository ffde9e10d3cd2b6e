import type { Json } from './meta.ts';
import { parseJsonInSteps } from './parse-json-in-steps.ts';
import { nothing, runToCompletion, type Task } from './task.ts';
import { encodeUtf8 } from './utf8.ts';

/** JSON that cannot be read, in encoding/json's words. `offset` counts the characters read when it was noticed. */
export class JsonSyntaxError extends Error {
	readonly offset: number;
	constructor(message: string, offset: number) {
		super(message);
		this.name = 'JsonSyntaxError';
		this.offset = offset;
	}
}

/** One JSON value with nothing after it. */
export function parseJson(text: string): Json {
	let value: Json;
	try {
		value = JSON.parse(text) as Json;
	} catch {
		throw syntaxErrorIn(text);
	}
	if (mayBeTooDeep(text)) {
		const problem = new Scan(text, 0).value();
		if (problem !== undefined) throw problem;
	}
	return value;
}

/** A cheap look: whether brackets, in strings or not, are open to more than the limit at once. */
function mayBeTooDeep(text: string): boolean {
	if (text.length < 2 * DEPTH_MAX) return false;
	let depth = 0;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index) | 0x20;
		if (code === 0x7b) {
			if (++depth > DEPTH_MAX) return true;
		} else if (code === 0x7d) depth--;
	}
	return false;
}

/** Values of a stream; `end` is where the last of them ends, `error` the mistake that ended the reading. */
export interface JsonStream {
	readonly values: readonly Json[];
	readonly end: number;
	readonly error: JsonSyntaxError | undefined;
}

/** Every value of a stream of JSON values, up to the first mistake. */
export function parseJsonStream(text: string): JsonStream {
	return runToCompletion(parseJsonStreamInSteps(text, nothing));
}

/** The same of a text that may be long. @param pause called with how many characters have been read since the last time. */
export function* parseJsonStreamInSteps(text: string, pause: (length: number) => Task<void>): Task<JsonStream> {
	const values: Json[] = [];
	let end = 0;
	let pausedAt = 0;
	for (;;) {
		// Of short values there may be many.
		if (end - pausedAt >= SHORT_VALUES_A_STEP) {
			yield* pause(end - pausedAt);
			pausedAt = end;
		}
		const from = skipSpace(text, end);
		if (from >= text.length) return { values, end, error: undefined };
		const scan = new Scan(text, from);
		const problem = yield* scan.valueInSteps(pause);
		if (problem !== undefined) return { values, end, error: problem };
		values.push((yield* parseJsonInSteps(text.slice(from, scan.index), pause)) as Json);
		end = scan.index;
	}
}

function syntaxErrorIn(text: string): JsonSyntaxError {
	const scan = new Scan(text, skipSpace(text, 0));
	const problem = scan.value();
	if (problem !== undefined) return problem;
	const after = skipSpace(text, scan.index);
	return new JsonSyntaxError(
		`invalid character ${quoteCharacter(text.charAt(after))} after top-level value`,
		after + 1,
	);
}

function skipSpace(text: string, from: number): number {
	let index = from;
	while (index < text.length && ' \t\r\n'.includes(text.charAt(index))) index++;
	return index;
}

/** Differs: encoding/json goes ten times as deep. Whoever walks what was read may do so by recursion. */
const DEPTH_MAX = 1_000;

const LENGTH_A_STEP = 16_384;
const SHORT_VALUES_A_STEP = 4_096;

/** Walks one value as encoding/json's scanner does, only to find out what is wrong with it. */
class Scan {
	readonly #text: string;
	index: number;

	constructor(text: string, index: number) {
		this.#text = text;
		this.index = index;
	}

	value(): JsonSyntaxError | undefined {
		return runToCompletion(this.valueInSteps(nothing));
	}

	*valueInSteps(pause: (length: number) => Task<void>): Task<JsonSyntaxError | undefined> {
		const open: ('{' | '[')[] = [];
		let pausedAt = this.index;
		for (;;) {
			if (this.index - pausedAt >= LENGTH_A_STEP) {
				yield* pause(this.index - pausedAt);
				pausedAt = this.index;
			}
			const problem = this.#item(open);
			if (problem instanceof JsonSyntaxError) return problem;
			if (problem === 'opened') continue;
			const closed = this.#afterItem(open);
			if (closed instanceof JsonSyntaxError) return closed;
			if (closed === 'done') return undefined;
		}
	}

	/** A scalar, or the opening of a collection with (for objects) its first key. */
	#item(open: ('{' | '[')[]): JsonSyntaxError | 'opened' | undefined {
		this.#space();
		const char = this.#text.charAt(this.index);
		if (char === '{' || char === '[') {
			this.index++;
			this.#space();
			const close = char === '{' ? '}' : ']';
			if (this.#text.charAt(this.index) === close) {
				this.index++;
				return undefined;
			}
			open.push(char);
			if (open.length > DEPTH_MAX) return new JsonSyntaxError('exceeded max depth', this.index);
			return char === '[' ? 'opened' : (this.#key('looking for beginning of object key string') ?? 'opened');
		}
		if (char === '"') return this.#string();
		if (char === '-' || /[0-9]/.test(char)) return this.#number();
		for (const word of ['true', 'false', 'null']) if (char === word.charAt(0)) return this.#word(word);
		return this.#unexpected('looking for beginning of value');
	}

	/** What may follow a value: a comma and the next key, or the end of what is open. */
	#afterItem(open: ('{' | '[')[]): JsonSyntaxError | 'done' | undefined {
		for (;;) {
			const inside = open.at(-1);
			if (inside === undefined) return 'done';
			this.#space();
			const char = this.#text.charAt(this.index);
			if (char === ',') {
				this.index++;
				this.#space();
				return inside === '{' ? this.#key('looking for beginning of object key string') : undefined;
			}
			if (char !== (inside === '{' ? '}' : ']')) {
				return this.#unexpected(inside === '{' ? 'after object key:value pair' : 'after array element');
			}
			this.index++;
			open.pop();
		}
	}

	#key(context: string): JsonSyntaxError | undefined {
		if (this.#text.charAt(this.index) !== '"') return this.#unexpected(context);
		const problem = this.#string();
		if (problem !== undefined) return problem;
		this.#space();
		if (this.#text.charAt(this.index) !== ':') return this.#unexpected('after object key');
		this.index++;
		return undefined;
	}

	#string(): JsonSyntaxError | undefined {
		this.index++;
		for (;;) {
			const char = this.#text.charAt(this.index);
			if (char === '"') {
				this.index++;
				return undefined;
			}
			if (char === '' || char < ' ') return this.#unexpected('in string literal');
			this.index++;
			if (char !== '\\') continue;
			const escaped = this.#text.charAt(this.index);
			if (!'"\\/bfnrtu'.includes(escaped) || escaped === '') return this.#unexpected('in string escape code');
			this.index++;
			for (let i = 0; escaped === 'u' && i < 4; i++) {
				if (!/[0-9a-fA-F]/.test(this.#text.charAt(this.index)))
					return this.#unexpected('in \\u hexadecimal character escape');
				this.index++;
			}
		}
	}

	#number(): JsonSyntaxError | undefined {
		const digits = (context: string): JsonSyntaxError | undefined => {
			if (!/[0-9]/.test(this.#text.charAt(this.index))) return this.#unexpected(context);
			while (/[0-9]/.test(this.#text.charAt(this.index))) this.index++;
			return undefined;
		};
		if (this.#text.charAt(this.index) === '-') this.index++;
		if (this.#text.charAt(this.index) === '0') this.index++;
		else {
			const problem = digits('in numeric literal');
			if (problem !== undefined) return problem;
		}
		if (this.#text.charAt(this.index) === '.') {
			this.index++;
			const problem = digits('after decimal point in numeric literal');
			if (problem !== undefined) return problem;
		}
		if (/[eE]/.test(this.#text.charAt(this.index))) {
			this.index++;
			if (/[-+]/.test(this.#text.charAt(this.index))) this.index++;
			return digits('in exponent of numeric literal');
		}
		return undefined;
	}

	#word(word: string): JsonSyntaxError | undefined {
		for (let i = 0; i < word.length; i++) {
			if (this.#text.charAt(this.index) !== word.charAt(i)) {
				return this.#unexpected(`in literal ${word} (expecting ${quoteCharacter(word.charAt(i))})`);
			}
			this.index++;
		}
		return undefined;
	}

	#space(): void {
		this.index = skipSpace(this.#text, this.index);
	}

	#unexpected(context: string): JsonSyntaxError {
		if (this.index >= this.#text.length) return new JsonSyntaxError('unexpected end of JSON input', this.index);
		const char = firstByte(this.#text.codePointAt(this.index) as number);
		return new JsonSyntaxError(`invalid character ${quoteCharacter(char)} ${context}`, this.index + 1);
	}
}

/** Go's scanner goes byte by byte: it tells of the first one of a character. */
function firstByte(codePoint: number): string {
	if (codePoint < 0x80) return String.fromCharCode(codePoint);
	return String.fromCharCode(encodeUtf8(String.fromCodePoint(codePoint))[0] as number);
}

function quoteCharacter(char: string): string {
	if (char === "'") return "'\\''";
	if (char === '"') return `'"'`;
	const quoted = JSON.stringify(char);
	return `'${quoted.slice(1, -1)}'`;
}
