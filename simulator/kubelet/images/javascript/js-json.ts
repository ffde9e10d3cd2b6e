import type { Task } from '../../../machinery/task.ts';
import type { Js } from './js-interpreter.ts';
import { JsonReader } from './js-json-reader.ts';
import { keysOf } from './js-keys.ts';
import { isCallable, JsArray, JsObject, type JsValue } from './js-values.ts';

const DEPTH_MAX = 200;
const SPACES_MAX = 10;
const PARTS_MAX = 1_000;

/** JSON.parse. */
export function* parsed(js: Js, text: JsValue, reviver: JsValue): Task<JsValue> {
	const value = yield* new JsonReader(js, yield* js.string(text)).read();
	return isCallable(reviver) ? yield* revived(js, js.object([['', value]]), '', reviver, 0) : value;
}

/** Models ECMAScript's InternalizeJSONProperty. */
function* revived(js: Js, holder: JsObject, key: string, reviver: JsValue, depth: number): Task<JsValue> {
	if (depth > DEPTH_MAX) throw js.error('RangeError', 'Maximum call stack size exceeded');
	const value = yield* js.get(holder, key);
	if (value instanceof JsObject) {
		for (const name of yield* keysOf(js, value)) {
			const fresh = yield* revived(js, value, name, reviver, depth + 1);
			if (fresh === undefined) value.properties.delete(name);
			else js.put(value, name, fresh);
		}
	}
	return yield* js.call(reviver, holder, [key, value]);
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
			yield* this.#join(parts, inner);
		}
		return this.#wrapped('[', parts, ']', margin);
	}

	*#fields(object: JsObject, margin: string): Task<string> {
		const inner = margin + this.#indent;
		const parts: string[] = [];
		for (const key of yield* keysOf(this.#js, object)) {
			if (this.#allowed?.has(key) === false) continue;
			const text = yield* this.write(yield* this.#js.get(object, key), key, object, inner);
			if (text !== undefined) parts.push(`${JSON.stringify(key)}:${this.#indent === '' ? '' : ' '}${text}`);
			yield* this.#join(parts, inner);
		}
		return this.#wrapped('{', parts, '}', margin);
	}

	/** Puts many parts together before there are too many to be joined at once. */
	*#join(parts: string[], inner: string): Task<void> {
		if (parts.length < PARTS_MAX) return;
		const text = parts.splice(0).join(this.#indent === '' ? ',' : `,\n${inner}`);
		yield* this.#js.gone(PARTS_MAX);
		parts.push(this.#js.text(text));
	}

	#wrapped(open: string, parts: readonly string[], close: string, margin: string): string {
		if (parts.length === 0) return open + close;
		if (this.#indent === '') return `${open}${parts.join(',')}${close}`;
		const inner = margin + this.#indent;
		return `${open}\n${parts.map((part) => `${inner}${part}`).join(',\n')}\n${margin}${close}`;
	}
}
