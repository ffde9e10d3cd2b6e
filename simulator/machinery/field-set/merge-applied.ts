import type { Json } from '../meta.ts';
import { isObject, type JsonObject, ownValue, setOwn } from '../patch/json-object.ts';
import {
	cursorInto,
	fieldAt,
	type PatchField,
	type PatchSchema,
	rootCursor,
	type SchemaCursor,
} from '../patch/patch-schema.ts';
import { type FieldsV1, isMember } from './fields-v1.ts';
import { BUILT_IN_KEY_DEFAULTS, elementOf, isAssociative } from './list-elements.ts';

/**
 * An applied configuration laid over the live object. Neither is mutated.
 * Models structured-merge-diff/typed TypedValue.Merge.
 */
export function mergeApplied(live: JsonObject, applied: JsonObject, schema: PatchSchema | undefined): JsonObject {
	return new Merge(schema).objects(live, applied, rootCursor(schema));
}

/**
 * The object without the fields of `set`, items of lists included. Models structured-merge-diff/typed RemoveItems.
 */
export function removeFields(object: JsonObject, set: FieldsV1, schema: PatchSchema | undefined): JsonObject {
	return new Removal(schema).fromObject(object, set, rootCursor(schema));
}

class Merge {
	readonly #schema: PatchSchema | undefined;

	constructor(schema: PatchSchema | undefined) {
		this.#schema = schema;
	}

	objects(live: JsonObject, applied: JsonObject, cursor: SchemaCursor): JsonObject {
		const out: JsonObject = { ...live };
		for (const [key, value] of Object.entries(applied))
			setOwn(out, key, this.#values(ownValue(out, key), value, fieldAt(cursor, key)));
		return out;
	}

	#values(live: Json | undefined, applied: Json, field: PatchField | undefined): Json {
		if (isObject(live) && isObject(applied) && field?.mapType !== 'atomic') {
			const cursor = cursorInto(this.#schema, field);
			if (cursor?.kind !== 'type' || cursor.type.mapType !== 'atomic') return this.objects(live, applied, cursor);
		}
		if (Array.isArray(live) && Array.isArray(applied) && field !== undefined && isAssociative(field)) {
			return this.#lists(live, applied, field);
		}
		return applied;
	}

	/** Items of both in the order of the configuration; those that only live has keep their place among them. */
	#lists(live: readonly Json[], applied: readonly Json[], field: PatchField): Json[] {
		const element = (item: Json): string => elementOf(item, field, BUILT_IN_KEY_DEFAULTS);
		const liveBy = new Map(live.map((item) => [element(item), item]));
		const appliedKeys = new Set(applied.map(element));
		const out: Json[] = [];
		let at = 0;
		const takeLiveOnly = (): void => {
			for (; at < live.length && !appliedKeys.has(element(live[at] as Json)); at++) out.push(live[at] as Json);
		};
		for (const item of applied) {
			takeLiveOnly();
			const key = element(item);
			if (at < live.length && element(live[at] as Json) === key) at++;
			const below = liveBy.get(key);
			out.push(below === undefined ? item : this.#values(below, item, field.items));
		}
		for (; at < live.length; at++) if (!appliedKeys.has(element(live[at] as Json))) out.push(live[at] as Json);
		return out;
	}
}

class Removal {
	readonly #schema: PatchSchema | undefined;

	constructor(schema: PatchSchema | undefined) {
		this.#schema = schema;
	}

	fromObject(object: JsonObject, set: FieldsV1, cursor: SchemaCursor): JsonObject {
		const out: JsonObject = {};
		for (const [key, value] of Object.entries(object)) {
			const node = Object.hasOwn(set, `f:${key}`) ? set[`f:${key}`] : undefined;
			const kept = node === undefined ? value : this.#fromValue(value, node, fieldAt(cursor, key));
			if (kept !== undefined) setOwn(out, key, kept);
		}
		return out;
	}

	/** Undefined: nothing of it is left. */
	#fromValue(value: Json, node: FieldsV1, field: PatchField | undefined): Json | undefined {
		if (isMember(node)) return undefined;
		if (isObject(value)) {
			const left = this.fromObject(value, node, cursorInto(this.#schema, field));
			return Object.keys(left).length === 0 && Object.keys(value).length > 0 ? undefined : left;
		}
		if (!Array.isArray(value) || field === undefined || !isAssociative(field)) return value;
		const left: Json[] = [];
		for (const item of value) {
			const element = elementOf(item, field, BUILT_IN_KEY_DEFAULTS);
			const inner = Object.hasOwn(node, element) ? node[element] : undefined;
			const kept = inner === undefined ? item : this.#fromValue(item, inner, field.items);
			if (kept !== undefined) left.push(kept);
		}
		return left.length === 0 ? undefined : left;
	}
}
