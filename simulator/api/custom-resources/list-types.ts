import { duplicate, type FieldError, invalidValue } from '../../machinery/field-error.ts';
import type { Json } from '../../machinery/meta.ts';
import { isPlainObject, itemsOf, type JsonSchema, propertyOf, sortedCopy, valuesOf } from './json-schema.ts';

/**
 * Lists that are sets hold nothing twice, lists that are maps no key.
 * Models apiextensions-apiserver/pkg/apiserver/schema/listtype ValidateListSetsAndMaps.
 */
export function validateListTypes(value: Json, schema: JsonSchema | undefined, path = ''): FieldError[] {
	if (schema === undefined) return [];
	if (Array.isArray(value)) return validateList(value, schema, path);
	if (!isPlainObject(value)) return [];
	const errors: FieldError[] = [];
	const values = valuesOf(schema);
	for (const [key, inner] of Object.entries(value)) {
		const property = propertyOf(schema, key);
		if (property !== undefined)
			errors.push(...validateListTypes(inner, property, path === '' ? key : `${path}.${key}`));
		else if (values !== undefined) errors.push(...validateListTypes(inner, values, `${path}[${key}]`));
	}
	return errors;
}

function validateList(list: Json[], schema: JsonSchema, path: string): FieldError[] {
	const errors: FieldError[] = [];
	if (schema['x-kubernetes-list-type'] === 'set') {
		for (const index of repeated(list)) errors.push(duplicate(`${path}[${index}]`, list[index]));
	} else if (schema['x-kubernetes-list-type'] === 'map') errors.push(...validateMapList(list, schema, path));
	const items = itemsOf(schema);
	for (const [index, item] of list.entries()) errors.push(...validateListTypes(item, items, `${path}[${index}]`));
	return errors;
}

function validateMapList(list: readonly Json[], schema: JsonSchema, path: string): FieldError[] {
	const wrong = list.findIndex((item) => item !== null && !isPlainObject(item));
	if (wrong >= 0) {
		return [invalidValue(`${path}[${wrong}]`, list[wrong], 'must be an object for an array of list-type map')];
	}
	const names = schema['x-kubernetes-list-map-keys'] ?? [];
	const keys = list.map((item) => {
		const fields = isPlainObject(item) ? item : {};
		return Object.fromEntries(
			names.filter((name) => Object.hasOwn(fields, name)).map((name) => [name, fields[name] as Json]),
		);
	});
	return repeated(keys).map((index) => duplicate(`${path}[${index}]`, sortedCopy(keys[index] as Json)));
}

/** The second places of what occurs more than once. */
function repeated(list: readonly Json[]): number[] {
	const times = new Map<string, number>();
	const found: number[] = [];
	for (const [index, item] of list.entries()) {
		const text = JSON.stringify(sortedCopy(item));
		const before = times.get(text) ?? 0;
		times.set(text, before + 1);
		if (before === 1) found.push(index);
	}
	return found;
}
