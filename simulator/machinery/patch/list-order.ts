import { formatJson } from '../format-json.ts';
import type { Json } from '../meta.ts';
import { isObject, type JsonObject } from './json-object.ts';
import { PatchError } from './patch-error.ts';

// The order of merged lists. An item is found by its merge key, or, in a list of scalars (mergeKey ''), by its value.

/** Where the items of a list stand: each is found without looking at the others. */
export class ListIndex {
	readonly #mergeKey: string;
	readonly #places = new Map<string, number>();
	#length = 0;

	constructor(list: readonly Json[], mergeKey: string) {
		this.#mergeKey = mergeKey;
		for (const item of list) this.push(item);
	}

	push(item: Json): void {
		const at = this.#length++;
		if (this.#mergeKey !== '' && !isObject(item)) return;
		const key = keyOf(item, this.#mergeKey);
		if (!this.#places.has(key)) this.#places.set(key, at);
	}

	/** Index of the first counterpart of `item`, or −1. */
	find(item: Json): number {
		return this.#places.get(keyOf(item, this.#mergeKey)) ?? -1;
	}
}

function keyOf(item: Json, mergeKey: string): string {
	return textOf(mergeKey === '' ? item : (item as JsonObject)[mergeKey]);
}

/** The same for values that are the same, and for no others. */
export function textOf(value: Json | undefined): string {
	return typeof value === 'object' ? formatJson(value) : `${typeof value} ${value}`;
}

/** Whether an item of `list` is the counterpart of `item`. */
export function isCounterpart(each: Json, item: Json, mergeKey: string): boolean {
	if (mergeKey !== '' && !isObject(each)) return false;
	return keyOf(each, mergeKey) === keyOf(item, mergeKey);
}

/**
 * Sorts the items by where they stand in `order`; `$patch: delete` items go last, unsorted.
 * Models apimachinery/pkg/util/strategicpatch normalizeSliceOrder.
 */
export function sortByOrder(items: readonly Json[], order: ListIndex): Json[] {
	const deletions = items.filter((item) => isObject(item) && item.$patch === 'delete');
	const placed = items
		.filter((item) => !(isObject(item) && item.$patch === 'delete'))
		.map((item) => ({ item, at: order.find(item) }));
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
	const [ofPatch, ofServer] = [new ListIndex(patchOrder, mergeKey), new ListIndex(serverOrder, mergeKey)];
	const inPatch: Json[] = [];
	const serverOnly: Json[] = [];
	for (const item of merged) (ofPatch.find(item) >= 0 ? inPatch : serverOnly).push(item);
	const left = sortByOrder(serverOnly, ofServer);
	const right = sortByOrder(inPatch, ofPatch);
	const out: Json[] = [];
	let i = 0;
	let j = 0;
	while (i < left.length && j < right.length) {
		const ofLeft = ofServer.find(left[i] as Json);
		const ofRight = ofServer.find(right[j] as Json);
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
