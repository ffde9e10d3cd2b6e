import { indexOfTextInSteps, lastIndexOfTextInSteps, splitTextInSteps } from '../../../machinery/find-text.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { formatValue, itemOf } from './python-evaluate.ts';
import type { Python } from './python-interpreter.ts';
import { order } from './python-operators.ts';
import {
	equals,
	type NamedArguments,
	type NativeCode,
	numberOf,
	PyBig,
	PyBound,
	PyDict,
	PyIterator,
	PyList,
	PyNative,
	PySet,
	PyTuple,
	type PyValue,
	typeName,
} from './python-values.ts';

type Method<T> = (self: T, args: readonly PyValue[], python: Python, named: NamedArguments) => PyValue | Task<PyValue>;
type Table<T> = Readonly<Record<string, Method<T>>>;

const text = (value: PyValue | undefined, usual = ''): string => (typeof value === 'string' ? value : usual);
const at = (value: PyValue | undefined, usual: number): number =>
	value === undefined || value === null ? usual : Number(value);

function strip(value: string, set: PyValue | undefined, left: boolean, right: boolean): string {
	const chars = typeof set === 'string' ? set : ' \t\n\r\v\f';
	let from = 0;
	let to = value.length;
	while (left && from < to && chars.includes(value[from] as string)) from++;
	while (right && to > from && chars.includes(value[to - 1] as string)) to--;
	return value.slice(from, to);
}

function place(python: Python, value: string, part: PyValue | undefined): Task<number> {
	return indexOfTextInSteps(value, text(part), 0, (steps) => python.process.tick(steps));
}

function lastPlace(python: Python, value: string, part: PyValue | undefined): Task<number> {
	return lastIndexOfTextInSteps(value, text(part), (steps) => python.process.tick(steps));
}

function partsOf(python: Python, value: string, by: string): Task<string[]> {
	return splitTextInSteps(value, by, (steps) => python.process.tick(steps));
}

function* split(python: Python, value: string, separator: PyValue | undefined, most: number): Task<PyList> {
	if (typeof separator !== 'string') {
		const words = value.trim() === '' ? [] : value.trim().split(/\s+/);
		return new PyList(
			most < 0 || words.length <= most + 1 ? words : [...words.slice(0, most), words.slice(most).join(' ')],
		);
	}
	const parts = yield* partsOf(python, value, separator);
	return new PyList(
		most < 0 || parts.length <= most + 1 ? parts : [...parts.slice(0, most), parts.slice(most).join(separator)],
	);
}

function* rsplit(python: Python, value: string, separator: PyValue | undefined, count: number): Task<PyList> {
	const parts = (yield* split(python, value, separator, -1)).items as string[];
	if (count < 0 || parts.length <= count + 1) return new PyList(parts);
	return new PyList([
		parts.slice(0, parts.length - count).join(text(separator, ' ')),
		...parts.slice(parts.length - count),
	]);
}

function* replace(python: Python, value: string, from: string, to: string, most: number): Task<string> {
	const parts = yield* partsOf(python, value, from);
	if (most < 0) return parts.join(to);
	const rest = parts.slice(most + 1).map((part) => from + part);
	return parts.slice(0, most + 1).join(to) + rest.join('');
}

function* big(found: Task<number>): Task<PyValue> {
	return BigInt(yield* found);
}

function* index(python: Python, value: string, part: PyValue | undefined): Task<PyValue> {
	const found = yield* place(python, value, part);
	if (found < 0) throw python.error('ValueError', 'substring not found');
	return BigInt(found);
}

function* count(python: Python, value: string, part: string): Task<PyValue> {
	return BigInt((yield* partsOf(python, value, part)).length - 1);
}

function* partition(value: string, separator: string, found: Task<number>): Task<PyTuple> {
	const index = yield* found;
	return new PyTuple(
		index < 0 ? [value, '', ''] : [value.slice(0, index), separator, value.slice(index + separator.length)],
	);
}

function starts(value: string, given: PyValue | undefined, test: (value: string, part: string) => boolean): boolean {
	const parts = given instanceof PyTuple ? given.items : [given as PyValue];
	return parts.some((part) => typeof part === 'string' && test(value, part));
}

const STRING: Table<string> = {
	upper: (self) => self.toUpperCase(),
	lower: (self) => self.toLowerCase(),
	casefold: (self) => self.toLowerCase(),
	capitalize: (self) => self.slice(0, 1).toUpperCase() + self.slice(1).toLowerCase(),
	title: (self) => self.toLowerCase().replace(/\p{L}+/gu, (word) => word.slice(0, 1).toUpperCase() + word.slice(1)),
	swapcase: (self) =>
		[...self].map((char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase())).join(''),
	strip: (self, [set]) => strip(self, set, true, true),
	lstrip: (self, [set]) => strip(self, set, true, false),
	rstrip: (self, [set]) => strip(self, set, false, true),
	split: (self, [separator, most], python, named) =>
		split(python, self, separator ?? named.get('sep'), at(most ?? named.get('maxsplit'), -1)),
	rsplit: (self, [separator, most], python) => rsplit(python, self, separator, at(most, -1)),
	splitlines: (self) => new PyList(self === '' ? [] : self.replace(/\n$/, '').split(/\r?\n/)),
	partition: (self, [separator], python) => partition(self, text(separator), place(python, self, separator)),
	rpartition: (self, [separator], python) => partition(self, text(separator), lastPlace(python, self, separator)),
	join: (self, [items], python) => join(python, self, items as PyValue),
	replace: (self, [from, to, count], python) => replace(python, self, text(from), text(to), at(count, -1)),
	startswith: (self, [part]) => starts(self, part, (value, each) => value.startsWith(each)),
	endswith: (self, [part]) => starts(self, part, (value, each) => value.endsWith(each)),
	removeprefix: (self, [part]) => (self.startsWith(text(part)) ? self.slice(text(part).length) : self),
	removesuffix: (self, [part]) => (self.endsWith(text(part)) ? self.slice(0, self.length - text(part).length) : self),
	find: (self, [part], python) => big(place(python, self, part)),
	rfind: (self, [part], python) => big(lastPlace(python, self, part)),
	index: (self, [part], python) => index(python, self, part),
	count: (self, [part], python) => count(python, self, text(part)),
	isdigit: (self) => /^\d+$/.test(self),
	isnumeric: (self) => /^\d+$/.test(self),
	isalpha: (self) => /^\p{L}+$/u.test(self),
	isalnum: (self) => /^[\p{L}\p{N}]+$/u.test(self),
	isspace: (self) => /^\s+$/.test(self),
	isupper: (self) => /\p{L}/u.test(self) && self === self.toUpperCase(),
	islower: (self) => /\p{L}/u.test(self) && self === self.toLowerCase(),
	ljust: (self, [width, fill]) => self.padEnd(at(width, 0), text(fill, ' ')),
	rjust: (self, [width, fill]) => self.padStart(at(width, 0), text(fill, ' ')),
	center: (self, [width, fill]) =>
		self
			.padStart(self.length + Math.floor(Math.max(0, at(width, 0) - self.length) / 2), text(fill, ' '))
			.padEnd(at(width, 0), text(fill, ' ')),
	zfill: (self, [width]) => self.padStart(at(width, 0), '0'),
	encode: (self) => encodeUtf8(self),
	format: (self, args, python, named) => formatText(python, self, args, named),
};

function* join(python: Python, separator: string, items: PyValue): Task<PyValue> {
	const parts = yield* python.listOf(items);
	for (const [index, part] of parts.entries()) {
		if (typeof part !== 'string')
			throw python.error('TypeError', `sequence item ${index}: expected str instance, ${typeName(part)} found`);
	}
	return parts.join(separator);
}

/** "{} {0} {name.part[0]:>5}".format(…). */
function* formatText(python: Python, self: string, args: readonly PyValue[], named: NamedArguments): Task<PyValue> {
	let result = '';
	let last = 0;
	let next = 0;
	for (const match of self.matchAll(/\{\{|\}\}|\{([^{}!:]*)(?:!([rs]))?(?::([^{}]*))?\}/g)) {
		const [all, field = '', conversion, spec = ''] = match;
		result += self.slice(last, match.index);
		last = match.index + all.length;
		if (all === '{{' || all === '}}') {
			result += all[0];
			continue;
		}
		const [, base = '', rest = ''] = /^([^.[]*)(.*)$/.exec(field) ?? [];
		let value = base === '' ? args[next++] : /^\d+$/.test(base) ? args[Number(base)] : named.get(base);
		if (value === undefined)
			throw /^\d*$/.test(base)
				? python.error(
						'IndexError',
						`Replacement index ${base === '' ? next - 1 : base} out of range for positional args tuple`,
					)
				: python.error('KeyError', base);
		for (const [, name, index] of rest.matchAll(/\.(\w+)|\[([^\]]+)\]/g)) {
			value =
				name === undefined
					? yield* itemOf(python, value, /^\d+$/.test(index as string) ? BigInt(index as string) : (index as string))
					: yield* python.attribute(value, name);
		}
		result += yield* formatValue(python, conversion === 'r' ? yield* python.repr(value) : value, spec);
	}
	return result + self.slice(last);
}

const BYTES: Table<Uint8Array> = {
	decode: (self) => decodeUtf8(self),
	hex: (self) => Array.from(self, (byte) => byte.toString(16).padStart(2, '0')).join(''),
	startswith: (self, [part]) => part instanceof Uint8Array && decodeUtf8(self).startsWith(decodeUtf8(part)),
	strip: (self) => encodeUtf8(decodeUtf8(self).trim()),
	split: (self, [separator], python) => splitBytes(python, self, separator),
};

function* splitBytes(python: Python, self: Uint8Array, separator: PyValue | undefined): Task<PyList> {
	const by = separator instanceof Uint8Array ? decodeUtf8(separator) : undefined;
	const parts = yield* split(python, decodeUtf8(self), by, -1);
	return new PyList((parts.items as string[]).map(encodeUtf8));
}

function* sort(python: Python, list: PyList, named: NamedArguments): Task<PyValue> {
	list.items = yield* sorted(python, list.items, named);
	return null;
}

/** Stable. Sorting compares by `key`, whose values are found first. */
export function* sorted(python: Python, items: readonly PyValue[], named: NamedArguments): Task<PyValue[]> {
	const key = named.get('key') ?? null;
	const keyed: (readonly [PyValue, PyValue])[] = [];
	for (const item of items) keyed.push([key === null ? item : yield* python.call(key, [item]), item]);
	const sign = named.get('reverse') === true ? -1 : 1;
	return [...keyed].sort(([a], [b]) => sign * order(python, '<', a, b)).map(([, item]) => item);
}

const LIST: Table<PyList> = {
	append: (self, [item]) => {
		self.items.push(item as PyValue);
		return null;
	},
	extend: (self, [items], python) => extend(python, self, items as PyValue),
	insert: (self, [index, item]) => {
		self.items.splice(Number(index), 0, item as PyValue);
		return null;
	},
	pop: (self, [index], python) => {
		if (self.items.length === 0) throw python.error('IndexError', 'pop from empty list');
		const [item] = self.items.splice(at(index, -1), 1);
		if (item === undefined) throw python.error('IndexError', 'pop index out of range');
		return item;
	},
	remove: (self, [item], python) => {
		const found = self.items.findIndex((each) => equals(each, item as PyValue));
		if (found < 0) throw python.error('ValueError', 'list.remove(x): x not in list');
		self.items.splice(found, 1);
		return null;
	},
	clear: (self) => {
		self.items = [];
		return null;
	},
	index: (self, [item], python) => {
		const found = self.items.findIndex((each) => equals(each, item as PyValue));
		if (found < 0) throw python.error('ValueError', 'list.index(x): x not in list');
		return BigInt(found);
	},
	count: (self, [item]) => BigInt(self.items.filter((each) => equals(each, item as PyValue)).length),
	sort: (self, _, python, named) => sort(python, self, named),
	reverse: (self) => {
		self.items.reverse();
		return null;
	},
	copy: (self) => new PyList([...self.items]),
};

function* extend(python: Python, list: PyList, items: PyValue): Task<PyValue> {
	list.items.push(...(yield* python.listOf(items)));
	return null;
}

const pairs = (self: PyDict): PyValue[] => [...self.entries.values()].map(([key, value]) => new PyTuple([key, value]));

const DICT: Table<PyDict> = {
	keys: (self) => new PyList([...self.entries.values()].map(([key]) => key)),
	values: (self) => new PyList([...self.entries.values()].map(([, value]) => value)),
	items: (self) => new PyList(pairs(self)),
	get: (self, [key, usual = null]) => self.get(key as PyValue) ?? usual,
	pop: (self, [key, usual], python) => {
		const value = self.get(key as PyValue);
		if (value === undefined && usual === undefined) throw python.error('KeyError', key as PyValue);
		self.delete(key as PyValue);
		return value ?? (usual as PyValue);
	},
	setdefault: (self, [key, usual = null]) => {
		const value = self.get(key as PyValue);
		if (value === undefined) self.set(key as PyValue, usual);
		return value ?? usual;
	},
	update: (self, [other], _, named) => {
		if (other instanceof PyDict) for (const [key, value] of other.entries.values()) self.set(key, value);
		for (const [key, value] of named) self.set(key, value);
		return null;
	},
	clear: (self) => {
		self.entries.clear();
		return null;
	},
	copy: (self) => PyDict.of(self.entries.values()),
};

const SET: Table<PySet> = {
	add: (self, [item]) => {
		for (const [key, value] of new PySet([item as PyValue]).members) self.members.set(key, value);
		return null;
	},
	discard: (self, [item]) => {
		for (const key of new PySet([item as PyValue]).members.keys()) self.members.delete(key);
		return null;
	},
	remove: (self, [item], python) => {
		for (const key of new PySet([item as PyValue]).members.keys())
			if (!self.members.delete(key)) throw python.error('KeyError', item as PyValue);
		return null;
	},
	union: (self, [other], python) => union(python, self, other as PyValue),
};

function* union(python: Python, self: PySet, other: PyValue): Task<PyValue> {
	return new PySet([...self.members.values(), ...(yield* python.listOf(other))]);
}

const TUPLE: Table<PyTuple> = {
	index: (self, [item]) => BigInt(self.items.findIndex((each) => equals(each, item as PyValue))),
	count: (self, [item]) => BigInt(self.items.filter((each) => equals(each, item as PyValue)).length),
};

const NUMBER: Table<bigint | number> = {
	is_integer: (self) => typeof self === 'bigint' || Number.isInteger(self),
	bit_length: (self) => BigInt(self.toString(2).replace('-', '').length),
	conjugate: (self) => self,
};

const BIG: Table<PyBig> = {
	append: () => null,
	encode: (self, _, python) => python.held(new PyBig('bytes', self.length)),
	decode: (self, _, python) => python.held(new PyBig('str', self.length)),
};

const ITERATOR: Table<PyIterator> = {
	__next__: (self, _, python) => nextOr(python, self),
	close: () => null,
};

function* nextOr(python: Python, iterator: PyIterator): Task<PyValue> {
	const value = yield* iterator.next(python);
	if (value === undefined) throw python.error('StopIteration');
	return value;
}

function tableOf(value: PyValue): Table<never> | undefined {
	if (typeof value === 'string') return STRING as Table<never>;
	if (value instanceof Uint8Array) return BYTES as Table<never>;
	if (value instanceof PyList) return LIST as Table<never>;
	if (value instanceof PyDict) return DICT as Table<never>;
	if (value instanceof PySet) return SET as Table<never>;
	if (value instanceof PyTuple) return TUPLE as Table<never>;
	if (value instanceof PyBig) return BIG as Table<never>;
	if (value instanceof PyIterator) return ITERATOR as Table<never>;
	return numberOf(value) === undefined ? undefined : (NUMBER as Table<never>);
}

/** A method of a value that is not of a program's own making. */
export function methodOf(_: Python, value: PyValue, name: string): PyValue | undefined {
	const table = tableOf(value);
	if (table === undefined || !Object.hasOwn(table, name)) return undefined;
	const method = table[name] as Method<PyValue>;
	const code: NativeCode = (python, [self, ...args], named) => method(self as PyValue, args, python, named);
	return new PyBound(value, new PyNative(name, code));
}
