import { includesText } from '../find-text.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';
import { addCel, divideCel, moduloCel, multiplyCel, negateCel, subtractCel } from './cel-arithmetic.ts';
import { compareCel, equalCel, keyOf } from './cel-compare.ts';
import { conversions } from './cel-conversions.ts';
import { celFault } from './cel-fault.ts';
import { declareFunctions, joinFunctions, type OverloadRow } from './cel-overload.ts';
import { matchesRegexp } from './cel-regexp.ts';
import { CelMap, CelOptional, lengthOf } from './cel-value.ts';
import { TIME_FUNCTIONS } from './time-functions.ts';

const NUMBERS = [
	['int64', 'int'],
	['uint64', 'uint'],
	['double', 'double'],
] as const;

/** Ids are those of cel-go: the cost of a call goes by them. */
function orderings(name: string, test: (order: number) => boolean): OverloadRow[] {
	const call = (a: unknown, b: unknown): boolean => {
		const order = compareCel(a, b);
		if (order === undefined) throw celFault('no such overload');
		return test(order);
	};
	const same = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'];
	const ids: { readonly [type: string]: string } = { int: 'int64', uint: 'uint64' };
	const rows: OverloadRow[] = same.map((type) => [`${name}_${ids[type] ?? type}`, `(${type}, ${type}) bool`, call]);
	for (const [id, type] of NUMBERS) {
		for (const [otherId, other] of NUMBERS) {
			if (id !== otherId) rows.push([`${name}_${id}_${otherId}`, `(${type}, ${other}) bool`, call]);
		}
	}
	return rows;
}

function arithmetic(name: string, types: readonly string[], call: (a: unknown, b: unknown) => unknown): OverloadRow[] {
	const ids: { readonly [type: string]: string } = { int: 'int64', uint: 'uint64' };
	return types.map((type) => [`${name}_${ids[type] ?? type}`, `(${type}, ${type}) ${type}`, call]);
}

function indexed(list: readonly unknown[], index: unknown): unknown {
	const at = keyOf(index);
	if (typeof at !== 'bigint') throw celFault('no such overload');
	if (at < 0n || at >= BigInt(list.length)) throw celFault(`index out of bounds: ${at}`);
	return list[Number(at)];
}

function valueOfKey(map: CelMap, key: unknown): unknown {
	const wanted = keyOf(key);
	const found = wanted === undefined ? undefined : map.get(wanted);
	if (found === undefined) throw celFault(`no such key: ${String(wanted ?? key)}`);
	return found;
}

const logic = (): never => {
	throw new Error('assertion failed: evaluated by the interpreter');
};

/** Models cel-go common/stdlib. */
const OPERATORS = declareFunctions({
	'_&&_': [['logical_and', '(bool, bool) bool', logic]],
	'_||_': [['logical_or', '(bool, bool) bool', logic]],
	'_?_:_': [['conditional', '(bool, A, A) A', logic]],
	'@not_strictly_false': [['not_strictly_false', '(bool) bool', logic]],
	'_?._': [['select_optional_field', '(dyn, string) optional(A)', logic]],
	'!_': [['logical_not', '(bool) bool', (value: boolean) => !value]],
	'_==_': [['equals', '(A, A) bool', equalCel]],
	'_!=_': [['not_equals', '(A, A) bool', (a: unknown, b: unknown) => !equalCel(a, b)]],
	'_<_': orderings('less', (order) => order < 0),
	'_<=_': orderings('less_equals', (order) => order <= 0),
	'_>_': orderings('greater', (order) => order > 0),
	'_>=_': orderings('greater_equals', (order) => order >= 0),
	'_+_': [
		...arithmetic('add', ['int', 'uint', 'double', 'string', 'bytes'], addCel),
		['add_list', '(list(A), list(A)) list(A)', addCel],
		['add_duration_duration', '(duration, duration) duration', addCel],
		['add_duration_timestamp', '(duration, timestamp) timestamp', addCel],
		['add_timestamp_duration', '(timestamp, duration) timestamp', addCel],
	],
	'_-_': [
		...arithmetic('subtract', ['int', 'uint', 'double'], subtractCel),
		['subtract_duration_duration', '(duration, duration) duration', subtractCel],
		['subtract_timestamp_duration', '(timestamp, duration) timestamp', subtractCel],
		['subtract_timestamp_timestamp', '(timestamp, timestamp) duration', subtractCel],
	],
	'_*_': arithmetic('multiply', ['int', 'uint', 'double'], multiplyCel),
	'_/_': arithmetic('divide', ['int', 'uint', 'double'], divideCel),
	'_%_': arithmetic('modulo', ['int', 'uint'], moduloCel),
	'-_': [
		['negate_int64', '(int) int', negateCel],
		['negate_double', '(double) double', negateCel],
	],
	'_[_]': [
		['index_list', '(list(A), int) A', indexed],
		['index_map', '(map(A, B), A) B', valueOfKey],
		['optional_list_index_int', '(optional(list(A)), int) optional(A)', logic],
		['optional_map_index_value', '(optional(map(A, B)), A) optional(B)', logic],
	],
	'_[?_]': [
		['list_optindex_optional_int', '(list(A), int) optional(A)', logic],
		['optional_list_optindex_optional_int', '(optional(list(A)), int) optional(A)', logic],
		['map_optindex_optional_value', '(map(A, B), A) optional(B)', logic],
		['optional_map_optindex_optional_value', '(optional(map(A, B)), A) optional(B)', logic],
	],
	'@in': [
		[
			'in_list',
			'(A, list(A)) bool',
			(value: unknown, list: readonly unknown[]) => list.some((each) => equalCel(value, each)),
		],
		['in_map', '(A, map(A, B)) bool', (value: unknown, map: CelMap) => hasKey(map, value)],
	],
	'cel.@mapInsert': [
		['@mapInsert_map_map', '(map(A, B), map(A, B)) map(A, B)', insertAll],
		['@mapInsert_map_key_value', '(map(A, B), A, B) map(A, B)', insertOne],
	],
});

function hasKey(map: CelMap, value: unknown): boolean {
	const key = keyOf(value);
	return key !== undefined && map.has(key);
}

function insertOne(map: CelMap, key: unknown, value: unknown): CelMap {
	const name = keyOf(key);
	if (name === undefined) throw celFault(`unsupported key type`);
	map.insert(name, value);
	return map;
}

function insertAll(map: CelMap, entries: CelMap): CelMap {
	for (const key of entries.keys()) map.insert(key, entries.get(key));
	return map;
}

const text = (test: (text: string, part: string) => boolean) => test;
const sizeOfText = (value: string): bigint => BigInt(lengthOf(value));
const sizeOf = (value: Uint8Array | readonly unknown[]): bigint => BigInt(value.length);
const sizeOfMap = (value: CelMap): bigint => BigInt(value.size);

const FUNCTIONS = declareFunctions({
	size: [
		['size_string', '(string) int', sizeOfText],
		['string_size', 'string.() int', sizeOfText],
		['size_bytes', '(bytes) int', sizeOf],
		['bytes_size', 'bytes.() int', sizeOf],
		['size_list', '(list(A)) int', sizeOf],
		['list_size', 'list(A).() int', sizeOf],
		['size_map', '(map(A, B)) int', sizeOfMap],
		['map_size', 'map(A, B).() int', sizeOfMap],
	],
	contains: [['contains_string', 'string.(string) bool', text((value, part) => includesText(value, part))]],
	startsWith: [['starts_with_string', 'string.(string) bool', text((value, part) => value.startsWith(part))]],
	endsWith: [['ends_with_string', 'string.(string) bool', text((value, part) => value.endsWith(part))]],
	matches: [
		['matches', '(string, string) bool', matchesRegexp],
		['matches_string', 'string.(string) bool', matchesRegexp],
	],
	...conversions({ encode: encodeUtf8, decode: decodeUtf8 }),
});

const OPTIONALS = declareFunctions({
	'optional.of': [['optional_of', '(A) optional(A)', (value: unknown) => new CelOptional(value)]],
	'optional.none': [['optional_none', '() optional(A)', () => CelOptional.NONE]],
	'optional.ofNonZeroValue': [
		[
			'optional_ofNonZeroValue',
			'(A) optional(A)',
			(value: unknown) => (isZero(value) ? CelOptional.NONE : new CelOptional(value)),
		],
	],
	hasValue: [['optional_hasValue', 'optional(A).() bool', ({ value }: CelOptional) => value !== undefined]],
	value: [
		[
			'optional_value',
			'optional(A).() A',
			({ value }: CelOptional) => {
				if (value === undefined) throw celFault('optional.none() dereference');
				return value;
			},
		],
	],
	or: [
		[
			'optional_or_optional',
			'optional(A).(optional(A)) optional(A)',
			(a: CelOptional, b: CelOptional) => (a.value === undefined ? b : a),
		],
	],
	orValue: [['optional_orValue_value', 'optional(A).(A) A', (a: CelOptional, b: unknown) => a.value ?? b]],
});

function isZero(value: unknown): boolean {
	if (value === null || value === false || value === '' || value === 0 || value === 0n) return true;
	if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0;
	return value instanceof CelMap && value.size === 0;
}

export const STANDARD_FUNCTIONS = joinFunctions(OPERATORS, FUNCTIONS, OPTIONALS, TIME_FUNCTIONS);
