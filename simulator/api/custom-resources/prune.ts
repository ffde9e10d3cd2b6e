import type { Json } from '../../machinery/meta.ts';
import type { Pace } from '../../machinery/rest.ts';
import { runToCompletion, type Task } from '../../machinery/task.ts';
import {
	additionalOf,
	isEmbedded,
	isPlainObject,
	itemsOf,
	type JsonFields,
	type JsonSchema,
	keepsUnknown,
	propertyOf,
	valuesOf,
} from './json-schema.ts';

/**
 * Drops from an object what its schema does not know, in place. Returns the paths of what went, sorted.
 * Models apiextensions-apiserver/pkg/apiserver/schema/pruning PruneWithOptions.
 */
export function pruneObject(object: JsonFields, schema: JsonSchema): readonly string[] {
	return runToCompletion(pruneInSteps(object, schema, undefined));
}

/** The same of what may be large. @param pace undefined for what is done at once. */
export function* pruneInSteps(object: JsonFields, schema: JsonSchema, pace: Pace | undefined): Task<readonly string[]> {
	const pruner = new Pruner();
	const whole = { ...schema, 'x-kubernetes-embedded-resource': true };
	if (pace === undefined) pruner.value(object, whole, '');
	else yield* pruner.large(object, whole, '', pace);
	return pruner.dropped.sort();
}

const META_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

class Pruner {
	readonly dropped: string[] = [];

	value(value: Json, schema: JsonSchema | undefined, path: string): void {
		const keeps = keepsUnknown(schema);
		if (Array.isArray(value)) {
			const items = itemsOf(schema);
			// What is kept unseen keeps what is in the items of its lists, too.
			if (keeps && items === undefined) return;
			const each = keeps ? { ...items, 'x-kubernetes-preserve-unknown-fields': true } : items;
			for (const [index, item] of value.entries()) this.value(item, each, `${path}[${index}]`);
			return;
		}
		if (!isPlainObject(value)) return;
		for (const key of Object.keys(value)) this.#member(value, key, schema, path);
	}

	/** As `value`, member by member. */
	*large(value: Json, schema: JsonSchema | undefined, path: string, pace: Pace): Task<void> {
		yield* pace.after(value);
		const keeps = keepsUnknown(schema);
		if (!pace.isLarge(value) || keeps) this.value(value, schema, path);
		else if (Array.isArray(value)) {
			for (const [index, item] of value.entries()) {
				yield* this.large(item, itemsOf(schema), `${path}[${index}]`, pace);
			}
		} else if (isPlainObject(value)) {
			for (const key of Object.keys(value)) {
				const property = propertyOf(schema, key);
				const isOwn = isEmbedded(schema) && META_FIELDS.has(key);
				if (property === undefined || isOwn) this.#member(value, key, schema, path);
				else yield* this.large(value[key] as Json, property, path === '' ? key : `${path}.${key}`, pace);
				yield* pace.after(value[key]);
			}
		}
	}

	#member(value: JsonFields, key: string, schema: JsonSchema | undefined, path: string): void {
		if (isEmbedded(schema) && META_FIELDS.has(key)) return;
		const inner = path === '' ? key : `${path}.${key}`;
		const property = propertyOf(schema, key);
		if (property !== undefined) this.value(value[key] as Json, property, inner);
		else if (additionalOf(schema) === true || valuesOf(schema) !== undefined) {
			this.value(value[key] as Json, valuesOf(schema), inner);
		} else if (!keepsUnknown(schema)) {
			this.dropped.push(inner);
			delete value[key];
		}
	}
}
