import type { Task } from '../../../machinery/task.ts';
import { describe, type Js } from './js-interpreter.ts';
import {
	ASYNC_ITERATOR,
	ITERATOR,
	isCallable,
	isTruthy,
	JsArray,
	JsAwait,
	type JsGenerator,
	JsMap,
	JsObject,
	JsReturn,
	JsSet,
	JsThrow,
	type JsValue,
	JsYield,
} from './js-values.ts';

/** What a loop goes through. */
export interface Steps {
	next(): Task<{ readonly value: JsValue } | undefined>;
	/** The loop ends before its end. */
	close(): Task<void>;
}

/** Arrays, texts and collections at once; else by the protocol of iterators. Throws TypeError of the program. */
export function* iterate(js: Js, value: JsValue, isAsync = false): Task<Steps> {
	if (value instanceof JsArray) return new ListSteps(value.items);
	if (typeof value === 'string') return new ListSteps([...value]);
	if (value instanceof JsSet) return new HostSteps(value.members.keys());
	if (value instanceof JsMap) return new HostSteps(pairs(js, value));
	let method: JsValue;
	if (value instanceof JsObject) {
		if (isAsync) method = yield* js.get(value, ASYNC_ITERATOR);
		if (!isCallable(method)) method = yield* js.get(value, ITERATOR);
	}
	if (!isCallable(method)) {
		const what = value === undefined || value === null ? String(value) : describe(value);
		throw js.error('TypeError', `${what} is not ${isAsync ? 'async ' : ''}iterable`);
	}
	return new ProtocolSteps(js, yield* js.call(method, value, []), isAsync);
}

function* pairs(js: Js, map: JsMap): Generator<JsValue, void, void> {
	for (const [key, value] of map.entries) yield js.array([key, value]);
}

class ListSteps implements Steps {
	readonly #items: readonly JsValue[];
	#at = 0;
	constructor(items: readonly JsValue[]) {
		this.#items = items;
	}
	*next(): Task<{ readonly value: JsValue } | undefined> {
		return this.#at < this.#items.length ? { value: this.#items[this.#at++] } : undefined;
	}
	*close(): Task<void> {}
}

class HostSteps implements Steps {
	readonly #values: Iterator<JsValue>;
	constructor(values: Iterator<JsValue>) {
		this.#values = values;
	}
	*next(): Task<{ readonly value: JsValue } | undefined> {
		const next = this.#values.next();
		return next.done === true ? undefined : { value: next.value };
	}
	*close(): Task<void> {}
}

class ProtocolSteps implements Steps {
	readonly #js: Js;
	readonly #iterator: JsValue;
	readonly #isAsync: boolean;
	constructor(js: Js, iterator: JsValue, isAsync: boolean) {
		this.#js = js;
		this.#iterator = iterator;
		this.#isAsync = isAsync;
	}
	*next(): Task<{ readonly value: JsValue } | undefined> {
		const js = this.#js;
		let result = yield* js.method(this.#iterator, 'next', []);
		if (this.#isAsync) {
			const promise = js.resolved(result);
			yield new JsAwait(promise);
			result = promise.result;
		}
		if (!(result instanceof JsObject))
			throw js.error('TypeError', `Iterator result ${String(result)} is not an object`);
		if (isTruthy(yield* js.get(result, 'done'))) return undefined;
		return { value: yield* js.get(result, 'value') };
	}
	*close(): Task<void> {
		const end = yield* this.#js.get(this.#iterator, 'return');
		if (isCallable(end)) yield* this.#js.call(end, this.#iterator, []);
	}
}

/** All that is gone through, as a list. */
export function* listFrom(js: Js, value: JsValue): Task<JsValue[]> {
	const out: JsValue[] = [];
	const release = js.hold(out);
	try {
		const steps = yield* iterate(js, value);
		for (let next = yield* steps.next(); next !== undefined; next = yield* steps.next()) {
			yield* js.tick();
			js.count(1);
			out.push(next.value);
		}
		return out;
	} finally {
		release();
	}
}

/** `generator.next(sent)`. */
export function* resume(js: Js, generator: JsGenerator, sent: JsValue, ending?: JsThrow | JsReturn): Task<JsValue> {
	const { body, last } = generator;
	const end = (value: JsValue, done: boolean): JsValue =>
		js.object([
			['value', value],
			['done', done],
		]);
	if (ending !== undefined && (body === undefined || last === undefined)) {
		generator.body = undefined;
		if (ending instanceof JsThrow) throw ending;
		return end(ending.value, true);
	}
	if (body === undefined) return end(undefined, true);
	if (last !== undefined) Object.assign(last, { sent, ending });
	const depth = js.frames.length;
	try {
		let next = body.next();
		while (next.done !== true) {
			if (next.value instanceof JsYield) {
				generator.last = next.value;
				return end(next.value.value, false);
			}
			yield next.value;
			next = body.next();
		}
		generator.body = undefined;
		return end(next.value, true);
	} catch (error) {
		generator.body = undefined;
		if (error instanceof JsReturn) return end(error.value, true);
		throw error;
	} finally {
		js.frames.length = Math.min(js.frames.length, depth);
	}
}
