import { errorMessage } from '../../../kernel/error-message.ts';
import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { LongMap } from '../../../machinery/long-map.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { JsHeap } from './js-heap.ts';
import { JsLoop } from './js-loop.ts';
import { settle } from './js-promises.ts';
import type { ClassNode, Pattern } from './js-syntax.ts';
import {
	Accessor,
	type Execute,
	type Held,
	isCallable,
	JsArray,
	JsBuffer,
	JsExit,
	JsFunction,
	JsGenerator,
	type JsKey,
	JsNative,
	JsObject,
	JsPromise,
	JsRegExp,
	JsScope,
	JsSymbol,
	JsThrow,
	type JsValue,
	type NativeCode,
	typeOf,
} from './js-values.ts';

const DEPTH_MAX = 350;
/** They stand on Node's stack: about so many, with the 984 KB that it has. */
const ARGUMENTS_MAX = 120_000;
const STEPS_PER_TICK = 50;
const VALUES_PER_STEP = 8;
const TEXT_MAX = 4 * 1024 * 1024;

export interface JsParts {
	readonly execute: Execute;
	readonly bind: (
		js: Js,
		scope: JsScope,
		pattern: Pattern,
		value: JsValue,
		kind: 'var' | 'let' | 'const',
	) => Task<void>;
	readonly startAsync: (js: Js, body: Task<JsValue>, scope?: JsScope) => Task<JsPromise>;
	readonly accessor: (object: JsObject, key: JsKey) => Accessor;
	readonly assign: (js: Js, scope: JsScope, pattern: Pattern, value: JsValue) => Task<void>;
	readonly makeClass: (js: Js, scope: JsScope, node: ClassNode) => Task<JsFunction>;
	readonly superConstruct: (js: Js, scope: JsScope, args: readonly JsValue[]) => Task<JsValue>;
	/** What a `new` of a class does before its constructor runs. */
	readonly fields: (js: Js, type: JsFunction, self: JsObject) => Task<void>;
}

export interface Frame {
	readonly name: string;
	readonly file: string;
	readonly scope?: JsScope;
	line: number;
}

/** One run of the interpreter. */
export class Js {
	readonly process: Process;
	readonly parts: JsParts;
	readonly loop: JsLoop;
	readonly prototypes: ReadonlyMap<string, JsObject>;
	readonly global: JsScope;
	readonly globalObject: JsObject;
	readonly frames: Frame[] = [];
	/** Values that the machine's side knows: modules, handlers. */
	readonly roots = new Set<JsValue>();
	readonly #heap: JsHeap;
	/** Promises that failed, until somebody looks at them. */
	readonly rejections = new LongMap<JsPromise, true>();
	#steps = 0;
	#out = '';

	constructor(process: Process, parts: JsParts) {
		this.process = process;
		this.parts = parts;
		this.loop = new JsLoop(process);
		this.#heap = new JsHeap(process);
		const object = new JsObject(null);
		const prototypes = new Map<string, JsObject>([['Object', object]]);
		for (const name of PROTOTYPES) prototypes.set(name, new JsObject(object));
		for (const name of ERRORS) prototypes.set(name, new JsObject(prototypes.get('Error') as JsObject));
		this.prototypes = prototypes;
		this.global = new JsScope(undefined, {
			self: undefined,
			callee: undefined,
			args: [],
			newTarget: undefined,
			file: '',
		});
		this.globalObject = new JsObject(object);
	}

	prototype(name: string): JsObject {
		const found = this.prototypes.get(name);
		if (found === undefined) throw new Error(`assertion failed: no prototype ${name}`);
		return found;
	}

	object(entries: Iterable<readonly [JsKey, JsValue]> = []): JsObject {
		this.count(1);
		const object = new JsObject(this.prototype('Object'));
		for (const [key, value] of entries) object.give(key, value);
		return object;
	}

	array(items: JsValue[]): JsArray {
		this.count(1 + items.length);
		return new JsArray(this.prototype('Array'), items);
	}

	native(name: string, code: NativeCode): JsNative {
		return new JsNative(this.prototype('Function'), name, code);
	}

	buffer(bytes: Uint8Array | number): JsBuffer {
		const buffer = new JsBuffer(this.prototype('Buffer'), bytes);
		this.#heap.countBuffer(buffer.size, buffer.isVirtual);
		return buffer;
	}

	promise(): JsPromise {
		this.count(1);
		return new JsPromise(this.prototype('Promise'));
	}

	/** Something has been made: `size` in rough units of what an object takes. */
	count(size: number): void {
		this.#heap.count(size);
	}

	text(value: string): string {
		if (value.length > TEXT_MAX) throw this.error('RangeError', 'Invalid string length');
		if (value.length > 1_000) this.count(value.length / 32);
		return value;
	}

	*tick(): Task<void> {
		if (++this.#steps % STEPS_PER_TICK !== 0) return;
		if (this.#heap.wantsLook) yield* this.#look();
		yield* this.process.tick(STEPS_PER_TICK);
	}

	/** A function of the library has gone through so many values. */
	*gone(values: number): Task<void> {
		yield* this.process.tick(values / VALUES_PER_STEP);
	}

	/** Keeps a value in mind while something else is worked out; what it gives must be called then. */
	hold(held: Held | readonly Held[]): () => void {
		return this.#heap.hold(held);
	}

	*#look(): Task<void> {
		const scopes = this.frames.flatMap(({ scope }) => (scope === undefined ? [] : [scope]));
		const own = [this.globalObject, this.global, ...this.prototypes.values()];
		yield* this.#heap.look([own, scopes, this.roots, this.loop.held(), this.rejections.keys()]);
	}

	error(type: string, message: string, more: readonly (readonly [string, JsValue])[] = []): JsThrow {
		const error = new JsObject(this.prototype(type));
		error.hide('message', message);
		error.hide('stack', `${type}: ${message}${this.stack()}`);
		for (const [key, value] of more) error.properties.set(key, value);
		return new JsThrow(error);
	}

	/** Where the program is: the lines below an error's message. */
	stack(): string {
		return [...this.frames]
			.reverse()
			.filter(({ file }) => file !== '')
			.slice(0, 10)
			.map(({ name, file, line }) => `\n    at ${name === '' ? `${file}:${line}` : `${name} (${file}:${line})`}`)
			.join('');
	}

	/** A failed system call, as fs and net tell it. */
	systemError(error: unknown, call: string, path?: string): unknown {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') return error;
		const words = errorMessage(error.errno).toLowerCase();
		const where = path === undefined ? '' : ` '${path}'`;
		return this.error('Error', `${error.errno}: ${words}, ${call}${where}`, [
			['errno', -2],
			['code', error.errno],
			['syscall', call],
			...(path === undefined ? [] : [['path', path] as const]),
		]);
	}

	*write(fd: 1 | 2, text: string): Task<void> {
		if (fd === 1) {
			this.#out += text;
			if (this.#out.length < 4_096 && !this.process.isatty(1)) return;
		}
		yield* this.flush();
		if (fd === 2) yield* this.process.write(2, encodeUtf8(text));
	}

	*flush(): Task<void> {
		const text = this.#out;
		this.#out = '';
		if (text !== '') yield* this.process.write(1, encodeUtf8(text));
	}

	*call(callee: JsValue, self: JsValue, args: readonly JsValue[], newTarget?: JsObject): Task<JsValue> {
		if (args.length > ARGUMENTS_MAX) throw this.error('RangeError', 'Maximum call stack size exceeded');
		if (callee instanceof JsNative) {
			const result = callee.code(this, self, args, newTarget);
			return isTask(result) ? yield* result : result;
		}
		if (!(callee instanceof JsFunction)) throw this.error('TypeError', `${describe(callee)} is not a function`);
		if (callee.isClass && newTarget === undefined) {
			throw this.error('TypeError', `Class constructor ${callee.node.name} cannot be invoked without 'new'`);
		}
		return yield* this.#run(callee, self, args, newTarget);
	}

	*#run(callee: JsFunction, self: JsValue, args: readonly JsValue[], newTarget: JsObject | undefined): Task<JsValue> {
		const { node } = callee;
		if (this.frames.length >= DEPTH_MAX) throw this.error('RangeError', 'Maximum call stack size exceeded');
		yield* this.tick();
		const { file } = callee.scope.call as { file: string };
		const scope = new JsScope(callee.scope, node.isArrow ? callee.scope.call : { self, callee, args, newTarget, file });
		this.count(1);
		if (node.isGenerator) return this.#generator(scope, callee, args);
		if (node.isAsync) return yield* this.parts.startAsync(this, this.#body(scope, callee, args), scope);
		return yield* this.#body(scope, callee, args);
	}

	*#body(scope: JsScope, callee: JsFunction, args: readonly JsValue[]): Task<JsValue> {
		const { node } = callee;
		const frame: Frame = { name: this.#frameName(callee), file: scope.call?.file ?? '', scope, line: 0 };
		this.frames.push(frame);
		const depth = this.frames.length;
		try {
			if (!node.isArrow) scope.declare('arguments', this.array([...args]));
			for (const [at, parameter] of node.parameters.entries()) {
				yield* this.parts.bind(this, scope, parameter, args[at], 'let');
			}
			if (node.rest !== undefined) {
				yield* this.parts.bind(this, scope, node.rest, this.array(args.slice(node.parameters.length)), 'let');
			}
			for (const name of node.variables) if (!scope.names.has(name)) scope.declare(name, undefined);
			const end = yield* this.parts.execute(this, scope, node.body);
			if (scope.call?.newTarget !== undefined && callee.isDerived) {
				const made = end?.kind === 'return' ? end.value : undefined;
				if (made instanceof JsObject) return made;
				if (scope.call.self !== undefined) return scope.call.self;
				throw this.error(
					'ReferenceError',
					"Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
				);
			}
			return end?.kind === 'return' ? end.value : undefined;
		} finally {
			// Others' may stand above it when it has waited.
			if (this.frames[depth - 1] === frame) this.frames.length = depth - 1;
			else this.frames.splice(Math.max(0, this.frames.lastIndexOf(frame)), this.frames.includes(frame) ? 1 : 0);
		}
	}

	#frameName({ node, home }: JsFunction): string {
		const type = home?.own('constructor');
		if (node.name === '') return '';
		return type instanceof JsFunction && type.isClass ? `${type.node.name}.${node.name}` : node.name;
	}

	#generator(scope: JsScope, callee: JsFunction, args: readonly JsValue[]): JsGenerator {
		const kind = callee.node.isAsync ? 'AsyncGenerator' : 'Generator';
		const generator = new JsGenerator(this.prototype(kind));
		generator.body = this.#body(scope, callee, args);
		generator.scope = scope;
		return generator;
	}

	*construct(callee: JsValue, args: readonly JsValue[], newTarget: JsObject = callee as JsObject): Task<JsValue> {
		if (callee instanceof JsNative && callee.makes) return yield* this.call(callee, undefined, args, newTarget);
		if (!(callee instanceof JsFunction) || callee.node.isArrow) {
			throw this.error('TypeError', `${describe(callee)} is not a constructor`);
		}
		if (callee.isDerived) {
			return yield* this.#run(callee, undefined, args, newTarget);
		}
		const self = new JsObject(yield* this.prototypeFor(newTarget, 'Object'));
		this.count(1);
		yield* this.parts.fields(this, callee, self);
		const result = yield* this.#run(callee, self, args, newTarget);
		return result instanceof JsObject ? result : self;
	}

	/** The prototype of what `new` of this function makes. */
	*prototypeFor(newTarget: JsObject | undefined, usual: string): Task<JsObject> {
		const wanted = newTarget === undefined ? undefined : yield* this.get(newTarget, 'prototype');
		return wanted instanceof JsObject ? wanted : this.prototype(usual);
	}

	/** Where a value's properties are looked for. */
	holder(value: JsValue): JsObject | undefined {
		if (value instanceof JsObject) return value;
		if (value instanceof JsSymbol) return this.prototype('Symbol');
		const names: { readonly [type: string]: string } = {
			string: 'String',
			number: 'Number',
			boolean: 'Boolean',
			bigint: 'BigInt',
		};
		const name = names[typeof value];
		return name === undefined ? undefined : this.prototype(name);
	}

	*get(value: JsValue, key: JsKey): Task<JsValue> {
		if (typeof value === 'string' && typeof key === 'string') {
			if (key === 'length') return value.length;
			if (/^\d+$/.test(key)) return value[Number(key)];
		}
		if (value instanceof JsBuffer && typeof key === 'string') {
			if (key === 'length' || key === 'byteLength') return value.size;
			if (/^\d+$/.test(key)) return value.bytes[Number(key)];
		}
		let object: JsObject | null | undefined = this.holder(value);
		if (object === undefined) {
			throw this.error('TypeError', `Cannot read properties of ${value} (reading '${keyText(key)}')`);
		}
		for (; object !== null; object = object.proto) {
			const found = object.own(key);
			if (found instanceof Accessor)
				return found.get === undefined ? undefined : yield* this.call(found.get, value, []);
			if (found !== undefined || object.hasOwn(key)) return found;
			if (key === 'prototype' && object instanceof JsFunction && !object.node.isArrow)
				return this.#ownPrototype(object);
			if (object instanceof JsFunction && key === 'name') return object.node.name;
			if (object instanceof JsFunction && key === 'length') return plainParameters(object);
		}
		return undefined;
	}

	#ownPrototype(owner: JsFunction): JsObject {
		const made = new JsObject(this.prototype('Object')).hide('constructor', owner);
		owner.hide('prototype', made);
		return made;
	}

	*set(object: JsValue, key: JsKey, value: JsValue): Task<void> {
		if (!(object instanceof JsObject)) {
			if (object === undefined || object === null) {
				throw this.error('TypeError', `Cannot set properties of ${object} (setting '${keyText(key)}')`);
			}
			return;
		}
		for (let at: JsObject | null = object; at !== null; at = at.proto) {
			const found = at.properties.get(key);
			if (!(found instanceof Accessor)) continue;
			if (found.set !== undefined) yield* this.call(found.set, object, [value]);
			return;
		}
		this.put(object, key, value);
	}

	/** Sets an own property. */
	put(object: JsObject, key: JsKey, value: JsValue): void {
		if (object.integrity === 'frozen' || (object.integrity === 'sealed' && !object.hasOwn(key))) return;
		if (object instanceof JsArray && typeof key === 'string') {
			if (key === 'length') {
				object.items.length = Math.min(Number(value), object.items.length);
				return;
			}
			if (/^(?:0|[1-9]\d*)$/.test(key)) {
				const at = Number(key);
				if (at > object.items.length + 100_000) throw this.error('RangeError', 'Invalid array length');
				this.count(Math.max(0, at - object.items.length + 1));
				object.items[at] = value;
				return;
			}
		}
		if (object instanceof JsBuffer && typeof key === 'string' && /^\d+$/.test(key)) {
			object.bytes[Number(key)] = Number(value) & 255;
			return;
		}
		if (!object.properties.has(key)) this.count(1);
		object.give(key, value);
	}

	*method(value: JsValue, name: JsKey, args: readonly JsValue[]): Task<JsValue> {
		return yield* this.call(yield* this.get(value, name), value, args);
	}

	*primitive(value: JsValue, wanted: 'string' | 'number' | 'default'): Task<JsValue> {
		if (!(value instanceof JsObject)) return value;
		const order = wanted === 'string' ? ['toString', 'valueOf'] : ['valueOf', 'toString'];
		for (const name of order) {
			const method = yield* this.get(value, name);
			if (!isCallable(method)) continue;
			const result = yield* this.call(method, value, []);
			if (!(result instanceof JsObject)) return result;
		}
		throw this.error('TypeError', 'Cannot convert object to primitive value');
	}

	*string(value: JsValue): Task<string> {
		if (typeof value === 'string') return value;
		if (value instanceof JsSymbol) throw this.error('TypeError', 'Cannot convert a Symbol value to a string');
		return value instanceof JsObject ? String(yield* this.primitive(value, 'string')) : String(value);
	}

	*number(value: JsValue): Task<number> {
		if (typeof value === 'number') return value;
		const simple = yield* this.primitive(value, 'number');
		if (simple instanceof JsSymbol) throw this.error('TypeError', 'Cannot convert a Symbol value to a number');
		if (typeof simple === 'bigint') throw this.error('TypeError', 'Cannot convert a BigInt value to a number');
		return Number(simple as string);
	}

	*key(value: JsValue): Task<JsKey> {
		return value instanceof JsSymbol ? value : yield* this.string(value);
	}

	/** A promise that ends as `value` does. */
	resolved(value: JsValue): JsPromise {
		if (value instanceof JsPromise) return value;
		const promise = this.promise();
		settle(this, promise, 'fulfilled', value);
		return promise;
	}
}

export const ERRORS = [
	'TypeError',
	'RangeError',
	'SyntaxError',
	'ReferenceError',
	'URIError',
	'EvalError',
	'AggregateError',
];
const PROTOTYPES =
	'Function Array String Number Boolean BigInt Symbol Error Promise Map Set WeakMap WeakSet Date RegExp Generator AsyncGenerator Iterator Buffer'.split(
		' ',
	);

/** How many parameters stand before the first that has a value of its own. */
function plainParameters({ node }: JsFunction): number {
	const first = node.parameters.findIndex(({ t }) => t === 'default');
	return first < 0 ? node.parameters.length : first;
}

function keyText(key: JsKey): string {
	return key instanceof JsSymbol ? `Symbol(${key.description})` : key;
}

/** A value in an error's message. */
export function describe(value: JsValue): string {
	if (typeof value === 'string') return JSON.stringify(value);
	if (value instanceof JsObject)
		return isCallable(value) ? 'function' : value instanceof JsRegExp ? 'regexp' : '#<Object>';
	return value instanceof JsSymbol ? `Symbol(${value.description})` : String(value);
}

export function isTask<T>(value: T | Task<T>): value is Task<T> {
	return typeof value === 'object' && value !== null && Symbol.iterator in value && 'throw' in value;
}

export { JsExit, typeOf };
