import type { FieldSchema, TypeSchema } from '../schema/schema.ts';
import { isEmbedded, isIntOrString, itemsOf, type JsonSchema, keepsUnknown, valuesOf } from './json-schema.ts';

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const ANY: FieldSchema = {
	name: '',
	type: 'any',
	required: false,
	presence: 'kept',
	intOrString: false,
	quantity: false,
	preserveUnknown: false,
};

/** What patches and field owners have to know of the objects of a schema. */
export function typeOfSchema(
	schema: JsonSchema,
	kind: { readonly group: string; readonly version: string; readonly kind: string },
): TypeSchema {
	return { ...objectTypeOf({ ...schema, 'x-kubernetes-embedded-resource': true }), kinds: [kind] };
}

function objectTypeOf(schema: JsonSchema): TypeSchema {
	const properties = schema.properties ?? {};
	const names = new Set(Object.keys(properties));
	if (isEmbedded(schema)) for (const name of ['apiVersion', 'kind', 'metadata']) names.add(name);
	const fields = new Map<string, FieldSchema>();
	for (const name of [...names].sort()) fields.set(name, fieldOf(name, schema, properties[name]));
	return {
		name: '',
		fields,
		mapType: schema['x-kubernetes-map-type'] === 'atomic' ? 'atomic' : 'granular',
		kinds: [],
		preserveUnknown: true,
	};
}

function fieldOf(name: string, parent: JsonSchema, schema: JsonSchema | undefined): FieldSchema {
	const field = { required: parent.required?.includes(name) === true, name };
	if (isEmbedded(parent) && name === 'metadata') return { ...ANY, ...field, type: 'object', ref: OBJECT_META };
	if (schema === undefined) return { ...ANY, ...field, type: 'string' };
	return { ...fieldOfValue(schema), ...field };
}

function fieldOfValue(schema: JsonSchema): FieldSchema {
	const listType = schema['x-kubernetes-list-type'] as FieldSchema['listType'];
	const mapType = schema['x-kubernetes-map-type'] as FieldSchema['mapType'];
	const common: FieldSchema = { ...ANY, preserveUnknown: keepsUnknown(schema), intOrString: isIntOrString(schema) };
	switch (schema.type) {
		case 'object': {
			const values = valuesOf(schema);
			const flags = mapType === undefined ? {} : { mapType };
			if (values !== undefined) return { ...common, ...flags, type: 'map', values: fieldOfValue(values) };
			if (schema.properties === undefined && !isEmbedded(schema)) return { ...common, ...flags };
			return { ...common, ...flags, type: 'object', object: objectTypeOf(schema) };
		}
		case 'array': {
			const items = itemsOf(schema);
			const keys = schema['x-kubernetes-list-map-keys'];
			return {
				...common,
				type: 'array',
				items: items === undefined ? ANY : fieldOfValue(items),
				...(listType === undefined ? {} : { listType }),
				...(keys === undefined ? {} : { listMapKeys: keys }),
			};
		}
		case 'string':
		case 'integer':
		case 'number':
		case 'boolean':
			return { ...common, type: schema.type };
		default:
			return common;
	}
}
