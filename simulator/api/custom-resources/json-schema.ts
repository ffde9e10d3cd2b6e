import type { Json } from '../../machinery/meta.ts';
import { setOwn } from '../../machinery/patch/json-object.ts';
import type { Pace } from '../../machinery/rest.ts';
import type { Task } from '../../machinery/task.ts';
import type { JSONSchemaProps } from '../apiextensions/types.ts';

/** The schema of a custom resource, or of a part of one. */
export type JsonSchema = JSONSchemaProps;

/** The schema of a list's items. */
export function itemsOf(schema: JsonSchema | undefined): JsonSchema | undefined {
	const items = schema?.items;
	return isPlainObject(items) ? (items as JsonSchema) : undefined;
}

/** The schema of the values of a map; true when anything goes, false when nothing does, undefined when it does not say. */
export function additionalOf(schema: JsonSchema | undefined): JsonSchema | boolean | undefined {
	const additional = schema?.additionalProperties;
	if (typeof additional === 'boolean') return additional;
	return isPlainObject(additional) ? (additional as JsonSchema) : undefined;
}

/** The schema of the values of a map where it has one. */
export function valuesOf(schema: JsonSchema | undefined): JsonSchema | undefined {
	const additional = additionalOf(schema);
	return typeof additional === 'object' ? additional : undefined;
}

/** Of a key that a client has chosen: `constructor` is no property that the schema has. */
export function propertyOf(schema: JsonSchema | undefined, key: string): JsonSchema | undefined {
	const { properties } = schema ?? {};
	return properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
}

export function keepsUnknown(schema: JsonSchema | undefined): boolean {
	return schema?.['x-kubernetes-preserve-unknown-fields'] === true;
}

export function isEmbedded(schema: JsonSchema | undefined): boolean {
	return schema?.['x-kubernetes-embedded-resource'] === true;
}

export function isIntOrString(schema: JsonSchema | undefined): boolean {
	return schema?.['x-kubernetes-int-or-string'] === true;
}

export type JsonFields = { [key: string]: Json };

export function isPlainObject(value: unknown): value is JsonFields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy in which the keys of every object are sorted, as Go writes maps. */
export function sortedCopy(value: Json): Json {
	if (Array.isArray(value)) return value.map(sortedCopy);
	if (!isPlainObject(value)) return value;
	const entries = Object.keys(value)
		.sort()
		.map((key): [string, Json] => [key, sortedCopy(value[key] as Json)]);
	return Object.fromEntries(entries);
}

/** `sortedCopy` of what may be large. */
export function* sortedCopyInSteps(value: Json, pace: Pace): Task<Json> {
	yield* pace.after(value);
	if (!pace.isLarge(value)) return sortedCopy(value);
	if (Array.isArray(value)) {
		const items: Json[] = [];
		for (const item of value) items.push(yield* sortedCopyInSteps(item, pace));
		return items;
	}
	const copy: JsonFields = {};
	const fields = value as JsonFields;
	for (const key of Object.keys(fields).sort()) setOwn(copy, key, yield* sortedCopyInSteps(fields[key] as Json, pace));
	return copy;
}
