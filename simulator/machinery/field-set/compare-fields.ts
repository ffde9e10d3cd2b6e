import { jsonEqual } from '../json-equal.ts';
import type { Json } from '../meta.ts';
import { isObject, type JsonObject } from '../patch/json-object.ts';
import {
	cursorInto,
	fieldAt,
	type PatchField,
	type PatchSchema,
	rootCursor,
	type SchemaCursor,
} from '../patch/patch-schema.ts';
import { type FieldsV1, LEAF, nodeOf } from './fields-v1.ts';
import { BUILT_IN_KEY_DEFAULTS, elementOf, isAssociative } from './list-elements.ts';

export interface FieldChanges {
	/** Added or modified. */
	readonly changed: FieldsV1 | undefined;
	readonly removed: FieldsV1 | undefined;
}

/**
 * What differs between two versions of an object, as sets of fields. Subtrees that both share are not looked at.
 * Models structured-merge-diff/typed Compare.
 * @param skip paths from the root, joined by dots, that do not count ("metadata.uid", "status").
 */
export function compareFields(
	before: JsonObject,
	after: JsonObject,
	schema: PatchSchema | undefined,
	skip: ReadonlySet<string>,
): FieldChanges {
	return new Comparison(schema, skip).objects(before, after, rootCursor(schema), '', 0);
}

const NOTHING: FieldChanges = { changed: undefined, removed: undefined };

class Comparison {
	readonly #schema: PatchSchema | undefined;
	readonly #skip: ReadonlySet<string>;

	constructor(schema: PatchSchema | undefined, skip: ReadonlySet<string>) {
		this.#schema = schema;
		this.#skip = skip;
	}

	/** @param depth 0 at the root and 1 in its fields: only there paths may be skipped. */
	objects(
		before: JsonObject | undefined,
		after: JsonObject | undefined,
		cursor: SchemaCursor,
		path: string,
		depth: number,
	): FieldChanges {
		const changed: [string, FieldsV1][] = [];
		const removed: [string, FieldsV1][] = [];
		const visit = (key: string): void => {
			const old = before?.[key];
			const value = after?.[key];
			if (old === value) return;
			const inner = depth > 1 ? '' : path === '' ? key : `${path}.${key}`;
			if (inner !== '' && this.#skip.has(inner)) return;
			const changes = this.#values(old, value, fieldAt(cursor, key), inner, depth + 1);
			if (changes.changed !== undefined) changed.push([`f:${key}`, changes.changed]);
			if (changes.removed !== undefined) removed.push([`f:${key}`, changes.removed]);
		};
		for (const key in after) visit(key);
		for (const key in before) if (after?.[key] === undefined) visit(key);
		return {
			changed: nodeOf(before === undefined, changed),
			removed: nodeOf(after === undefined, removed),
		};
	}

	#values(
		before: Json | undefined,
		after: Json | undefined,
		field: PatchField | undefined,
		path: string,
		depth: number,
	): FieldChanges {
		const sample = after ?? before;
		if (isObject(sample) && fitsObject(before) && fitsObject(after) && field?.mapType !== 'atomic') {
			const cursor = cursorInto(this.#schema, field);
			if (cursor?.kind !== 'type' || cursor.type.mapType !== 'atomic') {
				return this.objects(orEmpty(before), orEmpty(after), cursor, path, depth);
			}
		} else if (field !== undefined && Array.isArray(sample) && isAssociative(field)) {
			if (fitsList(before) && fitsList(after)) return this.#lists(before, after, field);
		}
		if (before === undefined) return { changed: LEAF, removed: undefined };
		if (after === undefined) return { changed: undefined, removed: LEAF };
		return jsonEqual(before, after) ? NOTHING : { changed: LEAF, removed: undefined };
	}

	#lists(before: Json[] | null | undefined, after: Json[] | null | undefined, field: PatchField): FieldChanges {
		const olds = new Map<string, Json>();
		for (const item of before ?? []) olds.set(elementOf(item, field, BUILT_IN_KEY_DEFAULTS), item);
		const changed: [string, FieldsV1][] = [];
		const removed: [string, FieldsV1][] = [];
		const seen = new Set<string>();
		for (const item of after ?? []) {
			const element = elementOf(item, field, BUILT_IN_KEY_DEFAULTS);
			if (seen.has(element)) continue;
			seen.add(element);
			const changes = this.#items(olds.get(element), item, field);
			if (changes.changed !== undefined) changed.push([element, changes.changed]);
			if (changes.removed !== undefined) removed.push([element, changes.removed]);
		}
		for (const [element, item] of olds) {
			if (seen.has(element)) continue;
			const changes = this.#items(item, undefined, field);
			if (changes.removed !== undefined) removed.push([element, changes.removed]);
		}
		return { changed: nodeOf(before === undefined, changed), removed: nodeOf(after === undefined, removed) };
	}

	#items(before: Json | undefined, after: Json | undefined, field: PatchField): FieldChanges {
		return before === after ? NOTHING : this.#values(before, after, field.items, '', 2);
	}
}

function fitsObject(value: Json | undefined): value is JsonObject | null | undefined {
	return value === undefined || value === null || isObject(value);
}

function fitsList(value: Json | undefined): value is Json[] | null | undefined {
	return value === undefined || value === null || Array.isArray(value);
}

/** Null is there, but has no fields. */
function orEmpty(value: JsonObject | null | undefined): JsonObject | undefined {
	return value === null ? {} : value;
}
