import { addCel } from './cel-arithmetic.ts';
import { compareCel, equalCel } from './cel-compare.ts';
import { celFault } from './cel-fault.ts';
import { type CelFunctions, declareFunctions, type OverloadRow } from './cel-overload.ts';
import { CelDuration, CelUint } from './cel-value.ts';

type List = readonly unknown[];

const RANGE_MAX = 200_000n;
const COMPARABLE = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];

function order(a: unknown, b: unknown): number {
	const found = compareCel(a, b);
	if (found === undefined) throw celFault('no such overload');
	return found;
}

function isSorted(list: List): boolean {
	return list.every((item, index) => index === 0 || order(list[index - 1], item) <= 0);
}

function extreme(list: List, sign: number, name: string): unknown {
	if (list.length === 0) throw celFault(`${name} called on empty list`);
	return list.reduce((best, item) => (order(item, best) * sign > 0 ? item : best));
}

const ZEROS: readonly (readonly [type: string, zero: unknown])[] = [
	['int', 0n],
	['uint', new CelUint(0n)],
	['double', 0],
	['duration', new CelDuration(0n)],
];

function sums(): OverloadRow[] {
	return ZEROS.map(([type, zero]) => [
		`list_${type}_sum`,
		`list(${type}).() ${type}`,
		(list: List) => list.reduce((sum, item) => addCel(sum, item), zero),
	]);
}

function ordered(name: string, result: string, call: (list: List) => unknown): OverloadRow[] {
	return COMPARABLE.map((type) => [`list_${type}_${name}`, `list(${type}).() ${result || type}`, call]);
}

function distinct(list: List): unknown[] {
	const kept: unknown[] = [];
	for (const item of list) if (!kept.some((each) => equalCel(each, item))) kept.push(item);
	return kept;
}

function flatten(list: List, depth = 1n): unknown[] {
	if (depth < 0n) throw celFault('level must be non-negative');
	return list.flatMap((item) => (Array.isArray(item) && depth > 0n ? flatten(item, depth - 1n) : [item]));
}

function slice(list: List, start: bigint, end: bigint): unknown[] {
	if (start < 0n || end < 0n) throw celFault(`cannot slice(${start}, ${end}), negative indexes not supported`);
	if (start > end)
		throw celFault(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`);
	if (BigInt(list.length) < end) throw celFault(`cannot slice(${start}, ${end}), list is length ${list.length}`);
	return list.slice(Number(start), Number(end));
}

function range(count: bigint): bigint[] {
	if (count > RANGE_MAX) throw celFault('list.range: too many elements');
	return Array.from({ length: Math.max(0, Number(count)) }, (_, index) => BigInt(index));
}

function sortedBy(list: List, keys: List): unknown[] {
	const at = list.map((_, index) => index);
	return at.sort((a, b) => order(keys[a], keys[b])).map((index) => list[index]);
}

const contains = (list: List, part: List): boolean => part.every((item) => list.some((each) => equalCel(each, item)));

/** Models apiserver/pkg/cel/library/lists.go, cel-go ext/lists.go (version 3) and ext/sets.go. */
export const LIST_LIBRARY: CelFunctions = declareFunctions({
	isSorted: ordered('is_sorted', 'bool', isSorted),
	sum: sums(),
	min: ordered('min', '', (list) => extreme(list, -1, 'min')),
	max: ordered('max', '', (list) => extreme(list, 1, 'max')),
	indexOf: [
		[
			'list_a_index_of_int',
			'list(A).(A) int',
			(list: List, item: unknown) => BigInt(list.findIndex((each) => equalCel(each, item))),
		],
	],
	lastIndexOf: [
		[
			'list_a_last_index_of_int',
			'list(A).(A) int',
			(list: List, item: unknown) => BigInt(list.findLastIndex((each) => equalCel(each, item))),
		],
	],
	slice: [['list_slice', 'list(A).(int, int) list(A)', slice]],
	flatten: [
		['list_flatten', 'list(list(A)).() list(A)', (list: List) => flatten(list)],
		['list_flatten_int', 'list(dyn).(int) list(dyn)', flatten],
	],
	sort: COMPARABLE.map((type) => [
		`list_${type}_sort`,
		`list(${type}).() list(${type})`,
		(list: List) => sortedBy(list, list),
	]),
	'@sortByAssociatedKeys': COMPARABLE.map((type) => [
		`list_${type}_sortByAssociatedKeys`,
		`list(A).(list(${type})) list(A)`,
		sortedBy,
	]),
	distinct: [['list_distinct', 'list(A).() list(A)', distinct]],
	reverse: [['list_reverse', 'list(A).() list(A)', (list: List) => [...list].reverse()]],
	'lists.range': [['lists_range', '(int) list(int)', range]],
	'sets.contains': [['list_sets_contains_list', '(list(A), list(A)) bool', contains]],
	'sets.equivalent': [
		['list_sets_equivalent_list', '(list(A), list(A)) bool', (a: List, b: List) => contains(a, b) && contains(b, a)],
	],
	'sets.intersects': [
		[
			'list_sets_intersects_list',
			'(list(A), list(A)) bool',
			(a: List, b: List) => a.some((item) => b.some((each) => equalCel(each, item))),
		],
	],
});
