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
import { Pace } from '../rest.ts';
import type { Task, Wait } from '../task.ts';
import { type FieldsV1, LEAF, nodeOf, nodeOfInSteps } from './fields-v1.ts';
import { BUILT_IN_KEY_DEFAULTS, elementOf, isAssociative } from './list-elements.ts';

/**
 * The fields that an applied configuration speaks of. Models structured-merge-diff/typed ToFieldSet.
 * @param skip paths from the root, joined by dots, that do not count.
 * @param rest for between the steps of what may be large; undefined for what is done at once.
 */
export function* fieldsOf(
	object: JsonObject,
	schema: PatchSchema | undefined,
	skip: ReadonlySet<string>,
	rest: Wait | undefined,
): Task<FieldsV1 | undefined> {
	const pace = new Pace(rest);
	const members = yield* new Configuration(schema, skip, pace).members(object, rootCursor(schema), '', 0);
	return yield* nodeOfInSteps(false, members, pace);
}

class Configuration {
	readonly #schema: PatchSchema | undefined;
	readonly #skip: ReadonlySet<string>;
	readonly #pace: Pace;

	constructor(schema: PatchSchema | undefined, skip: ReadonlySet<string>, pace: Pace) {
		this.#schema = schema;
		this.#skip = skip;
		this.#pace = pace;
	}

	*members(value: JsonObject, cursor: SchemaCursor, path: string, depth: number): Task<[string, FieldsV1][]> {
		const children: [string, FieldsV1][] = [];
		for (const key of Object.keys(value)) {
			const at = depth > 1 ? '' : path === '' ? key : `${path}.${key}`;
			if (at !== '' && this.#skip.has(at)) continue;
			const inner = value[key] as Json;
			const node = yield* this.#node(inner, fieldAt(cursor, key), cursor?.kind !== 'type', at, depth + 1);
			if (node !== undefined) children.push([`f:${key}`, node]);
		}
		return children;
	}

	*#node(
		value: Json,
		field: PatchField | undefined,
		isUserKey: boolean,
		path: string,
		depth: number,
	): Task<FieldsV1 | undefined> {
		yield* this.#pace.spend(1);
		if (isObject(value) && field?.mapType !== 'atomic') {
			const cursor = cursorInto(this.#schema, field);
			if (cursor?.kind !== 'type' || cursor.type.mapType !== 'atomic') {
				const children = yield* this.members(value, cursor, path, depth);
				// Metadata of which nothing counts is nobody's.
				if (children.length === 0 && path === 'metadata') return undefined;
				return (yield* nodeOfInSteps(isUserKey && field !== undefined, children, this.#pace)) ?? LEAF;
			}
		} else if (Array.isArray(value) && field !== undefined && isAssociative(field)) {
			const children = new Map<string, FieldsV1>();
			for (const item of value) {
				const cursor = cursorInto(this.#schema, field.items);
				const inner = isObject(item) ? yield* this.members(item, cursor, '', 2) : [];
				children.set(elementOf(item, field, BUILT_IN_KEY_DEFAULTS), nodeOf(true, inner) ?? LEAF);
			}
			return (yield* nodeOfInSteps(false, [...children], this.#pace)) ?? LEAF;
		}
		return LEAF;
	}
}
