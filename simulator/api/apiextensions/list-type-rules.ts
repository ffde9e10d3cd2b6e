import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../../machinery/field-error.ts';
import { ownValue } from '../../machinery/own-value.ts';
import { itemsOf, type JsonSchema } from '../custom-resources/json-schema.ts';

/**
 * What is wrong with the list type and the map type of a schema.
 * Models apiextensions/validation ValidateCustomResourceDefinitionOpenAPISchema and validateMapListKeysMapSet.
 */
export function listTypeProblems(schema: JsonSchema, path: string): FieldError[] {
	return [...mapType(schema, path), ...listType(schema, path), ...mapKeys(schema, path), ...itemRules(schema, path)];
}

function mapType(schema: JsonSchema, path: string): FieldError[] {
	const given = schema['x-kubernetes-map-type'];
	if (given === undefined) return [];
	const errors: FieldError[] = [];
	const { type = '' } = schema;
	const detail = 'must be object if x-kubernetes-map-type is specified';
	if (type === '') errors.push(required(`${path}.type`, detail));
	else if (type !== 'object') errors.push(invalidValue(`${path}.type`, type, detail));
	const types = ['atomic', 'granular'];
	if (!types.includes(given)) errors.push(notSupported(`${path}.x-kubernetes-map-type`, given, types));
	return errors;
}

function listType(schema: JsonSchema, path: string): FieldError[] {
	const given = schema['x-kubernetes-list-type'];
	if (given === undefined) return [];
	const errors: FieldError[] = [];
	const { type = '' } = schema;
	const items = itemsOf(schema);
	const detail = 'must be array if x-kubernetes-list-type is specified';
	const atomic = 'must be atomic as item of a list with x-kubernetes-list-type=set';
	if (type === '') errors.push(required(`${path}.type`, detail));
	else if (type !== 'array') errors.push(invalidValue(`${path}.type`, type, detail));
	else if (given === 'set' && items !== undefined) {
		const inner = items['x-kubernetes-list-type'];
		if (items.type === 'array' && inner !== undefined && inner !== 'atomic') {
			errors.push(invalidValue(`${path}.items.x-kubernetes-list-type`, inner, atomic));
		} else if (items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic') {
			errors.push(invalidValue(`${path}.items.x-kubernetes-map-type`, inner ?? 'null', atomic));
		}
	}
	const types = ['atomic', 'set', 'map'];
	if (!types.includes(given)) errors.push(notSupported(`${path}.x-kubernetes-list-type`, given, types));
	return errors;
}

function mapKeys(schema: JsonSchema, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const keys = schema['x-kubernetes-list-map-keys'] ?? [];
	const given = schema['x-kubernetes-list-type'];
	if (keys.length > 0 && given !== 'map') {
		const at = `${path}.x-kubernetes-list-type`;
		const detail = 'must be map if x-kubernetes-list-map-keys is non-empty';
		errors.push(given === undefined ? required(at, detail) : invalidValue(at, given, detail));
	}
	if (given !== 'map') return errors;
	const at = `${path}.x-kubernetes-list-map-keys`;
	if (keys.length === 0) errors.push(required(at, 'must not be empty if x-kubernetes-list-type is map'));
	const items = itemsOf(schema);
	if (items === undefined) {
		return [...errors, required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map')];
	}
	if (items.type !== 'object') {
		const detail = "must be object if parent array's x-kubernetes-list-type is map";
		return [...errors, invalidValue(`${path}.items.type`, items.type ?? '', detail)];
	}
	for (const [index, key] of keys.entries()) {
		const property = ownValue(items.properties, key);
		if (property === undefined) errors.push(invalidValue(at, keys, 'entries must all be names of item properties'));
		else if (property.type === 'array' || property.type === 'object') {
			const detail = "must be a scalar type if parent array's x-kubernetes-list-type is map";
			errors.push(invalidValue(`${path}.items.properties[${key}].type`, items.type, detail));
		}
		if (keys.indexOf(key) < index) errors.push(invalidValue(at, keys, 'must not contain duplicate entries'));
	}
	return errors;
}

function itemRules(schema: JsonSchema, path: string): FieldError[] {
	const errors: FieldError[] = [];
	const given = schema['x-kubernetes-list-type'];
	const items = itemsOf(schema);
	if (items === undefined || (given !== 'set' && given !== 'map')) return errors;
	if (items.nullable === true) {
		const detail = `cannot be nullable when x-kubernetes-list-type is ${given}`;
		errors.push(forbiddenField(`${path}.items.nullable`, detail));
	}
	if (given === 'set') return errors;
	for (const key of schema['x-kubernetes-list-map-keys'] ?? []) {
		const property = ownValue(items.properties, key);
		if (property === undefined) continue;
		const at = `${path}.items.properties[${key}]`;
		if (items.required?.includes(key) !== true && property.default === undefined) {
			const detail =
				'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property';
			errors.push(required(`${at}.default`, detail));
		}
		if (property.nullable === true) {
			const detail = 'this property is in x-kubernetes-list-map-keys, so it cannot be nullable';
			errors.push(forbiddenField(`${at}.nullable`, detail));
		}
	}
	return errors;
}
