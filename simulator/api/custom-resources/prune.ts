import type { Json } from '../../machinery/meta.ts';
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
	const pruner = new Pruner();
	pruner.value(object, { ...schema, 'x-kubernetes-embedded-resource': true }, '');
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
		for (const key of Object.keys(value)) {
			if (isEmbedded(schema) && META_FIELDS.has(key)) continue;
			const inner = path === '' ? key : `${path}.${key}`;
			const property = propertyOf(schema, key);
			if (property !== undefined) this.value(value[key] as Json, property, inner);
			else if (additionalOf(schema) === true || valuesOf(schema) !== undefined) {
				this.value(value[key] as Json, valuesOf(schema), inner);
			} else if (!keeps) {
				this.dropped.push(inner);
				delete value[key];
			}
		}
	}
}
