import { jsonEqual } from '../json-equal.ts';
import type { Json } from '../meta.ts';
import { isObject, type JsonObject } from './json-object.ts';
import { PatchError } from './patch-error.ts';

// The order of merged lists. An item is found by its merge key, or, in a list of scalars (mergeKey ''), by its value.

/** Index of `item`'s counterpart in `list`, or −1. */
export function indexByKey(list: readonly Json[], item: Json, mergeKey: string): number {
	if (mergeKey === '') return list.findIndex((each) => jsonEqual(each, item));
	const value = (item as JsonObject)[mergeKey];
	return list.findIndex((each) => isObject(each) && jsonEqual(each[mergeKey], value));
}

/**
 * Sorts the items by where they stand in `order`; `$patch: delete` items go last, unsorted.
 * Models apimachinery/pkg/util/strategicpatch normalizeSliceOrder.
 */
export function sortByOrder(items: readonly Json[], order: readonly Json[], mergeKey: string): Json[] {
	const deletions = items.filter((item) => isObject(item) && item.$patch === 'delete');
	const placed = items
		.filter((item) => !(isObject(item) && item.$patch === 'delete'))
		.map((item) => ({ item, at: indexByKey(order, item, mergeKey) }));
	placed.sort((a, b) => (a.at >= 0 && b.at >= 0 ? a.at - b.at : 0));
	return [...placed.map(({ item }) => item), ...deletions];
}

/**
 * The final order of a merged list: the items that the patch names stand as it says; those that only the server has
 * keep their place relative to them. Models apimachinery/pkg/util/strategicpatch normalizeElementOrder.
 */
export function mergeOrders(
	merged: readonly Json[],
	patchOrder: readonly Json[],
	serverOrder: readonly Json[],
	mergeKey: string,
): Json[] {
	const inPatch: Json[] = [];
	const serverOnly: Json[] = [];
	for (const item of merged) (indexByKey(patchOrder, item, mergeKey) >= 0 ? inPatch : serverOnly).push(item);
	const left = sortByOrder(serverOnly, serverOrder, mergeKey);
	const right = sortByOrder(inPatch, patchOrder, mergeKey);
	const out: Json[] = [];
	let i = 0;
	let j = 0;
	while (i < left.length && j < right.length) {
		const ofLeft = indexByKey(serverOrder, left[i] as Json, mergeKey);
		const ofRight = indexByKey(serverOrder, right[j] as Json, mergeKey);
		const leftFirst = ofLeft >= 0 && ofRight >= 0 && ofLeft < ofRight;
		out.push((leftFirst ? left[i++] : right[j++]) as Json);
	}
	return [...out, ...left.slice(i), ...right.slice(j)];
}

/** Refuses a list with an item that lacks the merge key. */
export function requireMergeKeys(list: readonly Json[], mergeKey: string): void {
	for (const item of list) {
		if (isObject(item) && (item[mergeKey] !== undefined || item.$patch === 'replace')) continue;
		throw new PatchError('content', `map: ${goMap(item)} does not contain declared merge key: ${mergeKey}`);
	}
}

/** A value as Go's %v prints it. */
export function goMap(value: Json | undefined): string {
	if (value === null || value === undefined) return '<nil>';
	if (Array.isArray(value)) return `[${value.map(goMap).join(' ')}]`;
	if (!isObject(value)) return String(value);
	const pairs = Object.keys(value)
		.sort()
		.map((key) => `${key}:${goMap(value[key])}`);
	return `map[${pairs.join(' ')}]`;
}

/** Scalars in Go's order of their printed form. */
export function sortScalars(list: readonly Json[]): Json[] {
	return [...list].sort((a, b) => compareTexts(goMap(a), goMap(b)));
}

export function compareTexts(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

export function uniqueScalars(list: readonly Json[]): Json[] {
	const seen = new Set<Json>();
	return list.filter((item) => !seen.has(item) && seen.add(item) !== undefined);
}
