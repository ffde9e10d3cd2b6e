import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { binary, formatValue, setAttribute, truth } from './python-evaluate.ts';
import { openFile, readLine } from './python-files.ts';
import { fixed } from './python-format.ts';
import { listIterator, type Python } from './python-interpreter.ts';
import { sorted } from './python-methods.ts';
import {
	isTrue,
	type NativeCode,
	nativeClass,
	numberOf,
	PyBig,
	PyClass,
	PyDict,
	PyError,
	PyFunction,
	PyIterator,
	PyList,
	type PyModule,
	PyNative,
	PyObject,
	PyRange,
	PySet,
	PyTuple,
	type PyValue,
	typeName,
} from './python-values.ts';

const REAL_BYTES_MAX = 1_000_000;

function* print(python: Python, args: readonly PyValue[], named: ReadonlyMap<string, PyValue>): Task<PyValue> {
	const parts: string[] = [];
	for (const arg of args) parts.push(yield* python.str(arg));
	const separator = named.get('sep') ?? ' ';
	const end = named.get('end') ?? '\n';
	const line = parts.join(typeof separator === 'string' ? separator : ' ') + (typeof end === 'string' ? end : '\n');
	const file = named.get('file') ?? null;
	if (file instanceof PyObject && file.native !== 1) yield* python.call(yield* python.attribute(file, 'write'), [line]);
	else yield* python.write(line);
	if (isTrue(named.get('flush') ?? false)) yield* python.flush();
	return null;
}

function* input(python: Python, [prompt]: readonly PyValue[]): Task<PyValue> {
	if (prompt !== undefined) yield* python.write(yield* python.str(prompt));
	yield* python.flush();
	const line = yield* readLine(python, 0);
	if (line === '') throw python.error('EOFError', 'EOF when reading a line');
	return line.replace(/\n$/, '');
}

function lengthOf(python: Python, value: PyValue): number {
	if (typeof value === 'string') return [...value].length;
	if (value instanceof PyList || value instanceof PyTuple) return value.items.length;
	if (value instanceof PyDict) return value.entries.size;
	if (value instanceof PySet) return value.members.size;
	if (value instanceof Uint8Array || value instanceof PyRange || value instanceof PyBig) return value.length;
	throw python.error('TypeError', `object of type '${typeName(value)}' has no len()`);
}

function* len(python: Python, [value = null]: readonly PyValue[]): Task<PyValue> {
	const method = value instanceof PyObject ? value.type.find('__len__') : undefined;
	return method === undefined ? BigInt(lengthOf(python, value)) : yield* python.call(method, [value]);
}

function* int(python: Python, [value = 0n, base]: readonly PyValue[]): Task<PyValue> {
	if (typeof value === 'string') {
		const plain = value.trim().replaceAll('_', '');
		const radix = Number(base ?? 10n);
		const [, sign, digits = ''] = /^([+-]?)(?:0[xXbBoO](?=.))?(.*)$/.exec(plain) ?? [];
		const isValid =
			radix === 10
				? /^[+-]?\d+$/.test(plain)
				: digits !== '' && [...digits.toLowerCase()].every((char) => Number.parseInt(char, 36) < radix);
		if (!isValid)
			throw python.error('ValueError', `invalid literal for int() with base ${radix}: ${yield* python.repr(value)}`);
		if (radix === 10) return BigInt(plain.replace(/^\+/, ''));
		return BigInt(Number.parseInt(digits, radix)) * (sign === '-' ? -1n : 1n);
	}
	const number = numberOf(value);
	if (number === undefined)
		throw python.error(
			'TypeError',
			`int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
		);
	if (typeof number === 'number' && !Number.isFinite(number))
		throw python.error('OverflowError', 'cannot convert float infinity to integer');
	return typeof number === 'number' ? BigInt(Math.trunc(number)) : number;
}

function* float(python: Python, [value = 0]: readonly PyValue[]): Task<PyValue> {
	if (typeof value === 'string') {
		const plain = value.trim().toLowerCase();
		const number = /^[+-]?inf(?:inity)?$/.test(plain)
			? plain.startsWith('-')
				? Number.NEGATIVE_INFINITY
				: Number.POSITIVE_INFINITY
			: plain === 'nan'
				? Number.NaN
				: plain === ''
					? undefined
					: Number(plain);
		if (number === undefined || (Number.isNaN(number) && plain !== 'nan'))
			throw python.error('ValueError', `could not convert string to float: ${yield* python.repr(value)}`);
		return number;
	}
	const number = numberOf(value);
	if (number === undefined)
		throw python.error('TypeError', `float() argument must be a string or a real number, not '${typeName(value)}'`);
	return Number(number);
}

function range(python: Python, args: readonly PyValue[]): PyValue {
	const [a, b, c] = args.map((arg) => {
		if (typeof arg !== 'bigint' && typeof arg !== 'boolean')
			throw python.error('TypeError', `'${typeName(arg)}' object cannot be interpreted as an integer`);
		return BigInt(arg);
	});
	if (a === undefined) throw python.error('TypeError', 'range expected at least 1 argument, got 0');
	if (c === 0n) throw python.error('ValueError', 'range() arg 3 must not be zero');
	return b === undefined ? new PyRange(0n, a, 1n) : new PyRange(a, b, c ?? 1n);
}

function bytes(type: 'bytes' | 'bytearray'): NativeCode {
	return (python, [value, encoding]) => {
		if (typeof value === 'bigint') {
			const length = Number(value);
			return length > REAL_BYTES_MAX ? python.held(new PyBig(type, length)) : new Uint8Array(length);
		}
		if (typeof value === 'string') {
			if (encoding === undefined) throw python.error('TypeError', 'string argument without an encoding');
			return encodeUtf8(value);
		}
		return value instanceof PyList ? Uint8Array.from(value.items, Number) : (value ?? new Uint8Array(0));
	};
}

function* least(
	python: Python,
	args: readonly PyValue[],
	named: ReadonlyMap<string, PyValue>,
	sign: 1 | -1,
): Task<PyValue> {
	const items = args.length === 1 ? yield* python.listOf(args[0] as PyValue) : [...args];
	const usual = named.get('default');
	if (items.length === 0 && usual !== undefined) return usual;
	if (items.length === 0)
		throw python.error('ValueError', `${sign === 1 ? 'min' : 'max'}() iterable argument is empty`);
	const all = yield* sorted(
		python,
		items,
		named.has('key') ? new Map([['key', named.get('key') as PyValue]]) : new Map(),
	);
	return (sign === 1 ? all[0] : all.findLast(() => true)) as PyValue;
}

function* sum(python: Python, [items = null, start = 0n]: readonly PyValue[]): Task<PyValue> {
	let total = start;
	for (const item of yield* python.listOf(items)) {
		total = yield* binary(python, '+', total, item);
		yield* python.process.tick();
	}
	return total;
}

function* some(python: Python, items: PyValue, wanted: boolean): Task<PyValue> {
	for (const item of yield* python.listOf(items)) if ((yield* truth(python, item)) === wanted) return wanted;
	return !wanted;
}

function* enumerate(
	python: Python,
	[items = null, start]: readonly PyValue[],
	named: ReadonlyMap<string, PyValue>,
): Task<PyValue> {
	const from = Number(start ?? named.get('start') ?? 0n);
	return listIterator((yield* python.listOf(items)).map((item, index) => new PyTuple([BigInt(from + index), item])));
}

function* zip(python: Python, args: readonly PyValue[]): Task<PyValue> {
	const lists: PyValue[][] = [];
	for (const arg of args) lists.push(yield* python.listOf(arg));
	const length = Math.min(...lists.map((list) => list.length));
	return listIterator(
		Array.from(
			{ length: Number.isFinite(length) ? length : 0 },
			(_, index) => new PyTuple(lists.map((list) => list[index] as PyValue)),
		),
	);
}

function* map(python: Python, [callee = null, ...lists]: readonly PyValue[]): Task<PyValue> {
	const iterators: PyIterator[] = [];
	for (const list of lists) iterators.push(yield* python.iterate(list));
	return new PyIterator((each) => mapped(each, callee, iterators));
}

function* mapped(python: Python, callee: PyValue, iterators: readonly PyIterator[]): Task<PyValue | undefined> {
	const args: PyValue[] = [];
	for (const iterator of iterators) {
		const item = yield* iterator.next(python);
		if (item === undefined) return undefined;
		args.push(item);
	}
	return yield* python.call(callee, args);
}

function* filter(python: Python, [callee = null, items = null]: readonly PyValue[]): Task<PyValue> {
	const kept: PyValue[] = [];
	for (const item of yield* python.listOf(items))
		if (yield* truth(python, callee === null ? item : yield* python.call(callee, [item]))) kept.push(item);
	return listIterator(kept);
}

function* next(python: Python, [iterator = null, usual]: readonly PyValue[]): Task<PyValue> {
	const value = yield* (yield* python.iterate(iterator)).next(python);
	if (value !== undefined) return value;
	if (usual !== undefined) return usual;
	throw python.error('StopIteration');
}

function isInstance(python: Python, value: PyValue, type: PyValue): boolean {
	if (type instanceof PyTuple) return type.items.some((each) => isInstance(python, value, each));
	if (type instanceof PyClass) return value instanceof PyObject && value.type.isA(type);
	const name = type instanceof PyNative ? type.name : '';
	return typeName(value) === name || (name === 'int' && typeof value === 'boolean') || name === 'object';
}

function* getAttribute(python: Python, [object = null, name = '', usual]: readonly PyValue[]): Task<PyValue> {
	try {
		return yield* python.attribute(object, String(name));
	} catch (error) {
		if (usual === undefined || !(error instanceof PyError) || error.value.type.name !== 'AttributeError') throw error;
		return usual;
	}
}

function* list(python: Python, [items]: readonly PyValue[]): Task<PyValue> {
	if (items instanceof PyRange && items.length > REAL_BYTES_MAX) return python.held(new PyBig('list', items.length));
	return new PyList(items === undefined ? [] : yield* python.listOf(items));
}

function* dict(python: Python, [items]: readonly PyValue[], named: ReadonlyMap<string, PyValue>): Task<PyValue> {
	const made = items instanceof PyDict ? PyDict.of(items.entries.values()) : new PyDict();
	if (items !== undefined && !(items instanceof PyDict)) {
		for (const pair of yield* python.listOf(items)) {
			const [key, value] = yield* python.listOf(pair);
			made.set(key as PyValue, value as PyValue);
		}
	}
	for (const [key, value] of named) made.set(key, value);
	return made;
}

function* round(python: Python, [value = 0n, digits]: readonly PyValue[]): Task<PyValue> {
	const number = numberOf(value);
	if (number === undefined) throw python.error('TypeError', `type ${typeName(value)} doesn't define __round__ method`);
	if (typeof number === 'bigint') return number;
	if (digits !== undefined && digits !== null) return Number(fixed(number, Number(digits)));
	const floor = Math.floor(number);
	return BigInt(number - floor === 0.5 ? (floor % 2 === 0 ? floor : floor + 1) : Math.round(number));
}

const CODE: Readonly<Record<string, NativeCode>> = {
	print: (python, args, named) => print(python, args, named),
	input: (python, args) => input(python, args),
	len: (python, args) => len(python, args),
	int: (python, args) => int(python, args),
	float: (python, args) => float(python, args),
	str: (python, [value = '', encoding]) =>
		value instanceof Uint8Array && encoding !== undefined ? decodeUtf8(value) : python.str(value),
	repr: (python, [value = null]) => python.repr(value),
	bool: (python, [value = false]) => truth(python, value),
	bytes: bytes('bytes'),
	bytearray: bytes('bytearray'),
	list: (python, args) => list(python, args),
	tuple: (python, [items]) => tuple(python, items),
	dict: (python, args, named) => dict(python, args, named),
	set: (python, [items]) => set(python, items),
	frozenset: (python, [items]) => set(python, items),
	range: (python, args) => range(python, args),
	enumerate: (python, args, named) => enumerate(python, args, named),
	zip: (python, args) => zip(python, args),
	map: (python, args) => map(python, args),
	filter: (python, args) => filter(python, args),
	sorted: (python, [items = null], named) => sortedList(python, items, named),
	reversed: (python, [items = null]) => reversed(python, items),
	sum: (python, args) => sum(python, args),
	min: (python, args, named) => least(python, args, named, 1),
	max: (python, args, named) => least(python, args, named, -1),
	any: (python, [items = null]) => some(python, items, true),
	all: (python, [items = null]) => some(python, items, false),
	abs: (python, [value = 0n]) => {
		const number = numberOf(value);
		if (number === undefined) throw python.error('TypeError', `bad operand type for abs(): '${typeName(value)}'`);
		return number < 0 ? -number : number;
	},
	round: (python, args) => round(python, args),
	pow: (python, [a = null, b = null]) => binary(python, '**', a, b),
	divmod: (python, [a = null, b = null]) => divmod(python, a, b),
	chr: (_, [code]) => String.fromCodePoint(Number(code)),
	ord: (_, [char]) => BigInt((char as string).codePointAt(0) ?? 0),
	hex: (_, [value]) => `0x${(value as bigint).toString(16)}`,
	bin: (_, [value]) => `0b${(value as bigint).toString(2)}`,
	oct: (_, [value]) => `0o${(value as bigint).toString(8)}`,
	format: (python, [value = null, spec = '']) => formatValue(python, value, String(spec)),
	iter: (python, [value = null]) => python.iterate(value),
	next: (python, args) => next(python, args),
	isinstance: (python, [value = null, type = null]) => isInstance(python, value, type),
	issubclass: (_, [type, base]) => type instanceof PyClass && base instanceof PyClass && type.isA(base),
	callable: (_, [value]) => value instanceof PyFunction || value instanceof PyNative || value instanceof PyClass,
	getattr: (python, args) => getAttribute(python, args),
	hasattr: (python, [object = null, name = '']) => hasAttribute(python, object, String(name)),
	setattr: (python, [object = null, name = '', value = null]) => {
		setAttribute(python, object, String(name), value);
		return null;
	},
	type: (python, [value = null]) =>
		value instanceof PyObject
			? value.type
			: (python.parts.builtins.get(typeName(value)) ?? new PyClass(typeName(value), [])),
	id: () => 139_824_401_234_832n,
	hash: (_, [value]) => (typeof value === 'bigint' ? value : 7n),
	vars: (_, [object]) => PyDict.of((object as PyObject | PyModule).attributes),
	dir: (_, [object]) => new PyList([...((object as PyObject | undefined)?.attributes.keys() ?? [])].sort()),
	open: (python, args, named) => openFile(python, args, named),
	exit: (python, [status = 0n]) => {
		throw python.error('SystemExit', status);
	},
	quit: (python, [status = 0n]) => {
		throw python.error('SystemExit', status);
	},
	super: () => null,
	locals: () => null,
	globals: () => null,
};

function* tuple(python: Python, items: PyValue | undefined): Task<PyValue> {
	return new PyTuple(items === undefined ? [] : yield* python.listOf(items));
}

function* set(python: Python, items: PyValue | undefined): Task<PyValue> {
	return new PySet(items === undefined ? [] : yield* python.listOf(items));
}

function* sortedList(python: Python, items: PyValue, named: ReadonlyMap<string, PyValue>): Task<PyValue> {
	return new PyList(yield* sorted(python, yield* python.listOf(items), named));
}

function* reversed(python: Python, items: PyValue): Task<PyValue> {
	return listIterator((yield* python.listOf(items)).reverse());
}

function* divmod(python: Python, a: PyValue, b: PyValue): Task<PyValue> {
	return new PyTuple([yield* binary(python, '//', a, b), yield* binary(python, '%', a, b)]);
}

function* hasAttribute(python: Python, object: PyValue, name: string): Task<PyValue> {
	return (yield* getAttribute(python, [object, name, NONE])) !== NONE;
}

const NONE = new PyTuple([]);

/** property, staticmethod and classmethod: a function in an object of theirs. */
function wrapper(name: string, attribute: string): PyClass {
	return nativeClass(name, {
		__init__: (_, [self, callee]) => {
			(self as PyObject).attributes.set(attribute, callee as PyValue);
			return null;
		},
	});
}

export const PYTHON_BUILTINS: ReadonlyMap<string, PyValue> = new Map<string, PyValue>([
	...Object.entries(CODE).map(([name, code]): [string, PyValue] => [name, new PyNative(name, code)]),
	['property', wrapper('property', 'fget')],
	['staticmethod', wrapper('staticmethod', 'f')],
	['classmethod', wrapper('classmethod', 'f')],
	['object', new PyClass('object', [], new Map(), true)],
	['__name__', '__main__'],
	['__doc__', null],
	['NotImplemented', null],
]);
