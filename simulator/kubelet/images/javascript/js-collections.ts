import type { Task } from '../../../machinery/task.ts';
import type { Js } from './js-interpreter.ts';
import { listFrom, resume } from './js-iteration.ts';
import { define, defineType, type Natives } from './js-natives.ts';
import { afterwards, resolve, resolvers, settle, startAsync } from './js-promises.ts';
import {
	ASYNC_ITERATOR,
	ITERATOR,
	JsArray,
	JsGenerator,
	JsMap,
	JsObject,
	JsPromise,
	JsReturn,
	JsSet,
	JsThrow,
	type JsValue,
} from './js-values.ts';

const LIST_MAX = 1_000_000;

function itemsOf(js: Js, value: JsValue): JsValue[] {
	if (value instanceof JsArray) return value.items;
	throw js.error('TypeError', 'the receiver is no array');
}

/** A place in a list as slice and its like take it. */
const place = (value: JsValue, length: number, usual: number): number => {
	const at = value === undefined ? usual : Math.trunc(Number(value)) || 0;
	return at < 0 ? Math.max(0, length + at) : Math.min(at, length);
};

function* joined(js: Js, self: JsValue, by: JsValue): Task<JsValue> {
	const out: string[] = [];
	for (const item of itemsOf(js, self)) out.push(item === undefined || item === null ? '' : yield* js.string(item));
	return js.text(out.join(by === undefined ? ',' : yield* js.string(by)));
}

const same = (a: JsValue, b: JsValue): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

const ARRAY: Natives = {
	push: (js, self, args) => {
		const items = itemsOf(js, self);
		js.count(args.length);
		if (items.length > LIST_MAX) throw js.error('RangeError', 'Invalid array length');
		items.push(...args);
		return items.length;
	},
	pop: (js, self) => itemsOf(js, self).pop(),
	shift: (js, self) => itemsOf(js, self).shift(),
	unshift: (js, self, args) => itemsOf(js, self).unshift(...args),
	slice: (js, self, [from, to]) => {
		const items = itemsOf(js, self);
		return js.array(items.slice(place(from, items.length, 0), place(to, items.length, items.length)));
	},
	splice: (js, self, args) => {
		const items = itemsOf(js, self);
		const from = place(args[0], items.length, 0);
		const count = args.length < 2 ? items.length : Math.max(0, Number(args[1]) || 0);
		return js.array(items.splice(from, count, ...args.slice(2)));
	},
	concat: (js, self, args) =>
		js.array([...itemsOf(js, self), ...args.flatMap((each) => (each instanceof JsArray ? each.items : [each]))]),
	join: (js, self, [by]) => joined(js, self, by),
	'.toString': (js, self) => joined(js, self, undefined),
	indexOf: (js, self, [value]) => itemsOf(js, self).indexOf(value),
	lastIndexOf: (js, self, [value]) => itemsOf(js, self).lastIndexOf(value),
	includes: (js, self, [value]) => itemsOf(js, self).some((each) => same(each, value)),
	reverse: (js, self) => {
		itemsOf(js, self).reverse();
		return self;
	},
	fill: (js, self, [value, from, to]) => {
		const items = itemsOf(js, self);
		items.fill(value, place(from, items.length, 0), place(to, items.length, items.length));
		return self;
	},
	at: (js, self, [index]) => itemsOf(js, self).at(Math.trunc(Number(index)) || 0),
};

function makeArray(js: Js, args: readonly JsValue[]): JsValue {
	const [length] = args;
	if (args.length !== 1 || typeof length !== 'number') return js.array([...args]);
	if (!(length >= 0 && length <= 2 ** 32 - 1) || !Number.isInteger(length)) {
		throw js.error('RangeError', 'Invalid array length');
	}
	js.count(length / 4);
	return js.array(Array.from({ length: Math.min(length, LIST_MAX * 2) }, () => undefined));
}

/** What Array.from goes through: an iterable, or what has a length. */
function* listOf(js: Js, value: JsValue): Task<JsValue> {
	if (value instanceof JsObject && !(value instanceof JsArray)) {
		const isIterable =
			value instanceof JsMap || value instanceof JsSet || (yield* js.get(value, ITERATOR)) !== undefined;
		if (!isIterable) {
			const length = Math.min(Number(yield* js.get(value, 'length')) || 0, LIST_MAX);
			js.count(length);
			const out: JsValue[] = [];
			for (let at = 0; at < length; at++) out.push(yield* js.get(value, String(at)));
			return js.array(out);
		}
	}
	return js.array(yield* listFrom(js, value));
}

function* makeMap(js: Js, pairs: JsValue, newTarget: JsObject | undefined): Task<JsValue> {
	const map = new JsMap(yield* js.prototypeFor(newTarget, 'Map'));
	if (pairs !== undefined && pairs !== null) {
		for (const pair of yield* listFrom(js, pairs)) map.entries.set(yield* js.get(pair, '0'), yield* js.get(pair, '1'));
	}
	return map;
}

function* makeSet(js: Js, values: JsValue, newTarget: JsObject | undefined): Task<JsValue> {
	const set = new JsSet(yield* js.prototypeFor(newTarget, 'Set'));
	if (values !== undefined && values !== null) for (const each of yield* listFrom(js, values)) set.members.add(each);
	return set;
}

const mapOf = (js: Js, self: JsValue): Map<JsValue, JsValue> => {
	if (self instanceof JsMap) return self.entries;
	throw js.error('TypeError', 'the receiver is no Map');
};
const setOf = (js: Js, self: JsValue): Set<JsValue> => {
	if (self instanceof JsSet) return self.members;
	throw js.error('TypeError', 'the receiver is no Set');
};

const MAP: Natives = {
	get: (js, self, [key]) => mapOf(js, self).get(key),
	set: (js, self, [key, value]) => {
		js.count(1);
		mapOf(js, self).set(key, value);
		return self;
	},
	has: (js, self, [key]) => mapOf(js, self).has(key),
	delete: (js, self, [key]) => mapOf(js, self).delete(key),
	clear: (js, self) => {
		mapOf(js, self).clear();
		return undefined;
	},
	keys: (js, self) => js.array([...mapOf(js, self).keys()]),
	values: (js, self) => js.array([...mapOf(js, self).values()]),
	entries: (js, self) => js.array([...mapOf(js, self)].map(([key, value]) => js.array([key, value]))),
};

const SET: Natives = {
	add: (js, self, [value]) => {
		js.count(1);
		setOf(js, self).add(value);
		return self;
	},
	has: (js, self, [value]) => setOf(js, self).has(value),
	delete: (js, self, [value]) => setOf(js, self).delete(value),
	clear: (js, self) => {
		setOf(js, self).clear();
		return undefined;
	},
	values: (js, self) => js.array([...setOf(js, self)]),
	keys: (js, self) => js.array([...setOf(js, self)]),
	entries: (js, self) => js.array([...setOf(js, self)].map((value) => js.array([value, value]))),
};

function* makePromise(js: Js, maker: JsValue): Task<JsValue> {
	const promise = js.promise();
	const { yes, no } = resolvers(js, promise);
	try {
		yield* js.call(maker, undefined, [yes, no]);
	} catch (error) {
		if (!(error instanceof JsThrow)) throw error;
		settle(js, promise, 'rejected', error.value);
	}
	return promise;
}

function* resolvedPromise(js: Js, value: JsValue): Task<JsValue> {
	if (value instanceof JsPromise) return value;
	const promise = js.promise();
	yield* resolve(js, promise, value);
	return promise;
}

function rejected(js: Js, value: JsValue): JsValue {
	const promise = js.promise();
	settle(js, promise, 'rejected', value);
	return promise;
}

const promiseOf = (js: Js, self: JsValue): JsPromise => {
	if (self instanceof JsPromise) return self;
	throw js.error('TypeError', 'the receiver is no Promise');
};

/** One step of a generator, or its end where it stands. */
function* generatorStep(js: Js, self: JsValue, sent: JsValue, ending?: JsThrow | JsReturn): Task<JsValue> {
	if (!(self instanceof JsGenerator)) throw js.error('TypeError', 'next method called on incompatible receiver');
	return yield* resume(js, self, sent, ending);
}

/** Array, Map, Set, Promise and generators. */
export function defineCollections(js: Js): void {
	defineType(
		js,
		'Array',
		(_, __, args) => makeArray(js, args),
		{
			isArray: (_, __, [value]) => value instanceof JsArray,
			of: (_, __, args) => js.array([...args]),
			_list: (_, __, [value]) => listOf(js, value),
		},
		ARRAY,
	);
	defineType(js, 'Map', (_, __, [pairs], newTarget) => makeMap(js, pairs, newTarget), {}, MAP);
	defineType(js, 'WeakMap', (_, __, [pairs], newTarget) => makeMap(js, pairs, newTarget), {}, MAP);
	defineType(js, 'Set', (_, __, [values], newTarget) => makeSet(js, values, newTarget), {}, SET);
	defineType(js, 'WeakSet', (_, __, [values], newTarget) => makeSet(js, values, newTarget), {}, SET);
	js.parts.accessor(js.prototype('Map'), 'size').get = js.native('size', (_, self) => mapOf(js, self).size);
	js.parts.accessor(js.prototype('Set'), 'size').get = js.native('size', (_, self) => setOf(js, self).size);
	defineType(
		js,
		'Promise',
		(_, __, [maker]) => makePromise(js, maker),
		{ resolve: (_, __, [value]) => resolvedPromise(js, value), reject: (_, __, [value]) => rejected(js, value) },
		{
			// biome-ignore lint/suspicious/noThenProperty: the program's promises, not the host's
			then: (_, self, [yes, no]) => afterwards(js, promiseOf(js, self), yes, no),
			catch: (_, self, [no]) => afterwards(js, promiseOf(js, self), undefined, no),
		},
	);
	const itself = js.native('[Symbol.iterator]', (_, self) => self);
	for (const name of ['Generator', 'AsyncGenerator']) {
		const prototype = js.prototype(name);
		const isAsync = name === 'AsyncGenerator';
		const step = (self: JsValue, sent: JsValue, ending?: JsThrow | JsReturn): Task<JsValue> => {
			const task = generatorStep(js, self, sent, ending);
			return isAsync ? startAsync(js, task) : task;
		};
		define(js, prototype, {
			next: (_, self, [sent]) => step(self, sent),
			return: (_, self, [value]) => step(self, undefined, new JsReturn(value)),
			throw: (_, self, [value]) => step(self, undefined, new JsThrow(value)),
		});
		prototype.hide(isAsync ? ASYNC_ITERATOR : ITERATOR, itself);
	}
}
