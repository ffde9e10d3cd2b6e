import { jsonEqual } from '../json-equal.ts';
import type { Json } from '../meta.ts';
import { isObject, type JsonObject, setOwn } from './json-object.ts';
import { goMap, isCounterpart, ListIndex, mergeOrders, requireMergeKeys, uniqueScalars } from './list-order.ts';
import { PatchError } from './patch-error.ts';
import {
	cursorInto,
	fieldAt,
	type PatchField,
	type PatchSchema,
	rootCursor,
	type SchemaCursor,
} from './patch-schema.ts';
import {
	DELETE_FROM_PRIMITIVE_LIST,
	PATCH,
	RETAIN_KEYS,
	SET_ELEMENT_ORDER,
	strategyOf,
} from './strategic-directives.ts';

/**
 * Applies a strategic merge patch. Neither argument is mutated; what the patch does not touch is shared.
 * Throws PatchError. Models apimachinery/pkg/util/strategicpatch StrategicMergeMapPatch.
 */
export function applyStrategicMergePatch(
	original: JsonObject,
	patch: JsonObject,
	schema: PatchSchema | undefined,
): JsonObject {
	return new StrategicMerger(schema, true).mergeObjects(original, patch, rootCursor(schema));
}

/** Combines two patches into one that does both: directives are kept. `over` wins. */
export function combineStrategicMergePatches(
	base: JsonObject,
	over: JsonObject,
	schema: PatchSchema | undefined,
): JsonObject {
	return new StrategicMerger(schema, false).mergeObjects(base, over, rootCursor(schema));
}

class StrategicMerger {
	readonly #schema: PatchSchema | undefined;
	/** True: directives are carried out and nulls delete. False: `original` is a patch too and keeps them. */
	readonly #applying: boolean;

	constructor(schema: PatchSchema | undefined, applying: boolean) {
		this.#schema = schema;
		this.#applying = applying;
	}

	mergeObjects(original: JsonObject, patch: JsonObject, cursor: SchemaCursor): JsonObject {
		if (Object.hasOwn(patch, PATCH)) return replacedBy(patch);
		const out: JsonObject = { ...original };
		const done = new Set<string>([RETAIN_KEYS]);
		this.#retainKeys(out, patch);
		for (const key of Object.keys(patch)) {
			if (!key.startsWith(SET_ELEMENT_ORDER)) continue;
			done.add(key);
			this.#mergeOrdered(out, patch, key, cursor, done);
		}
		for (const [key, value] of Object.entries(patch)) {
			if (done.has(key)) continue;
			if (key.startsWith(DELETE_FROM_PRIMITIVE_LIST)) this.#deleteScalars(out, key, value);
			else this.#mergeField(out, key, value, cursor);
		}
		return out;
	}

	#mergeField(out: JsonObject, key: string, value: Json, cursor: SchemaCursor): void {
		if (value === null) {
			if (this.#applying) delete out[key];
			else setOwn(out, key, null);
			return;
		}
		const before = Object.hasOwn(out, key) ? out[key] : undefined;
		const field = fieldAt(cursor, key);
		if (isObject(before) && isObject(value)) {
			const replaces = strategyOf(field).strategy === 'replace';
			setOwn(out, key, replaces ? value : this.mergeObjects(before, value, cursorInto(this.#schema, field)));
		} else if (Array.isArray(before) && Array.isArray(value)) {
			setOwn(out, key, this.#mergeLists(before, value, field));
		} else {
			const added = this.#applying ? withoutDirectives(value) : value;
			if (added !== undefined) setOwn(out, key, added);
		}
	}

	#mergeLists(original: readonly Json[], patch: readonly Json[], field: PatchField | undefined): Json[] {
		const { strategy, mergeKey } = strategyOf(field);
		if (strategy !== 'merge') return [...patch];
		if (original.length === 0 && patch.length === 0) return [];
		const sample = original[0] ?? patch[0];
		if (!isObject(sample)) {
			const merged = uniqueScalars([...original, ...patch]);
			return mergeOrders(merged, patch, original, '');
		}
		if (mergeKey === '') throw new PatchError('content', 'cannot merge lists without merge key');
		const { base, additions } = carryOutListDirectives(original, patch, mergeKey);
		requireMergeKeys(additions, mergeKey);
		const itemCursor = cursorInto(this.#schema, field?.items);
		const merged = [...base];
		const places = new ListIndex(merged, mergeKey);
		for (const item of additions as readonly JsonObject[]) {
			const at = places.find(item);
			if (at >= 0) merged[at] = this.mergeObjects(merged[at] as JsonObject, item, itemCursor);
			else {
				const added = this.#applying ? (withoutDirectives(item) as Json) : item;
				merged.push(added);
				places.push(added);
			}
		}
		return mergeOrders(merged, additions, base, mergeKey);
	}

	/** Carries out one `$setElementOrder/<field>` together with the list of the same field in the patch. */
	#mergeOrdered(out: JsonObject, patch: JsonObject, key: string, cursor: SchemaCursor, done: Set<string>): void {
		const order = patch[key];
		const name = key.slice(SET_ELEMENT_ORDER.length);
		if (!Array.isArray(order)) throw new PatchError('format', 'invalid patch format of setElementOrder list');
		if (!this.#applying) {
			if (Object.hasOwn(out, key) && !jsonEqual(out[key], order)) {
				throw new PatchError('format', 'invalid patch format of setElementOrder list');
			}
			setOwn(out, key, order);
		}
		const before = Object.hasOwn(out, name) ? out[name] : undefined;
		const change = Object.hasOwn(patch, name) ? patch[name] : undefined;
		const field = fieldAt(cursor, name);
		const { mergeKey } = strategyOf(field);
		if (change !== undefined && !Array.isArray(change)) return;
		if (Array.isArray(change)) {
			checkAgainstOrder(change, order, mergeKey);
			done.add(name);
		}
		if (!Array.isArray(before) && !Array.isArray(change)) return;
		const base = Array.isArray(before) ? before : [];
		let merged: Json[];
		if (!Array.isArray(change)) merged = base;
		else if (!Array.isArray(before)) merged = this.#applying ? (withoutDirectives(change) as Json[]) : change;
		else merged = this.#mergeLists(base, change, field);
		setOwn(out, name, mergeOrders(merged, order, base, mergeKey));
	}

	#deleteScalars(out: JsonObject, key: string, value: Json): void {
		if (!this.#applying) {
			setOwn(out, key, value);
			return;
		}
		if (!Array.isArray(value)) throw new PatchError('format', 'invalid patch format of primitive list');
		const name = key.slice(DELETE_FROM_PRIMITIVE_LIST.length);
		const list = out[name];
		const gone = new ListIndex(value, '');
		if (Array.isArray(list))
			setOwn(
				out,
				name,
				list.filter((item) => gone.find(item) < 0),
			);
	}

	/** `$retainKeys`: everything else of the object goes. */
	#retainKeys(out: JsonObject, patch: JsonObject): void {
		if (!Object.hasOwn(patch, RETAIN_KEYS)) return;
		const keep = patch[RETAIN_KEYS];
		if (!Array.isArray(keep)) throw new PatchError('format', 'invalid patch format of retainKeys');
		if (!this.#applying) {
			if (Object.hasOwn(out, RETAIN_KEYS) && !jsonEqual(out[RETAIN_KEYS], keep)) {
				throw new PatchError('format', 'invalid patch format of retainKeys');
			}
			out[RETAIN_KEYS] = keep;
			return;
		}
		const kept = new Set(keep);
		for (const [key, value] of Object.entries(patch)) {
			if (value === null || key.startsWith('$')) continue;
			if (!kept.has(key)) throw new PatchError('format', 'invalid patch format of retainKeys');
		}
		for (const key of Object.keys(out)) if (!kept.has(key)) delete out[key];
	}
}

/** `$patch: replace` leaves what stands beside it; `$patch: delete` nothing. */
function replacedBy(patch: JsonObject): JsonObject {
	if (patch[PATCH] === 'replace') {
		const { [PATCH]: _, ...rest } = patch;
		return rest;
	}
	if (patch[PATCH] === 'delete') return {};
	throw new PatchError('content', `unknown patch type: ${goMap(patch[PATCH])} in map: ${goMap(patch)}`);
}

function carryOutListDirectives(
	original: readonly Json[],
	patch: readonly Json[],
	mergeKey: string,
): { base: readonly Json[]; additions: readonly Json[] } {
	const gone = new ListIndex([], mergeKey);
	let deletes = false;
	let replaces = false;
	const additions: Json[] = [];
	for (const item of patch) {
		if (!isObject(item) || !Object.hasOwn(item, PATCH)) {
			additions.push(item);
			continue;
		}
		const directive = item[PATCH];
		if (directive === 'replace') replaces = true;
		else if (directive === 'delete') {
			requireMergeKeys([item], mergeKey);
			gone.push(item);
			deletes = true;
		} else if (directive === 'merge') {
			throw new PatchError('content', 'merging lists cannot yet be specified in the patch');
		} else {
			throw new PatchError('content', `unknown patch type: ${goMap(directive)} in map: ${goMap(item)}`);
		}
	}
	if (replaces) return { base: [], additions };
	return { base: deletes ? original.filter((each) => !isObject(each) || gone.find(each) < 0) : original, additions };
}

/** The items of a list must stand in the patch as its `$setElementOrder` says. */
function checkAgainstOrder(list: readonly Json[], order: readonly Json[], mergeKey: string): void {
	let from = 0;
	for (const item of list) {
		if (isObject(item) && Object.hasOwn(item, PATCH)) continue;
		let at = from;
		while (at < order.length && !isCounterpart(order[at] as Json, item, mergeKey)) at++;
		if (at === order.length) {
			const text = `The order in patch list:\n${goMap([...list])}\n doesn't match $setElementOrder list:\n${goMap([...order])}\n`;
			throw new PatchError('content', text);
		}
		from = at + 1;
	}
}

/** A value of the patch that has no counterpart: nulls and directives go. Undefined: nothing is left. */
function withoutDirectives(value: Json): Json | undefined {
	if (Array.isArray(value)) {
		const out: Json[] = [];
		for (const item of value) {
			const kept = withoutDirectives(item);
			if (kept !== undefined) out.push(kept);
		}
		return out;
	}
	if (!isObject(value)) return value;
	if (value[PATCH] === 'delete') return undefined;
	const out: JsonObject = {};
	let changed = false;
	for (const [key, inner] of Object.entries(value)) {
		const directive =
			key === PATCH ||
			key === RETAIN_KEYS ||
			key.startsWith(SET_ELEMENT_ORDER) ||
			key.startsWith(DELETE_FROM_PRIMITIVE_LIST);
		const kept = directive || inner === null ? undefined : withoutDirectives(inner);
		if (kept !== undefined) setOwn(out, key, kept);
		if (kept !== inner) changed = true;
	}
	return changed ? out : value;
}
