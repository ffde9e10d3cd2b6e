import { jsonEqual } from '../json-equal.ts';
import type { Json } from '../meta.ts';
import { isObject, type JsonObject, setOwn } from './json-object.ts';
import {
	compareTexts,
	goMap,
	isCounterpart,
	ListIndex,
	requireMergeKeys,
	sortByOrder,
	sortScalars,
	textOf,
	uniqueScalars,
} from './list-order.ts';
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
import { combineStrategicMergePatches } from './strategic-merge.ts';

/**
 * The strategic merge patch that turns `original` into `modified`; {} when they are equal.
 * Models apimachinery/pkg/util/strategicpatch CreateTwoWayMergePatch.
 */
export function createTwoWayMergePatch(
	original: JsonObject,
	modified: JsonObject,
	schema: PatchSchema | undefined,
): JsonObject {
	return new StrategicDiff(schema, 'all').objects(original, modified, rootCursor(schema), false);
}

/**
 * What `kubectl apply` sends: additions and changes from `current` to `modified`, deletions from `original` (the last
 * applied configuration) to `modified`. Models apimachinery/pkg/util/strategicpatch CreateThreeWayMergePatch.
 */
export function createThreeWayMergePatch(
	original: JsonObject,
	modified: JsonObject,
	current: JsonObject,
	schema: PatchSchema | undefined,
): JsonObject {
	const cursor = rootCursor(schema);
	const changes = new StrategicDiff(schema, 'changes').objects(current, modified, cursor, false);
	const deletions = new StrategicDiff(schema, 'deletions').objects(original, modified, cursor, false);
	return combineStrategicMergePatches(deletions, changes, schema);
}

class StrategicDiff {
	readonly #schema: PatchSchema | undefined;
	readonly #changes: boolean;
	readonly #deletions: boolean;

	constructor(schema: PatchSchema | undefined, want: 'all' | 'changes' | 'deletions') {
		this.#schema = schema;
		this.#changes = want !== 'deletions';
		this.#deletions = want !== 'changes';
	}

	objects(original: JsonObject, modified: JsonObject, cursor: SchemaCursor, retainKeys: boolean): JsonObject {
		const patch: JsonObject = {};
		const retained: string[] = [];
		for (const [key, after] of Object.entries(modified)) {
			if (retainKeys && after !== null) retained.push(key);
			const before = Object.hasOwn(original, key) ? original[key] : undefined;
			if (before === undefined) {
				if (this.#changes) setOwn(patch, key, after);
			} else if (key === PATCH) {
				if (before !== after) setOwn(patch, key, after);
			} else if (isObject(before) && isObject(after)) {
				this.#objectField(patch, key, before, after, fieldAt(cursor, key));
			} else if (Array.isArray(before) && Array.isArray(after)) {
				this.#listField(patch, key, before, after, fieldAt(cursor, key));
			} else if (this.#changes && !jsonEqual(before, after)) setOwn(patch, key, after);
		}
		const removed = Object.keys(original).filter((key) => !Object.hasOwn(modified, key));
		if (this.#deletions) for (const key of removed) setOwn(patch, key, null);
		if (retained.length > 0 && (Object.keys(patch).length > 0 || removed.length > 0)) {
			patch[RETAIN_KEYS] = sortScalars(retained);
		}
		return patch;
	}

	#objectField(
		patch: JsonObject,
		key: string,
		before: JsonObject,
		after: JsonObject,
		field: PatchField | undefined,
	): void {
		const { strategy, retainKeys } = strategyOf(field);
		if (strategy === 'replace') {
			if (this.#changes) setOwn(patch, key, after);
			return;
		}
		const inner = this.objects(before, after, cursorInto(this.#schema, field), retainKeys);
		if (Object.keys(inner).length > 0) setOwn(patch, key, inner);
	}

	#listField(patch: JsonObject, key: string, before: Json[], after: Json[], field: PatchField | undefined): void {
		const { strategy, mergeKey, retainKeys } = strategyOf(field);
		if (strategy !== 'merge') {
			if (this.#changes && !jsonEqual(before, after)) setOwn(patch, key, after);
			return;
		}
		if (before.length === 0) {
			if (after.length > 0 && this.#changes) setOwn(patch, key, after);
			return;
		}
		if (mergeKey === '' || !isObject(before[0] ?? after[0])) this.#scalarLists(patch, key, before, after);
		else this.#objectLists(patch, key, before, after, mergeKey, cursorInto(this.#schema, field?.items), retainKeys);
	}

	#scalarLists(patch: JsonObject, key: string, before: readonly Json[], after: readonly Json[]): void {
		const added = this.#changes ? surplus(after, before) : [];
		const deleted = this.#deletions ? uniqueScalars(surplus(before, after)) : [];
		if (added.length > 0) setOwn(patch, key, sortByOrder(added, new ListIndex(after, '')));
		if (deleted.length > 0) patch[`${DELETE_FROM_PRIMITIVE_LIST}${key}`] = deleted;
		if (deleted.length > 0 || (this.#changes && !jsonEqual(before, after))) {
			patch[`${SET_ELEMENT_ORDER}${key}`] = [...after];
		}
	}

	#objectLists(
		patch: JsonObject,
		key: string,
		before: readonly Json[],
		after: readonly Json[],
		mergeKey: string,
		cursor: SchemaCursor,
		retainKeys: boolean,
	): void {
		requireMergeKeys(before, mergeKey);
		requireMergeKeys(after, mergeKey);
		const items: Json[] = [];
		const deletions: Json[] = [];
		for (const [old, item] of pairUp(before as JsonObject[], after as JsonObject[], mergeKey)) {
			if (item === undefined) {
				if (this.#deletions) deletions.push({ [mergeKey]: (old as JsonObject)[mergeKey] as Json, [PATCH]: 'delete' });
			} else if (old === undefined) {
				if (this.#changes) items.push(item);
			} else {
				const inner = this.objects(old, item, cursor, retainKeys);
				if (Object.keys(inner).length > 0) items.push({ ...inner, [mergeKey]: item[mergeKey] as Json });
			}
		}
		const list = [...sortByOrder(items, new ListIndex(after, mergeKey)), ...deletions];
		if (list.length > 0) setOwn(patch, key, list);
		const sameOrder =
			before.length === after.length &&
			after.every((item, index) => isCounterpart(before[index] as Json, item, mergeKey));
		if ((this.#changes && (list.length > 0 || !sameOrder)) || (this.#deletions && list.length > 0)) {
			patch[`${SET_ELEMENT_ORDER}${key}`] = after.map((item) => ({
				[mergeKey]: (item as JsonObject)[mergeKey] as Json,
			}));
		}
	}
}

/** Items of both lists side by side in the order of their keys; repeated keys pair up in turn. */
function pairUp(
	before: readonly JsonObject[],
	after: readonly JsonObject[],
	mergeKey: string,
): [JsonObject | undefined, JsonObject | undefined][] {
	const keyText = (item: JsonObject): string => goMap(item[mergeKey]);
	const byKey = (a: JsonObject, b: JsonObject): number => compareTexts(keyText(a), keyText(b));
	const left = [...before].sort(byKey);
	const right = [...after].sort(byKey);
	const pairs: [JsonObject | undefined, JsonObject | undefined][] = [];
	let i = 0;
	let j = 0;
	while (i < left.length || j < right.length) {
		const old = left[i];
		const item = right[j];
		const order = old === undefined ? 1 : item === undefined ? -1 : byKey(old, item);
		pairs.push([order <= 0 ? old : undefined, order >= 0 ? item : undefined]);
		if (order <= 0) i++;
		if (order >= 0) j++;
	}
	return pairs;
}

/** The scalars of `list` that `other` has not, or has fewer of, in Go's sorting order. */
function surplus(list: readonly Json[], other: readonly Json[]): Json[] {
	const left = new Map<string, number>();
	for (const item of other) left.set(textOf(item), (left.get(textOf(item)) ?? 0) + 1);
	return sortScalars(list).filter((item) => {
		const count = left.get(textOf(item)) ?? 0;
		left.set(textOf(item), count - 1);
		return count <= 0;
	});
}
