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

/**
 * The fields that an applied configuration speaks of. Models structured-merge-diff/typed ToFieldSet.
 * @param skip paths from the root, joined by dots, that do not count.
 */
export function fieldsOf(
	object: JsonObject,
	schema: PatchSchema | undefined,
	skip: ReadonlySet<string>,
): FieldsV1 | undefined {
	const cursorFor = (field: PatchField | undefined): SchemaCursor => cursorInto(schema, field);

	const ofObject = (value: JsonObject, cursor: SchemaCursor, path: string, depth: number): [string, FieldsV1][] => {
		const children: [string, FieldsV1][] = [];
		for (const [key, inner] of Object.entries(value)) {
			const at = depth > 1 ? '' : path === '' ? key : `${path}.${key}`;
			if (at !== '' && skip.has(at)) continue;
			const node = ofValue(inner, fieldAt(cursor, key), cursor?.kind !== 'type', at, depth + 1);
			if (node !== undefined) children.push([`f:${key}`, node]);
		}
		return children;
	};

	const ofValue = (
		value: Json,
		field: PatchField | undefined,
		isUserKey: boolean,
		path: string,
		depth: number,
	): FieldsV1 | undefined => {
		if (isObject(value) && field?.mapType !== 'atomic') {
			const cursor = cursorFor(field);
			if (cursor?.kind !== 'type' || cursor.type.mapType !== 'atomic') {
				const children = ofObject(value, cursor, path, depth);
				// Metadata of which nothing counts is nobody's.
				if (children.length === 0 && path === 'metadata') return undefined;
				return nodeOf(isUserKey && field !== undefined, children) ?? LEAF;
			}
		} else if (Array.isArray(value) && field !== undefined && isAssociative(field)) {
			const children = new Map<string, FieldsV1>();
			for (const item of value) {
				const inner = isObject(item) ? ofObject(item, cursorFor(field.items), '', 2) : [];
				children.set(elementOf(item, field, BUILT_IN_KEY_DEFAULTS), nodeOf(true, inner) ?? LEAF);
			}
			return nodeOf(false, [...children]) ?? LEAF;
		}
		return LEAF;
	};

	return nodeOf(false, ofObject(object, rootCursor(schema), '', 0));
}
