import type { Json } from '../../machinery/meta.ts';
import {
	isPlainObject,
	itemsOf,
	type JsonFields,
	type JsonSchema,
	propertyOf,
	sortedCopy,
	valuesOf,
} from './json-schema.ts';

/**
 * Fills in the defaults of a schema, in place. Null where the schema allows none counts as absent.
 * Models apiextensions-apiserver/pkg/apiserver/schema/defaulting PruneNonNullableNullsWithoutDefaults and Default.
 */
export function applySchemaDefaults(object: JsonFields, schema: JsonSchema): void {
	dropNulls(object, schema);
	fillIn(object, schema);
}

function isUnwantedNull(value: Json | undefined, schema: JsonSchema | undefined): boolean {
	return value === null && schema !== undefined && schema.nullable !== true;
}

function dropNulls(value: Json, schema: JsonSchema | undefined): void {
	if (Array.isArray(value)) {
		for (const item of value) dropNulls(item, itemsOf(schema));
		return;
	}
	if (!isPlainObject(value)) return;
	for (const key of Object.keys(value)) {
		const inner = propertyOf(schema, key) ?? valuesOf(schema);
		if (isUnwantedNull(value[key], inner) && inner?.default === undefined) delete value[key];
		else dropNulls(value[key] as Json, inner);
	}
}

function fillIn(value: Json, schema: JsonSchema | undefined): void {
	if (schema === undefined) return;
	if (Array.isArray(value)) {
		const items = itemsOf(schema);
		for (const [index, item] of value.entries()) {
			if (isUnwantedNull(item, items) && items?.default !== undefined) value[index] = sortedCopy(items.default);
			fillIn(value[index] as Json, items);
		}
		return;
	}
	if (!isPlainObject(value)) return;
	for (const [key, property] of Object.entries(schema.properties ?? {})) {
		if (property.default === undefined) continue;
		if (Object.hasOwn(value, key) && !isUnwantedNull(value[key], property)) continue;
		// A field may be called __proto__.
		Object.defineProperty(value, key, {
			value: sortedCopy(property.default),
			enumerable: true,
			configurable: true,
			writable: true,
		});
	}
	const values = valuesOf(schema);
	for (const key of Object.keys(value)) {
		const property = propertyOf(schema, key);
		if (property === undefined && isUnwantedNull(value[key], values) && values?.default !== undefined) {
			value[key] = sortedCopy(values.default);
		}
		fillIn(value[key] as Json, property ?? values);
	}
}
