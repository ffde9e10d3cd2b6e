import type { LongMap } from '../../../machinery/long-map.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Js } from './js-interpreter.ts';
import { listFrom, resume } from './js-iteration.ts';
import { define, defineType, type Natives } from './js-natives.ts';
import { afterwards, resolve, resolvers, settle, startAsync } from './js-promises.ts';
import { sortedValues } from './js-sort.ts';
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

/** Joined at once. */
const JOINED = 1_000;

function* joined(js: Js, self: JsValue, by: JsValue): Task<JsValue> {
	const separator = by === undefined ? ',' : yield* js.string(by);
	const items = itemsOf(js, self);
	let text = '';
	let out: string[] = [];
	for (let at = 0; at < items.length; at++) {
		const item = items[at];
		out.push(item === undefined || item === null ? '' : yield* js.string(item));
		if (out.length < JOINED && at < items.length - 1) continue;
		text = js.text(text + out.join(separator) + (at < items.length - 1 ? separator : ''));
		yield* js.gone(out.length);
		out = [];
	}
	return text;
}

/** From so many items on it counts that a function of the library goes through all of them. */
const LONG = 1_000;

/** A result for which so many items were gone through or moved. */
function after(js: Js, items: number, value: JsValue): JsValue | Task<JsValue> {
	return items < LONG ? value : goneThrough(js, items, value);
}

function* goneThrough(js: Js, items: number, value: JsValue): Task<JsValue> {
	yield* js.gone(items);
	return value;
}

const ARRAY: Natives = {
	push: (js, self, args) => {
		const items = itemsOf(js, self);
		js.count(args.length);
		if (items.length > LIST_MAX) throw js.error('RangeError', 'Invalid array length');
		items.push(...args);
		return items.length;
	},
	pop: (js, self) => itemsOf(js, self).pop(),
	shift: (js, self) => {
		const items = itemsOf(js, self);
		return after(js, items.length, items.shift());
	},
	unshift: (js, self, args) => {
		const items = itemsOf(js, self);
		js.count(args.length);
		return after(js, items.length, items.unshift(...args));
	},
	slice: (js, self, [from, to]) => {
		const items = itemsOf(js, self);
		const part = js.array(items.slice(place(from, items.length, 0), place(to, items.length, items.length)));
		return after(js, part.items.length, part);
	},
	splice: (js, self, args) => {
		const items = itemsOf(js, self);
		const from = place(args[0], items.length, 0);
		const count = args.length < 2 ? items.length : Math.max(0, Number(args[1]) || 0);
		const cut = items.splice(from, count, ...args.slice(2));
		return after(js, cut.length + items.length - from, js.array(cut));
	},
	concat: (js, self, args) => {
		const parts = args.map((each) => (each instanceof JsArray ? each.items : [each]));
		const whole = js.array(itemsOf(js, self).concat(...parts));
		return after(js, whole.items.length, whole);
	},
	join: (js, self, [by]) => joined(js, self, by),
	'.toString': (js, self) => joined(js, self, undefined),
	indexOf: (js, self, [value]) => {
		const items = itemsOf(js, self);
		return after(js, items.length, items.indexOf(value));
	},
	lastIndexOf: (js, self, [value]) => {
		const items = itemsOf(js, self);
		return after(js, items.length, items.lastIndexOf(value));
	},
	includes: (js, self, [value]) => {
		const items = itemsOf(js, self);
		return after(js, items.length, items.includes(value));
	},
	reverse: (js, self) => {
		const items = itemsOf(js, self).reverse();
		return after(js, items.length, self);
	},
	fill: (js, self, [value, from, to]) => {
		const items = itemsOf(js, self);
		items.fill(value, place(from, items.length, 0), place(to, items.length, items.length));
		return after(js, items.length, self);
	},
	at: (js, self, [index]) => itemsOf(js, self).at(Math.trunc(Number(index)) || 0),
	sort: (js, self, [by]) => sorted(js, self, by),
};

function* sorted(js: Js, self: JsValue, by: JsValue): Task<JsValue> {
	const items = itemsOf(js, self);
	const release = js.hold(items.slice());
	try {
		const inOrder = yield* sortedValues(js, items, by);
		for (let at = 0; at < inOrder.length; at++) items[at] = inOrder[at];
		yield* js.gone(inOrder.length);
	} finally {
		release();
	}
	return self;
}

function makeArray(js: Js, args: readonly JsValue[]): JsValue {
	const [length] = args;
	if (args.length !== 1 || typeof length !== 'number') return js.array([...args]);
	if (!(length >= 0 && length <= 2 ** 32 - 1) || !Number.isInteger(length)) {
		throw js.error('RangeError', 'Invalid array length');
	}
	js.count(length / 4);
	return js.array(new Array<JsValue>(Math.min(length, LIST_MAX * 2)).fill(undefined));
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
			for (let at = 0; at < length; at++) {
				yield* js.tick();
				out.push(yield* js.get(value, String(at)));
			}
			return js.array(out);
		}
	}
	return js.array(yield* listFrom(js, value));
}

function* makeMap(js: Js, pairs: JsValue, newTarget: JsObject | undefined): Task<JsValue> {
	const map = new JsMap(yield* js.prototypeFor(newTarget, 'Map'));
	if (pairs === undefined || pairs === null) return map;
	const list = yield* listFrom(js, pairs);
	const release = js.hold(map);
	const releaseList = js.hold(list);
	try {
		for (const pair of list) {
			yield* js.tick();
			js.count(1);
			map.entries.set(yield* js.get(pair, '0'), yield* js.get(pair, '1'));
		}
	} finally {
		release();
		releaseList();
	}
	return map;
}

function* makeSet(js: Js, values: JsValue, newTarget: JsObject | undefined): Task<JsValue> {
	const set = new JsSet(yield* js.prototypeFor(newTarget, 'Set'));
	if (values === undefined || values === null) return set;
	const list = yield* listFrom(js, values);
	for (const each of list) set.members.set(each, true);
	js.count(set.members.size);
	yield* js.gone(list.length);
	return set;
}

const mapOf = (js: Js, self: JsValue): LongMap<JsValue, JsValue> => {
	if (self instanceof JsMap) return self.entries;
	throw js.error('TypeError', 'the receiver is no Map');
};
const setOf = (js: Js, self: JsValue): LongMap<JsValue, true> => {
	if (self instanceof JsSet) return self.members;
	throw js.error('TypeError', 'the receiver is no Set');
};

function* pairs(js: Js, entries: Iterable<readonly [JsValue, JsValue]>): Generator<JsValue, void, void> {
	for (const [key, value] of entries) yield js.array([key, value]);
}

function* twice(js: Js, members: Iterable<JsValue>): Generator<JsValue, void, void> {
	for (const value of members) yield js.array([value, value]);
}

function* listed(js: Js, values: Iterable<JsValue>): Task<JsValue> {
	const list: JsValue[] = [];
	const release = js.hold(list);
	try {
		for (const value of values) {
			list.push(value);
			if (list.length % LONG === 0) yield* js.gone(LONG);
		}
		return js.array(list);
	} finally {
		release();
	}
}

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
	keys: (js, self) => listed(js, mapOf(js, self).keys()),
	values: (js, self) => listed(js, mapOf(js, self).values()),
	entries: (js, self) => listed(js, pairs(js, mapOf(js, self))),
};

const SET: Natives = {
	add: (js, self, [value]) => {
		js.count(1);
		setOf(js, self).set(value, true);
		return self;
	},
	has: (js, self, [value]) => setOf(js, self).has(value),
	delete: (js, self, [value]) => setOf(js, self).delete(value),
	clear: (js, self) => {
		setOf(js, self).clear();
		return undefined;
	},
	values: (js, self) => listed(js, setOf(js, self).keys()),
	keys: (js, self) => listed(js, setOf(js, self).keys()),
	entries: (js, self) => listed(js, twice(js, setOf(js, self).keys())),
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
