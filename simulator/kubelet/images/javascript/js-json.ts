import { JsonSyntaxError, parseJson } from '../../../machinery/parse-json.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Js } from './js-interpreter.ts';
import { isCallable, JsArray, JsObject, type JsValue } from './js-values.ts';

const DEPTH_MAX = 200;
const SPACES_MAX = 10;

/** A JSON text as values of the program's. */
export function fromJson(js: Js, text: string): JsValue {
	js.count(text.length / 8);
	try {
		return programValue(js, parseJson(text), 0);
	} catch (error) {
		if (!(error instanceof JsonSyntaxError)) throw error;
		const trimmed = text.trim();
		if (trimmed === '' || /[{[,:"]$/.test(trimmed)) throw js.error('SyntaxError', 'Unexpected end of JSON input');
		const at = badPlace(text);
		const shown = JSON.stringify(text).slice(1, -1);
		throw js.error(
			'SyntaxError',
			`Unexpected token '${text[at] ?? ''}', ${at > 0 && shown.length > 40 ? '...' : ''}"${shown}" is not valid JSON`,
		);
	}
}

/** Where a text ceases to be JSON. */
function badPlace(text: string): number {
	const found = /^\s*(?:[[{]\s*)*/.exec(text)?.[0].length ?? 0;
	return Math.min(found, text.length - 1);
}

function programValue(js: Js, value: unknown, depth: number): JsValue {
	if (depth > DEPTH_MAX) throw js.error('RangeError', 'Maximum call stack size exceeded');
	if (Array.isArray(value)) return js.array(value.map((each) => programValue(js, each, depth + 1)));
	if (typeof value === 'object' && value !== null) {
		return js.object(Object.entries(value).map(([key, each]) => [key, programValue(js, each, depth + 1)] as const));
	}
	return value as JsValue;
}

/** JSON.stringify. Undefined for what JSON cannot say. */
export function* toJson(js: Js, value: JsValue, replacer: JsValue, space: JsValue): Task<string | undefined> {
	const indent =
		typeof space === 'number'
			? ' '.repeat(Math.min(SPACES_MAX, Math.max(0, space)))
			: String(space ?? '').slice(0, SPACES_MAX);
	const allowed = replacer instanceof JsArray ? new Set(replacer.items.map(String)) : undefined;
	return yield* new JsonWriter(js, indent, replacer, allowed).write(value, '', js.object([['', value]]), '');
}

class JsonWriter {
	readonly #js: Js;
	readonly #indent: string;
	readonly #replacer: JsValue;
	readonly #allowed: ReadonlySet<string> | undefined;
	readonly #above: JsObject[] = [];

	constructor(js: Js, indent: string, replacer: JsValue, allowed: ReadonlySet<string> | undefined) {
		this.#js = js;
		this.#indent = indent;
		this.#replacer = replacer;
		this.#allowed = allowed;
	}

	*write(raw: JsValue, key: string, holder: JsObject, margin: string): Task<string | undefined> {
		const js = this.#js;
		let value = raw;
		if (value instanceof JsObject) {
			const method = yield* js.get(value, 'toJSON');
			if (isCallable(method)) value = yield* js.call(method, value, [key]);
		}
		if (isCallable(this.#replacer)) value = yield* js.call(this.#replacer, holder, [key, value]);
		if (value === null || typeof value === 'boolean') return String(value);
		if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
		if (typeof value === 'string') return JSON.stringify(value);
		if (typeof value === 'bigint') throw js.error('TypeError', 'Do not know how to serialize a BigInt');
		if (!(value instanceof JsObject) || isCallable(value)) return undefined;
		if (this.#above.includes(value) || this.#above.length > DEPTH_MAX) {
			throw js.error('TypeError', 'Converting circular structure to JSON');
		}
		yield* js.tick();
		this.#above.push(value);
		const text = value instanceof JsArray ? yield* this.#list(value, margin) : yield* this.#fields(value, margin);
		this.#above.pop();
		return js.text(text);
	}

	*#list(list: JsArray, margin: string): Task<string> {
		const inner = margin + this.#indent;
		const parts: string[] = [];
		for (const [at, item] of list.items.entries()) {
			parts.push((yield* this.write(item, String(at), list, inner)) ?? 'null');
		}
		return this.#wrapped('[', parts, ']', margin);
	}

	*#fields(object: JsObject, margin: string): Task<string> {
		const inner = margin + this.#indent;
		const parts: string[] = [];
		for (const key of object.keys()) {
			if (this.#allowed?.has(key) === false) continue;
			const text = yield* this.write(yield* this.#js.get(object, key), key, object, inner);
			if (text !== undefined) parts.push(`${JSON.stringify(key)}:${this.#indent === '' ? '' : ' '}${text}`);
		}
		return this.#wrapped('{', parts, '}', margin);
	}

	#wrapped(open: string, parts: readonly string[], close: string, margin: string): string {
		if (parts.length === 0) return open + close;
		if (this.#indent === '') return `${open}${parts.join(',')}${close}`;
		const inner = margin + this.#indent;
		return `${open}\n${parts.map((part) => `${inner}${part}`).join(',\n')}\n${margin}${close}`;
	}
}
