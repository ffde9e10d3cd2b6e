import { CEL_DYN, CEL_STRING, type CelType } from '../../machinery/cel/cel-type.ts';
import { isEmbedded, isIntOrString, itemsOf, type JsonSchema, valuesOf } from './json-schema.ts';

const META: CelType = {
	kind: 'object',
	fields: new Map([
		['name', CEL_STRING],
		['generateName', CEL_STRING],
	]),
};

/**
 * What rules may know of a value, by its schema; undefined when nothing is known of it.
 * Models apiserver/pkg/cel/common SchemaDeclType.
 * @param isRoot a whole object: it has a kind, a version and a name, too.
 */
export function celTypeOf(schema: JsonSchema, isRoot: boolean): CelType | undefined {
	if (isIntOrString(schema)) return CEL_DYN;
	const type = typeWithoutNull(schema, isRoot);
	// Rules on the surrounding object have to be able to compare it with null.
	return schema.nullable === true && type !== undefined && type.kind !== 'object' ? CEL_DYN : type;
}

function typeWithoutNull(schema: JsonSchema, isRoot: boolean): CelType | undefined {
	switch (schema.type) {
		case 'array': {
			const items = itemsOf(schema);
			const inner = items === undefined ? undefined : celTypeOf(items, isEmbedded(items));
			return inner === undefined ? undefined : { kind: 'list', items: inner };
		}
		case 'object': {
			const values = valuesOf(schema);
			if (values === undefined) return objectType(schema, isRoot);
			const inner = celTypeOf(values, isEmbedded(values));
			return inner === undefined ? undefined : { kind: 'map', values: inner };
		}
		case 'string':
			return { kind: textKind(schema.format) };
		case 'integer':
			return { kind: 'int' };
		case 'number':
			return { kind: 'double' };
		case 'boolean':
			return { kind: 'bool' };
		default:
			return undefined;
	}
}

function textKind(format: string | undefined): 'bytes' | 'timestamp' | 'duration' | 'string' {
	if (format === 'byte') return 'bytes';
	if (format === 'date' || format === 'date-time') return 'timestamp';
	return format === 'duration' ? 'duration' : 'string';
}

function objectType(schema: JsonSchema, isRoot: boolean): CelType {
	const fields = new Map<string, CelType>();
	for (const [name, property] of Object.entries(schema.properties ?? {})) {
		const type = celTypeOf(property, isEmbedded(property));
		if (type !== undefined) fields.set(name, type);
	}
	if (isRoot) {
		fields.set('apiVersion', CEL_STRING);
		fields.set('kind', CEL_STRING);
		fields.set('metadata', META);
	}
	return { kind: 'object', fields };
}
