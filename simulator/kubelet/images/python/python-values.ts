import { LongMap } from '../../../machinery/long-map.ts';
import { StacklessError } from '../../../machinery/stackless-error.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Python } from './python-interpreter.ts';
import type { Parameter, Statement } from './python-syntax.ts';

/** A value of Python: integers are bigints, floats are numbers, bytes are byte arrays. */
export type PyValue =
	| null
	| boolean
	| bigint
	| number
	| string
	| Uint8Array
	| PyList
	| PyTuple
	| PyDict
	| PySet
	| PyRange
	| PyBig
	| PyClass
	| PyObject
	| PyFunction
	| PyNative
	| PyBound
	| PyModule
	| PyIterator
	| PySlice;

export class PyList {
	items: PyValue[];
	constructor(items: PyValue[]) {
		this.items = items;
	}
}

export class PyTuple {
	readonly items: readonly PyValue[];
	constructor(items: readonly PyValue[]) {
		this.items = items;
	}
}

export class PyDict {
	readonly entries = new LongMap<unknown, [PyValue, PyValue]>();

	get(key: PyValue): PyValue | undefined {
		return this.entries.get(keyOf(key))?.[1];
	}

	set(key: PyValue, value: PyValue): void {
		const known = this.entries.get(keyOf(key));
		if (known === undefined) this.entries.set(keyOf(key), [key, value]);
		else known[1] = value;
	}

	delete(key: PyValue): boolean {
		return this.entries.delete(keyOf(key));
	}

	static of(pairs: Iterable<readonly [PyValue, PyValue]>): PyDict {
		const dict = new PyDict();
		for (const [key, value] of pairs) dict.set(key, value);
		return dict;
	}
}

export class PySet {
	readonly members = new Map<unknown, PyValue>();
	constructor(values: Iterable<PyValue> = []) {
		for (const value of values) this.members.set(keyOf(value), value);
	}
}

export class PyRange {
	readonly from: bigint;
	readonly to: bigint;
	readonly step: bigint;
	constructor(from: bigint, to: bigint, step: bigint) {
		this.from = from;
		this.to = to;
		this.step = step;
	}

	get length(): number {
		const span = this.step > 0n ? this.to - this.from : this.from - this.to;
		const step = this.step > 0n ? this.step : -this.step;
		return span <= 0n ? 0 : Number((span + step - 1n) / step);
	}
}

/** What is too large to be held for real: a program that fills memory. Its content is one thing again and again. */
export class PyBig {
	readonly type: 'str' | 'bytes' | 'bytearray' | 'list';
	readonly length: number;
	readonly bytes: number;
	constructor(type: PyBig['type'], length: number) {
		this.type = type;
		this.length = length;
		this.bytes = type === 'list' ? length * 8 : length;
	}
}

export class PySlice {
	readonly from: PyValue;
	readonly to: PyValue;
	readonly step: PyValue;
	constructor(from: PyValue, to: PyValue, step: PyValue) {
		this.from = from;
		this.to = to;
		this.step = step;
	}
}

export class PyClass {
	readonly name: string;
	readonly bases: readonly PyClass[];
	readonly attributes: Map<string, PyValue>;
	/** Of the interpreter's own: all worlds share it, so programs cannot write to it. */
	readonly isFixed: boolean;
	constructor(name: string, bases: readonly PyClass[], attributes = new Map<string, PyValue>(), isFixed = false) {
		this.isFixed = isFixed;
		this.name = name;
		this.bases = bases;
		this.attributes = attributes;
	}

	/** Depth first, which is what single inheritance comes to. */
	find(name: string): PyValue | undefined {
		const own = this.attributes.get(name);
		if (own !== undefined) return own;
		for (const base of this.bases) {
			const found = base.find(name);
			if (found !== undefined) return found;
		}
		return undefined;
	}

	isA(other: PyClass): boolean {
		return this === other || this.bases.some((base) => base.isA(other));
	}
}

export class PyObject {
	readonly type: PyClass;
	readonly attributes = new Map<string, PyValue>();
	/** What a native class keeps in its objects. */
	native: unknown;
	constructor(type: PyClass) {
		this.type = type;
	}
}

export class PyFunction {
	readonly name: string;
	readonly parameters: readonly Parameter[];
	readonly usual: ReadonlyMap<string, PyValue>;
	readonly body: readonly Statement[];
	readonly scope: PyScope;
	readonly isGenerator: boolean;
	readonly attributes = new Map<string, PyValue>();
	constructor(
		name: string,
		parameters: readonly Parameter[],
		usual: ReadonlyMap<string, PyValue>,
		body: readonly Statement[],
		scope: PyScope,
		isGenerator: boolean,
	) {
		this.name = name;
		this.parameters = parameters;
		this.usual = usual;
		this.body = body;
		this.scope = scope;
		this.isGenerator = isGenerator;
	}
}

export type NamedArguments = ReadonlyMap<string, PyValue>;
/** Gives a value, or a task that does. */
export type NativeCode = (python: Python, args: readonly PyValue[], named: NamedArguments) => PyValue | Task<PyValue>;

export class PyNative {
	readonly name: string;
	readonly code: NativeCode;
	constructor(name: string, code: NativeCode) {
		this.name = name;
		this.code = code;
	}
}

export class PyBound {
	readonly self: PyValue;
	readonly callee: PyFunction | PyNative;
	constructor(self: PyValue, callee: PyFunction | PyNative) {
		this.self = self;
		this.callee = callee;
	}
}

export class PyModule {
	readonly name: string;
	readonly attributes: Map<string, PyValue>;
	constructor(name: string, attributes: Map<string, PyValue>) {
		this.name = name;
		this.attributes = attributes;
	}
}

/** Gives values until it gives none. */
export class PyIterator {
	readonly next: (python: Python) => Task<PyValue | undefined>;
	constructor(next: PyIterator['next']) {
		this.next = next;
	}
}

/** A class of the interpreter's own, by its methods. */
export function nativeClass(
	name: string,
	methods: Readonly<Record<string, NativeCode>>,
	bases: readonly PyClass[] = [],
): PyClass {
	const attributes = Object.entries(methods).map(([each, code]): [string, PyValue] => [each, new PyNative(each, code)]);
	return new PyClass(name, bases, new Map(attributes), true);
}

/** Names of a module, a function's call or a class body. */
export class PyScope {
	readonly names = new Map<string, PyValue>();
	readonly parent: PyScope | undefined;
	readonly kind: 'module' | 'function' | 'class';
	/** Declared with global or nonlocal: they belong to a scope around this one. */
	readonly foreign = new Set<string>();
	constructor(kind: PyScope['kind'], parent: PyScope | undefined) {
		this.kind = kind;
		this.parent = parent;
	}

	find(name: string): PyValue | undefined {
		for (let scope: PyScope | undefined = this; scope !== undefined; scope = scope.parent) {
			if (scope.kind === 'class' && scope !== this) continue;
			const value = scope.names.get(name);
			if (value !== undefined) return value;
		}
		return undefined;
	}

	assign(name: string, value: PyValue): void {
		if (!this.foreign.has(name)) {
			this.names.set(name, value);
			return;
		}
		for (let scope = this.parent; scope !== undefined; scope = scope.parent) {
			if (scope.names.has(name) || scope.parent === undefined) {
				scope.names.set(name, value);
				return;
			}
		}
	}
}

/** An exception on its way. */
export class PyError extends StacklessError {
	readonly value: PyObject;
	/** Innermost last once it has arrived: it is gathered on the way out. */
	readonly trace: { readonly line: number; readonly name: string }[] = [];
	constructor(value: PyObject) {
		super('PyError', value.type.name);
		this.value = value;
	}
}

/** The same for equal values: identity for what has no value of its own. */
function keyOf(value: PyValue): unknown {
	switch (typeof value) {
		case 'string':
			return `s${value}`;
		case 'boolean':
			return `n${value ? 1 : 0}`;
		case 'bigint':
		case 'number':
			return `n${value}`;
		default:
	}
	if (value instanceof PyTuple) return `t${value.items.map((item) => String(keyOf(item))).join('\0')}`;
	if (value instanceof Uint8Array) return `b${value.join(',')}`;
	return value;
}

export function typeName(value: PyValue): string {
	if (value === null) return 'NoneType';
	switch (typeof value) {
		case 'boolean':
			return 'bool';
		case 'bigint':
			return 'int';
		case 'number':
			return 'float';
		case 'string':
			return 'str';
		default:
	}
	if (value instanceof PyObject) return value.type.name;
	if (value instanceof PyBig) return value.type;
	return KINDS.find(([kind]) => value instanceof kind)?.[1] ?? 'object';
}

const KINDS: readonly (readonly [new (...args: never[]) => object, string])[] = [
	[Uint8Array, 'bytes'],
	[PyList, 'list'],
	[PyTuple, 'tuple'],
	[PyDict, 'dict'],
	[PySet, 'set'],
	[PyRange, 'range'],
	[PyClass, 'type'],
	[PyFunction, 'function'],
	[PyNative, 'builtin_function_or_method'],
	[PyBound, 'method'],
	[PyModule, 'module'],
	[PyIterator, 'generator'],
	[PySlice, 'slice'],
];

export function isTrue(value: PyValue): boolean {
	if (value === null || value === false || value === 0n || value === 0 || value === '') return false;
	if (value instanceof PyList || value instanceof PyTuple) return value.items.length > 0;
	if (value instanceof PyDict) return value.entries.size > 0;
	if (value instanceof PySet) return value.members.size > 0;
	if (value instanceof Uint8Array || value instanceof PyRange) return value.length > 0;
	return true;
}

export function equals(a: PyValue, b: PyValue): boolean {
	if (a === b) return true;
	const [x, y] = [numberOf(a), numberOf(b)];
	// biome-ignore lint/suspicious/noDoubleEquals: an integer and a float are equal when their values are
	if (x !== undefined && y !== undefined) return x == y;
	if ((a instanceof PyList && b instanceof PyList) || (a instanceof PyTuple && b instanceof PyTuple)) {
		return a.items.length === b.items.length && a.items.every((item, index) => equals(item, b.items[index] as PyValue));
	}
	if (a instanceof PyDict && b instanceof PyDict) {
		return (
			a.entries.size === b.entries.size &&
			[...a.entries].every(([key, [, value]]) => {
				const other = b.entries.get(key);
				return other !== undefined && equals(value, other[1]);
			})
		);
	}
	if (a instanceof PySet && b instanceof PySet)
		return a.members.size === b.members.size && [...a.members.keys()].every((key) => b.members.has(key));
	if (a instanceof Uint8Array && b instanceof Uint8Array)
		return a.length === b.length && a.every((byte, index) => byte === b[index]);
	return false;
}

/** Numbers and booleans. */
export function numberOf(value: PyValue): bigint | number | undefined {
	if (typeof value === 'boolean') return value ? 1n : 0n;
	return typeof value === 'bigint' || typeof value === 'number' ? value : undefined;
}
