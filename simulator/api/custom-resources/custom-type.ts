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
	const embedded = isEmbedded(schema);
	if (embedded) for (const name of ['apiVersion', 'kind', 'metadata']) names.add(name);
	const wanted = new Set(schema.required);
	const fields = new Map<string, FieldSchema>();
	for (const name of [...names].sort()) {
		const place = { name, required: wanted.has(name) };
		fields.set(name, fieldOf(place, properties[name], embedded && name === 'metadata'));
	}
	return {
		name: '',
		fields,
		mapType: schema['x-kubernetes-map-type'] === 'atomic' ? 'atomic' : 'granular',
		kinds: [],
		preserveUnknown: true,
	};
}

type FieldPlace = Pick<FieldSchema, 'name' | 'required'>;

/** Of what has no name: an item, a value of a map. */
const NAMELESS: FieldPlace = { name: '', required: false };

function fieldOf(place: FieldPlace, schema: JsonSchema | undefined, isMetadata: boolean): FieldSchema {
	if (isMetadata) return { ...ANY, ...place, type: 'object', ref: OBJECT_META };
	if (schema === undefined) return { ...ANY, ...place, type: 'string' };
	return fieldOfValue(schema, place);
}

function fieldOfValue(schema: JsonSchema, place: FieldPlace): FieldSchema {
	const listType = schema['x-kubernetes-list-type'] as FieldSchema['listType'];
	const mapType = schema['x-kubernetes-map-type'] as FieldSchema['mapType'];
	const common: FieldSchema = {
		...ANY,
		...place,
		preserveUnknown: keepsUnknown(schema),
		intOrString: isIntOrString(schema),
	};
	switch (schema.type) {
		case 'object': {
			const values = valuesOf(schema);
			const flags = mapType === undefined ? {} : { mapType };
			if (values !== undefined) return { ...common, ...flags, type: 'map', values: fieldOfValue(values, NAMELESS) };
			if (schema.properties === undefined && !isEmbedded(schema)) return { ...common, ...flags };
			return withObject({ ...common, ...flags, type: 'object' }, schema);
		}
		case 'array': {
			const items = itemsOf(schema);
			const keys = schema['x-kubernetes-list-map-keys'];
			return {
				...common,
				type: 'array',
				items: items === undefined ? ANY : fieldOfValue(items, NAMELESS),
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

/** The fields inside are made when they are asked for: a schema may have tens of thousands, and an object few of them. */
function withObject(field: FieldSchema, schema: JsonSchema): FieldSchema {
	let made: TypeSchema | undefined;
	const get = (): TypeSchema => {
		made ??= objectTypeOf(schema);
		return made;
	};
	return Object.defineProperty(field, 'object', { enumerable: true, get });
}
