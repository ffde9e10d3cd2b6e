import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task, Wait } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { holdMemory } from '../programs/hold-memory.ts';
import { exceptionClasses, makeError, systemFailure } from './python-errors.ts';
import { bytesText, floatText, quoted } from './python-format.ts';
import type { Parameter, Statement } from './python-syntax.ts';
import {
	type NamedArguments,
	type PyBig,
	PyBound,
	PyClass,
	PyDict,
	PyError,
	PyFunction,
	PyIterator,
	PyList,
	PyModule,
	PyNative,
	PyObject,
	PyRange,
	PyScope,
	PySet,
	PyTuple,
	type PyValue,
	typeName,
} from './python-values.ts';

/** What an interpreter of this kind has in memory before it has done anything. */
const BASE_BYTES = 9 * 1024 * 1024;
const DEPTH_MAX = 900;
const OUTPUT_CHARACTERS = 8_192;
export const NO_NAMES: NamedArguments = new Map();

/** What a body ends with. */
export type Flow = 'break' | 'continue' | { readonly returned: PyValue } | undefined;

/** A value that a generator of the program hands out while its body waits. */
export class PyYield implements Wait {
	readonly value: PyValue;
	constructor(value: PyValue) {
		this.value = value;
	}
	arm(): () => void {
		throw new Error("assertion failed: a generator's value is no wait");
	}
}

export interface PythonParts {
	readonly execute: (python: Python, scope: PyScope, body: readonly Statement[]) => Task<Flow>;
	readonly builtins: ReadonlyMap<string, PyValue>;
	/** Attributes of values that are not a program's own: methods of texts, lists, files. */
	readonly method: (python: Python, value: PyValue, name: string) => PyValue | undefined;
	/** Undefined: there is no such module. */
	readonly module: (python: Python, name: string) => ReadonlyMap<string, PyValue> | undefined;
}

/** One run of the interpreter. */
export class Python {
	readonly process: Process;
	readonly parts: PythonParts;
	readonly errors = exceptionClasses();
	readonly modules = new Map<string, PyModule>();
	readonly main = new PyScope('module', undefined);
	readonly args: readonly string[];
	/** Where the line is that is being done. */
	line = 0;
	/** Whether output waits for its buffer to be full. */
	isBuffered: boolean;
	/** Exceptions that are being handled, for a bare raise. */
	readonly handling: PyError[] = [];
	readonly #bigs = new Set<PyBig>();
	#heldBytes = 0;
	#depth = 0;
	#out = '';

	constructor(process: Process, parts: PythonParts, args: readonly string[], isBuffered: boolean) {
		this.process = process;
		this.parts = parts;
		this.args = args;
		this.isBuffered = isBuffered;
		holdMemory(process, BASE_BYTES);
	}

	error(name: string, ...args: readonly PyValue[]): PyError {
		const type = this.errors.get(name);
		if (type === undefined) throw new Error(`assertion failed: no exception ${name}`);
		return makeError(type, args);
	}

	/** Runs system calls of a program: their failures are its exceptions. */
	*system<T>(task: Task<T>, path?: string): Task<T> {
		try {
			return yield* task;
		} catch (error) {
			throw this.failure(error, path);
		}
	}

	failure(error: unknown, path?: string): unknown {
		if (!(error instanceof SystemError)) return error;
		if (error.errno === 'EINTR') return this.error('KeyboardInterrupt');
		return systemFailure(this.errors, error, path);
	}

	/** A large value takes its room until nothing names it any more. */
	held(big: PyBig): PyBig {
		this.#bigs.add(big);
		this.#heldBytes += big.bytes;
		this.#forget();
		holdMemory(this.process, BASE_BYTES + this.#heldBytes);
		return big;
	}

	/** Looks what can still be reached from the program's own names; a call's names keep everything. */
	#forget(): void {
		if (this.#depth > 0 || this.#bigs.size < 2) return;
		const reached = new Set<unknown>();
		const waiting: unknown[] = [...this.main.names.values()];
		const last = [...this.#bigs].at(-1);
		for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
			if (typeof value !== 'object' || value === null || reached.has(value)) continue;
			reached.add(value);
			if (value instanceof PyList || value instanceof PyTuple) waiting.push(...value.items);
			else if (value instanceof PyDict) for (const pair of value.entries.values()) waiting.push(...pair);
			else if (value instanceof PyObject) waiting.push(...value.attributes.values());
			else if (value instanceof PySet) waiting.push(...value.members.values());
		}
		for (const big of [...this.#bigs]) {
			if (big === last || reached.has(big)) continue;
			this.#bigs.delete(big);
			this.#heldBytes -= big.bytes;
		}
	}

	*write(text: string): Task<void> {
		this.#out += text;
		const isLine = !this.isBuffered && text.includes('\n');
		if (isLine || this.#out.length > OUTPUT_CHARACTERS) yield* this.flush();
	}

	*flush(): Task<void> {
		const text = this.#out;
		this.#out = '';
		if (text !== '') yield* this.system(this.process.write(1, encodeUtf8(text)));
	}

	*call(callee: PyValue, args: readonly PyValue[], named: NamedArguments = NO_NAMES): Task<PyValue> {
		if (callee instanceof PyNative) {
			const result = callee.code(this, args, named);
			return isTask(result) ? yield* result : result;
		}
		if (callee instanceof PyBound) return yield* this.call(callee.callee, [callee.self, ...args], named);
		if (callee instanceof PyFunction) return yield* this.#run(callee, args, named);
		if (callee instanceof PyClass) return yield* this.#make(callee, args, named);
		if (callee instanceof PyObject) {
			const method = callee.type.find('__call__');
			if (method !== undefined) return yield* this.call(method, [callee, ...args], named);
		}
		throw this.error('TypeError', `'${typeName(callee)}' object is not callable`);
	}

	*#make(type: PyClass, args: readonly PyValue[], named: NamedArguments): Task<PyValue> {
		const made = type.find('__new__');
		if (made !== undefined) return yield* this.call(made, [type, ...args], named);
		const object = new PyObject(type);
		const isException = type.isA(this.errors.get('BaseException') as PyClass);
		if (isException) object.attributes.set('args', new PyTuple(args));
		const begin = type.find('__init__');
		if (begin !== undefined) yield* this.call(begin, [object, ...args], named);
		else if (!isException && args.length > 0) throw this.error('TypeError', `${type.name}() takes no arguments`);
		return object;
	}

	*#run(callee: PyFunction, args: readonly PyValue[], named: NamedArguments): Task<PyValue> {
		if (this.#depth >= DEPTH_MAX) throw this.error('RecursionError', 'maximum recursion depth exceeded');
		const scope = new PyScope('function', callee.scope);
		this.#bind(callee, scope, args, named);
		if (callee.isGenerator) return this.#generator(callee, scope);
		const { line } = this;
		this.#depth++;
		try {
			const flow = yield* this.parts.execute(this, scope, callee.body);
			return typeof flow === 'object' ? flow.returned : null;
		} catch (error) {
			if (error instanceof PyError) error.trace.push({ line: this.line, name: callee.name });
			throw error;
		} finally {
			this.#depth--;
			this.line = line;
		}
	}

	#generator(callee: PyFunction, scope: PyScope): PyIterator {
		const body = this.parts.execute(this, scope, callee.body);
		return new PyIterator(() => resume(body));
	}

	#bind(callee: PyFunction, scope: PyScope, args: readonly PyValue[], named: NamedArguments): void {
		const left = [...args];
		const names = new Map(named);
		let takesNoMore = false;
		for (const { name, star } of callee.parameters) {
			if (star === '*') {
				if (name !== '') scope.names.set(name, new PyTuple(left.splice(0)));
				takesNoMore = true;
			} else if (star === '**') {
				scope.names.set(name, PyDict.of(names));
				names.clear();
			} else {
				const given = takesNoMore ? undefined : left.shift();
				// None is null here, and is given all the same.
				const value = [given, names.get(name), callee.usual.get(name)].find((each) => each !== undefined);
				if (given !== undefined && names.has(name))
					throw this.error('TypeError', `${callee.name}() got multiple values for argument '${name}'`);
				if (value === undefined) throw this.#missing(callee, name);
				names.delete(name);
				scope.names.set(name, value);
			}
		}
		if (left.length > 0) {
			const count = callee.parameters.filter(({ star }) => star === '').length;
			throw this.error(
				'TypeError',
				`${callee.name}() takes ${count} positional argument${count === 1 ? '' : 's'} but ${args.length} ${args.length === 1 ? 'was' : 'were'} given`,
			);
		}
		const [unknown] = names.keys();
		if (unknown !== undefined)
			throw this.error('TypeError', `${callee.name}() got an unexpected keyword argument '${unknown}'`);
	}

	#missing(callee: PyFunction, name: string): PyError {
		const needed = callee.parameters.filter((each: Parameter) => each.star === '' && !callee.usual.has(each.name));
		const missing = needed.slice(needed.findIndex((each) => each.name === name));
		const list = missing.map((each) => `'${each.name}'`);
		const text = list.length === 1 ? list[0] : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
		return this.error(
			'TypeError',
			`${callee.name}() missing ${list.length} required positional argument${list.length === 1 ? '' : 's'}: ${text}`,
		);
	}

	/** `value.name`. */
	*attribute(value: PyValue, name: string): Task<PyValue> {
		if (value instanceof PyObject) {
			const own = value.attributes.get(name);
			if (own !== undefined) return own;
			if (name === '__class__') return value.type;
			if (name === '__dict__') return PyDict.of(value.attributes);
			const found = value.type.find(name);
			if (found instanceof PyFunction || found instanceof PyNative) return new PyBound(value, found);
			if (found instanceof PyObject && found.type.name === 'property')
				return yield* this.call(found.attributes.get('fget') as PyValue, [value]);
			if (found instanceof PyObject && found.type.name === 'staticmethod') return found.attributes.get('f') as PyValue;
			if (found !== undefined) return found;
			const other = value.type.find('__getattr__');
			if (other !== undefined) return yield* this.call(other, [value, name]);
		} else if (value instanceof PyClass) {
			if (name === '__name__') return value.name.replace(/^.*\./, '');
			const found = value.find(name);
			if (found instanceof PyObject && found.type.name === 'staticmethod') return found.attributes.get('f') as PyValue;
			if (found instanceof PyObject && found.type.name === 'classmethod')
				return new PyBound(value, found.attributes.get('f') as PyFunction);
			if (found !== undefined) return found;
		} else if (value instanceof PyModule) {
			const found = value.attributes.get(name) ?? this.modules.get(`${value.name}.${name}`);
			if (found !== undefined) return found;
			throw this.error('AttributeError', `module '${value.name}' has no attribute '${name}'`);
		} else if ((value instanceof PyFunction || value instanceof PyNative) && name === '__name__') return value.name;
		const method = this.parts.method(this, value, name);
		if (method !== undefined) return method;
		throw this.error(
			'AttributeError',
			value instanceof PyClass
				? `type object '${value.name}' has no attribute '${name}'`
				: `'${typeName(value)}' object has no attribute '${name}'`,
		);
	}

	/** What the values of anything that can be gone through are. */
	*iterate(value: PyValue): Task<PyIterator> {
		if (value instanceof PyIterator) return value;
		if (value instanceof PyRange) return rangeIterator(value);
		if (value instanceof PyObject) {
			const begin = value.type.find('__iter__');
			if (begin !== undefined) {
				const iterator = yield* this.call(begin, [value]);
				if (iterator instanceof PyIterator) return iterator;
				return new PyIterator((python) => nextOfObject(python, iterator));
			}
		}
		const items = plainItems(value);
		if (items === undefined) throw this.error('TypeError', `'${typeName(value)}' object is not iterable`);
		return listIterator(items);
	}

	*listOf(value: PyValue): Task<PyValue[]> {
		const plain = plainItems(value);
		if (plain !== undefined) return [...plain];
		const iterator = yield* this.iterate(value);
		const items: PyValue[] = [];
		for (;;) {
			const item = yield* iterator.next(this);
			if (item === undefined) return items;
			items.push(item);
			yield* this.process.tick();
		}
	}

	*str(value: PyValue): Task<string> {
		if (typeof value === 'string') return value;
		if (value instanceof PyObject) {
			const method = value.type.find('__str__');
			if (method !== undefined) return String(yield* this.call(method, [value]));
			if (value.type.isA(this.errors.get('BaseException') as PyClass)) return yield* this.#errorText(value);
		}
		return yield* this.repr(value);
	}

	*#errorText(value: PyObject): Task<string> {
		const number = value.attributes.get('errno');
		if (number !== undefined) {
			const path = value.attributes.get('filename') ?? null;
			return `[Errno ${number}] ${value.attributes.get('strerror')}${path === null ? '' : `: ${yield* this.repr(path)}`}`;
		}
		const args = value.attributes.get('args');
		const items = args instanceof PyTuple ? args.items : [];
		if (items.length === 0) return '';
		if (items.length > 1) return yield* this.repr(new PyTuple(items));
		return value.type.name === 'KeyError'
			? yield* this.repr(items[0] as PyValue)
			: yield* this.str(items[0] as PyValue);
	}

	*repr(value: PyValue): Task<string> {
		if (value === null) return 'None';
		if (typeof value === 'boolean') return value ? 'True' : 'False';
		if (typeof value === 'bigint') return String(value);
		if (typeof value === 'number') return floatText(value);
		if (typeof value === 'string') return quoted(value);
		if (value instanceof Uint8Array) return bytesText(value);
		if (value instanceof PyList) return `[${yield* this.#reprs(value.items)}]`;
		if (value instanceof PyTuple) return `(${yield* this.#reprs(value.items)}${value.items.length === 1 ? ',' : ''})`;
		if (value instanceof PySet)
			return value.members.size === 0 ? 'set()' : `{${yield* this.#reprs([...value.members.values()])}}`;
		if (value instanceof PyDict) {
			const parts: string[] = [];
			for (const [key, item] of value.entries.values())
				parts.push(`${yield* this.repr(key)}: ${yield* this.repr(item)}`);
			return `{${parts.join(', ')}}`;
		}
		if (value instanceof PyRange)
			return value.step === 1n
				? `range(${value.from}, ${value.to})`
				: `range(${value.from}, ${value.to}, ${value.step})`;
		if (value instanceof PyObject) {
			const method = value.type.find('__repr__');
			if (method !== undefined) return String(yield* this.call(method, [value]));
			if (value.type.isA(this.errors.get('BaseException') as PyClass)) {
				const args = value.attributes.get('args');
				return `${value.type.name}(${yield* this.#reprs(args instanceof PyTuple ? args.items : [])})`;
			}
			return `<__main__.${value.type.name} object at 0x7f2b5c0d3a90>`;
		}
		if (value instanceof PyClass)
			return `<class '${this.errors.get(value.name) === value ? '' : '__main__.'}${value.name}'>`;
		if (value instanceof PyModule) return `<module '${value.name}'>`;
		if (value instanceof PyFunction) return `<function ${value.name} at 0x7f2b5c0d3a90>`;
		if (value instanceof PyNative)
			return TYPES.has(value.name) ? `<class '${value.name}'>` : `<built-in function ${value.name}>`;
		return `<${typeName(value)} object at 0x7f2b5c0d3a90>`;
	}

	*#reprs(items: readonly PyValue[]): Task<string> {
		const parts: string[] = [];
		for (const item of items) parts.push(yield* this.repr(item));
		return parts.join(', ');
	}
}

/** Natives that are types. */
const TYPES = new Set('int float str bool bytes bytearray list tuple dict set frozenset range'.split(' '));

function isTask(value: PyValue | Task<PyValue>): value is Task<PyValue> {
	return typeof value === 'object' && value !== null && 'throw' in value;
}

/** Goes on with a generator's body until it yields or ends; what it waits for, its caller waits for. */
function* resume(body: Task<Flow>): Task<PyValue | undefined> {
	for (;;) {
		const step = body.next();
		if (step.done) return undefined;
		if (step.value instanceof PyYield) return step.value.value;
		yield step.value;
	}
}

function plainItems(value: PyValue): readonly PyValue[] | undefined {
	if (value instanceof PyList || value instanceof PyTuple) return value.items;
	if (value instanceof PySet) return [...value.members.values()];
	if (value instanceof PyDict) return [...value.entries.values()].map(([key]) => key);
	if (typeof value === 'string') return [...value];
	if (value instanceof Uint8Array) return Array.from(value, BigInt);
	return undefined;
}

export function listIterator(items: readonly PyValue[]): PyIterator {
	let at = 0;
	return new PyIterator(() => given(items[at++]));
}

function rangeIterator(range: PyRange): PyIterator {
	let at = range.from;
	return new PyIterator(() => {
		const isOver = range.step > 0n ? at >= range.to : at <= range.to;
		const value = at;
		at += range.step;
		return given(isOver ? undefined : value);
	});
}

function* given(value: PyValue | undefined): Task<PyValue | undefined> {
	return value;
}

function* nextOfObject(python: Python, iterator: PyValue): Task<PyValue | undefined> {
	try {
		return yield* python.call(yield* python.attribute(iterator, '__next__'), []);
	} catch (error) {
		if (error instanceof PyError && error.value.type.name === 'StopIteration') return undefined;
		throw error;
	}
}
