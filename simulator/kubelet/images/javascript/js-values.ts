import { LongMap } from '../../../machinery/long-map.ts';
import type { Task, Wait } from '../../../machinery/task.ts';
import type { Js } from './js-interpreter.ts';
import type { ClassMember, FunctionNode, Statement } from './js-syntax.ts';

export class JsSymbol {
	readonly description: string;
	constructor(description: string) {
		this.description = description;
	}
}

/** Symbols that the language itself looks for. */
export const ITERATOR = new JsSymbol('Symbol.iterator');
export const ASYNC_ITERATOR = new JsSymbol('Symbol.asyncIterator');
export const TO_STRING_TAG = new JsSymbol('Symbol.toStringTag');

export type JsValue = undefined | null | boolean | number | string | bigint | JsSymbol | JsObject;
export type JsKey = string | JsSymbol;

/** A property that functions read and write. */
export class Accessor {
	get: JsValue;
	set: JsValue;
}

/** From so many on they stand in parts. */
const PROPERTIES_LONG = 16_384;

export class JsObject {
	proto: JsObject | null;
	properties: Map<JsKey, JsValue | Accessor> | LongMap<JsKey, JsValue | Accessor> = new Map();
	/** Those that loops and JSON pass over. */
	hidden: Set<JsKey> | undefined;
	/** Nothing may be added; of frozen ones nothing changed. */
	integrity: 'open' | 'sealed' | 'frozen' = 'open';
	/** The last look at what is reachable that has come by. */
	seenIn = 0;

	constructor(proto: JsObject | null) {
		this.proto = proto;
	}

	/** Sets a property, of which there may be as many as a program likes. */
	give(key: JsKey, value: JsValue | Accessor): void {
		const { properties } = this;
		if (properties.size >= PROPERTIES_LONG && !(properties instanceof LongMap)) {
			this.properties = new LongMap(properties);
		}
		this.properties.set(key, value);
	}

	/** Sets a property that is not enumerated. */
	hide(key: JsKey, value: JsValue | Accessor): this {
		this.give(key, value);
		this.hidden ??= new Set();
		this.hidden.add(key);
		return this;
	}

	own(key: JsKey): JsValue | Accessor {
		return this.properties.get(key);
	}

	hasOwn(key: JsKey): boolean {
		return this.properties.has(key);
	}

	/** Names of properties in their order: numbers first. */
	keys(): string[] {
		return this.fieldNames();
	}

	/** The names of its fields, without a list's items. */
	fieldNames(): string[] {
		const names = [...this.properties.keys()].filter(
			(key): key is string => typeof key === 'string' && this.hidden?.has(key) !== true && !key.startsWith('#'),
		);
		if (!names.some(isIndex)) return names;
		const numbers = names.filter(isIndex).sort((a, b) => Number(a) - Number(b));
		return [...numbers, ...names.filter((name) => !isIndex(name))];
	}
}

export function isIndex(key: string): boolean {
	const first = key.charCodeAt(0);
	return first >= 48 && first <= 57 && /^(?:0|[1-9]\d{0,9})$/.test(key);
}

export class JsArray extends JsObject {
	items: JsValue[];
	constructor(proto: JsObject, items: JsValue[]) {
		super(proto);
		this.items = items;
	}

	override own(key: JsKey): JsValue | Accessor {
		if (typeof key === 'string') {
			if (key === 'length') return this.items.length;
			if (isIndex(key)) return this.items[Number(key)];
		}
		return super.own(key);
	}

	override hasOwn(key: JsKey): boolean {
		if (typeof key === 'string' && isIndex(key)) return Number(key) in this.items;
		return key === 'length' || super.hasOwn(key);
	}

	override keys(): string[] {
		return [...Object.keys(this.items), ...this.fieldNames()];
	}
}

export class JsScope {
	readonly names = new Map<string, JsValue>();
	constants: Set<string> | undefined;
	readonly outer: JsScope | undefined;
	/** As an object's. */
	seenIn = 0;
	/** Of a function that is no arrow: what it was called with. */
	readonly call: JsCall | undefined;

	constructor(outer: JsScope | undefined, call: JsCall | undefined = outer?.call) {
		this.outer = outer;
		this.call = call;
	}

	find(name: string): JsScope | undefined {
		for (let scope: JsScope | undefined = this; scope !== undefined; scope = scope.outer) {
			if (scope.names.has(name)) return scope;
		}
		return undefined;
	}

	declare(name: string, value: JsValue, isConstant = false): void {
		this.names.set(name, value);
		if (!isConstant) return;
		this.constants ??= new Set();
		this.constants.add(name);
	}
}

export interface JsCall {
	self: JsValue;
	readonly callee: JsFunction | undefined;
	readonly args: readonly JsValue[];
	readonly newTarget: JsObject | undefined;
	/** The file that it stands in. */
	readonly file: string;
}

export class JsFunction extends JsObject {
	readonly node: FunctionNode;
	readonly scope: JsScope;
	/** Where `super` is looked for. */
	home: JsObject | undefined;
	/** Of classes: their fields, and whether another class makes the object. */
	fields: readonly { readonly member: ClassMember; readonly key: JsKey }[] | undefined;
	isClass = false;
	isDerived = false;
	constructor(proto: JsObject, node: FunctionNode, scope: JsScope) {
		super(proto);
		this.node = node;
		this.scope = scope;
	}
}

/** What keeps values alive. */
export type Held = JsValue | JsScope;

export type NativeCode = (
	js: Js,
	self: JsValue,
	args: readonly JsValue[],
	newTarget?: JsObject,
) => JsValue | Task<JsValue>;

export class JsNative extends JsObject {
	readonly name: string;
	readonly code: NativeCode;
	/** Whether `new` may be used with it. */
	readonly makes: boolean;
	/** Values that its code knows. */
	holds: readonly Held[] = [];
	constructor(proto: JsObject, name: string, code: NativeCode, makes = false) {
		super(proto);
		this.name = name;
		this.code = code;
		this.makes = makes;
		this.hide('name', name);
		this.hide('length', 0);
	}
}

export class JsMap extends JsObject {
	readonly entries = new LongMap<JsValue, JsValue>();
}

export class JsSet extends JsObject {
	readonly members = new LongMap<JsValue, true>();
}

export class JsDate extends JsObject {
	ms = 0;
}

export class JsRegExp extends JsObject {
	source = '';
	flags = '';
}

/** Bytes that nobody has written to take no room here. */
export class JsBuffer extends JsObject {
	readonly size: number;
	#bytes: Uint8Array | undefined;
	constructor(proto: JsObject, bytes: Uint8Array | number) {
		super(proto);
		this.size = typeof bytes === 'number' ? bytes : bytes.length;
		if (typeof bytes !== 'number') this.#bytes = bytes;
	}

	/** So large that only its beginning can be written to. */
	get isVirtual(): boolean {
		return this.#bytes === undefined && this.size > BUFFER_BYTES_MAX;
	}

	get bytes(): Uint8Array {
		this.#bytes ??= new Uint8Array(this.size > BUFFER_BYTES_MAX ? VIRTUAL_BYTES : this.size);
		return this.#bytes;
	}
}

const BUFFER_BYTES_MAX = 1024 * 1024;
const VIRTUAL_BYTES = 4_096;

export class JsPromise extends JsObject {
	state: 'pending' | 'fulfilled' | 'rejected' = 'pending';
	result: JsValue;
	readonly waiting: { readonly go: () => void; readonly holds: readonly Held[] }[] = [];
	/** Whether somebody looks at how it ends. */
	isHandled = false;
}

/** A generator's object. */
export class JsGenerator extends JsObject {
	body: Task<JsValue> | undefined;
	scope: JsScope | undefined;
	/** Where it stopped. */
	last: JsYield | undefined;
}

/** What a program throws. */
export class JsThrow extends Error {
	readonly value: JsValue;
	constructor(value: JsValue) {
		super('thrown by a program');
		this.value = value;
	}
}

/** A generator is told to end where it stands: only what is to be done at last is run. */
export class JsReturn extends Error {
	readonly value: JsValue;
	constructor(value: JsValue) {
		super('a generator is closed');
		this.value = value;
	}
}

/** process.exit(). */
export class JsExit extends Error {
	readonly status: number;
	constructor(status: number) {
		super('exit');
		this.status = status;
	}
}

/** An async function waits for a promise: who drives it goes on when there is a result. */
export class JsAwait implements Wait {
	readonly promise: JsPromise;
	constructor(promise: JsPromise) {
		this.promise = promise;
	}
	arm(): () => void {
		throw new Error('assertion failed: a promise is no wait of the kernel');
	}
}

/** A generator hands out a value. */
export class JsYield implements Wait {
	readonly value: JsValue;
	/** What the next call of `next` gives. */
	sent: JsValue;
	/** What happens there instead. */
	ending: JsThrow | JsReturn | undefined;
	constructor(value: JsValue) {
		this.value = value;
	}
	arm(): () => void {
		throw new Error("assertion failed: a generator's value is no wait");
	}
}

export type Completion =
	| undefined
	| { readonly kind: 'break' | 'continue'; readonly label: string | undefined }
	| { readonly kind: 'return'; readonly value: JsValue };

export type Execute = (js: Js, scope: JsScope, body: readonly Statement[]) => Task<Completion>;

export function isCallable(value: JsValue): value is JsFunction | JsNative {
	return value instanceof JsFunction || value instanceof JsNative;
}

export function typeOf(value: JsValue): string {
	if (value === null) return 'object';
	if (value instanceof JsSymbol) return 'symbol';
	if (value instanceof JsObject) return isCallable(value) ? 'function' : 'object';
	return typeof value;
}

export function isTruthy(value: JsValue): boolean {
	return value instanceof JsObject || Boolean(value);
}
