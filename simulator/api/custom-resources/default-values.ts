import type { Json } from '../../machinery/meta.ts';
import type { Pace } from '../../machinery/rest.ts';
import type { Task } from '../../machinery/task.ts';
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

/** The same of what may be large. */
export function* applySchemaDefaultsInSteps(object: JsonFields, schema: JsonSchema, pace: Pace): Task<void> {
	yield* dropNullsInSteps(object, schema, pace);
	yield* fillInInSteps(object, schema, pace);
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

function* dropNullsInSteps(value: Json, schema: JsonSchema | undefined, pace: Pace): Task<void> {
	yield* pace.after(value);
	if (!pace.isLarge(value)) dropNulls(value, schema);
	else if (Array.isArray(value)) for (const item of value) yield* dropNullsInSteps(item, itemsOf(schema), pace);
	else if (isPlainObject(value)) {
		for (const key of Object.keys(value)) {
			const inner = propertyOf(schema, key) ?? valuesOf(schema);
			if (isUnwantedNull(value[key], inner) && inner?.default === undefined) delete value[key];
			else yield* dropNullsInSteps(value[key] as Json, inner, pace);
		}
	}
}

function fillIn(value: Json, schema: JsonSchema | undefined): void {
	if (schema === undefined) return;
	if (Array.isArray(value)) {
		for (const index of value.keys()) fillIn(itemWithDefault(value, index, itemsOf(schema)), itemsOf(schema));
		return;
	}
	if (!isPlainObject(value)) return;
	addProperties(value, schema);
	const values = valuesOf(schema);
	for (const key of Object.keys(value)) {
		fillIn(memberWithDefault(value, key, schema), propertyOf(schema, key) ?? values);
	}
}

function* fillInInSteps(value: Json, schema: JsonSchema | undefined, pace: Pace): Task<void> {
	yield* pace.after(value);
	if (schema === undefined) return;
	if (!pace.isLarge(value)) fillIn(value, schema);
	else if (Array.isArray(value)) {
		const items = itemsOf(schema);
		for (const index of value.keys()) yield* fillInInSteps(itemWithDefault(value, index, items), items, pace);
	} else if (isPlainObject(value)) {
		addProperties(value, schema);
		const values = valuesOf(schema);
		for (const key of Object.keys(value)) {
			yield* fillInInSteps(memberWithDefault(value, key, schema), propertyOf(schema, key) ?? values, pace);
		}
	}
}

function itemWithDefault(items: Json[], index: number, schema: JsonSchema | undefined): Json {
	if (isUnwantedNull(items[index], schema) && schema?.default !== undefined) items[index] = sortedCopy(schema.default);
	return items[index] as Json;
}

/** The properties that are not there, with their defaults. */
function addProperties(value: JsonFields, schema: JsonSchema): void {
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
}

function memberWithDefault(value: JsonFields, key: string, schema: JsonSchema): Json {
	const values = valuesOf(schema);
	const isMapValue = propertyOf(schema, key) === undefined;
	if (isMapValue && isUnwantedNull(value[key], values) && values?.default !== undefined) {
		value[key] = sortedCopy(values.default);
	}
	return value[key] as Json;
}
