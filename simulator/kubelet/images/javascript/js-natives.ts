import type { Task } from '../../../machinery/task.ts';
import type { Js } from './js-interpreter.ts';
import { listFrom } from './js-iteration.ts';
import { keysOf } from './js-keys.ts';
import {
	isCallable,
	JsArray,
	JsFunction,
	type JsKey,
	JsNative,
	JsObject,
	type JsValue,
	type NativeCode,
} from './js-values.ts';

/** Functions by name; a dot stands before names that objects of the host have methods of. */
export interface Natives {
	readonly [name: string]: NativeCode;
}

/** Puts functions into an object, where loops pass over them. */
export function define(js: Js, target: JsObject, natives: Natives): void {
	for (const [key, code] of Object.entries(natives)) {
		const name = key.replace(/^\./, '');
		target.hide(name, js.native(name, code));
	}
}

/** A global function that `new` may be used with. */
export function defineType(js: Js, name: string, code: NativeCode, own: Natives = {}, shared: Natives = {}): JsNative {
	const type = new JsNative(js.prototype('Function'), name, code, true);
	const prototype = js.prototype(name);
	type.hide('prototype', prototype);
	prototype.hide('constructor', type);
	define(js, type, own);
	define(js, prototype, shared);
	js.globalObject.hide(name, type);
	return type;
}

const objectOf = (value: JsValue): JsObject | undefined => (value instanceof JsObject ? value : undefined);

function* entriesOf(js: Js, value: JsValue, what: 'values' | 'entries'): Task<JsValue> {
	if (value === undefined || value === null) {
		throw js.error('TypeError', 'Cannot convert undefined or null to object');
	}
	const out: JsValue[] = [];
	for (const key of yield* keysOf(js, value)) {
		yield* js.tick();
		const each = yield* js.get(value, key);
		out.push(what === 'values' ? each : js.array([key, each]));
	}
	return js.array(out);
}

function* assignAll(js: Js, args: readonly JsValue[]): Task<JsValue> {
	const [target, ...sources] = args;
	for (const source of sources) {
		for (const key of yield* keysOf(js, source)) {
			yield* js.tick();
			yield* js.set(target, key, yield* js.get(source, key));
		}
	}
	return target;
}

/** What it takes to remember that a property is not enumerated. */
const HIDDEN_UNITS = 2;

function* defineProperty(js: Js, target: JsValue, name: JsValue, description: JsValue): Task<JsValue> {
	const key: JsKey = yield* js.key(name);
	if (!(target instanceof JsObject)) throw js.error('TypeError', 'Object.defineProperty called on non-object');
	const [get, set] = [yield* js.get(description, 'get'), yield* js.get(description, 'set')];
	if (get !== undefined || set !== undefined) {
		js.parts.accessor(target, key).get = get;
		js.parts.accessor(target, key).set = set;
	} else js.put(target, key, yield* js.get(description, 'value'));
	if ((yield* js.get(description, 'enumerable')) !== true) {
		js.count(HIDDEN_UNITS);
		target.hidden ??= new Set();
		target.hidden.add(key);
	}
	return target;
}

function* defineProperties(js: Js, target: JsValue, all: JsValue): Task<JsValue> {
	for (const key of yield* keysOf(js, all)) {
		yield* js.tick();
		yield* defineProperty(js, target, key, yield* js.get(all, key));
	}
	return target;
}

function* fromEntries(js: Js, value: JsValue): Task<JsValue> {
	const object = js.object();
	for (const pair of yield* listFrom(js, value)) {
		yield* js.tick();
		js.put(object, yield* js.key(yield* js.get(pair, '0')), yield* js.get(pair, '1'));
	}
	return object;
}

function withState(value: JsValue, state: 'sealed' | 'frozen'): JsValue {
	if (value instanceof JsObject) value.integrity = state;
	return value;
}

function* names(js: Js, value: JsValue): Task<JsValue> {
	return js.array(yield* keysOf(js, value));
}

const OBJECT: Natives = {
	keys: (js, _, [value]) => {
		if (value === undefined || value === null) {
			throw js.error('TypeError', 'Cannot convert undefined or null to object');
		}
		return names(js, value);
	},
	values: (js, _, [value]) => entriesOf(js, value, 'values'),
	entries: (js, _, [value]) => entriesOf(js, value, 'entries'),
	assign: (js, _, args) => assignAll(js, args),
	freeze: (_, __, [value]) => withState(value, 'frozen'),
	seal: (_, __, [value]) => withState(value, 'sealed'),
	preventExtensions: (_, __, [value]) => withState(value, 'sealed'),
	isFrozen: (_, __, [value]) => objectOf(value)?.integrity === 'frozen',
	create: (js, _, [proto, all]) => defineProperties(js, new JsObject(objectOf(proto) ?? null), all),
	getPrototypeOf: (js, _, [value]) => js.holder(value)?.proto ?? null,
	setPrototypeOf: (_, __, [value, proto]) => {
		if (value instanceof JsObject) value.proto = objectOf(proto) ?? null;
		return value;
	},
	defineProperty: (js, _, [target, name, description]) => defineProperty(js, target, name, description),
	defineProperties: (js, _, [target, all]) => defineProperties(js, target, all),
	getOwnPropertyNames: (js, _, [value]) =>
		js.array([...(objectOf(value)?.properties.keys() ?? [])].filter((key): key is string => typeof key === 'string')),
	fromEntries: (js, _, [value]) => fromEntries(js, value),
	is: (_, __, [a, b]) => Object.is(a, b),
	hasOwn: (_, __, [value, key]) => objectOf(value)?.hasOwn(String(key)) ?? false,
};

const OBJECT_METHODS: Natives = {
	'.hasOwnProperty': (_, self, [key]) => objectOf(self)?.hasOwn(String(key)) ?? false,
	'.isPrototypeOf': (_, self, [value]) => {
		for (let at = objectOf(value)?.proto ?? null; at !== null; at = at.proto) if (at === self) return true;
		return false;
	},
	'.valueOf': (_, self) => self,
	'.toString': (_, self) =>
		self === undefined
			? '[object Undefined]'
			: self === null
				? '[object Null]'
				: self instanceof JsArray
					? '[object Array]'
					: isCallable(self)
						? '[object Function]'
						: '[object Object]',
	'.toLocaleString': (js, self) => js.string(self),
};

const FUNCTION_METHODS: Natives = {
	call: (js, self, [own, ...args]) => js.call(self, own, args),
	apply: (js, self, [own, list]) => js.call(self, own, list instanceof JsArray ? list.items : []),
	bind: (js, self, [own, ...first]) => {
		const bound = js.native('bound', (_, __, args) => js.call(self, own, [...first, ...args]));
		bound.holds = [self, own, ...first];
		return bound;
	},
	'.toString': (_, self) =>
		self instanceof JsFunction ? `function ${self.node.name}() { [code] }` : 'function () { [native code] }',
};

/** Object, Function, Error and Symbol. */
export function defineObjects(js: Js): void {
	defineType(
		js,
		'Object',
		(_, __, [value]) => (value instanceof JsObject ? value : js.object()),
		OBJECT,
		OBJECT_METHODS,
	);
	defineType(
		js,
		'Function',
		() => {
			throw js.error('EvalError', 'Code generation from strings is not simulated');
		},
		{},
		FUNCTION_METHODS,
	);
	js.globalObject.hide('globalThis', js.globalObject);
	js.globalObject.hide('global', js.globalObject);
}

export function* makeError(
	js: Js,
	type: string,
	args: readonly JsValue[],
	newTarget: JsObject | undefined,
): Task<JsValue> {
	const error = new JsObject(yield* js.prototypeFor(newTarget, type));
	const [message, options] = args;
	if (message !== undefined) error.hide('message', yield* js.string(message));
	if (options instanceof JsObject && options.hasOwn('cause')) error.hide('cause', yield* js.get(options, 'cause'));
	const maker = newTarget === undefined ? type : String(yield* js.get(newTarget, 'name'));
	const text = message === undefined ? '' : `: ${String(error.own('message'))}`;
	error.hide('stack', `${maker === '' ? type : maker}${text}${js.stack()}`);
	return error;
}
