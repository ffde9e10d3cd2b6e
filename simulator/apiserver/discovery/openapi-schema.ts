import type { FieldDescriptions } from '../../api/schema/field-descriptions.ts';
import { type FieldSchema, type TypeSchema, typeSchema } from '../../api/schema/schema.ts';

/** How references and details differ between the two versions of OpenAPI. */
export interface OpenApiDialect {
	/** "#/definitions/" or "#/components/schemas/". */
	readonly refPrefix: string;
	readonly version: 2 | 3;
	readonly descriptions: FieldDescriptions;
}

/** A type as a JSON schema of the OpenAPI document. Models kube-openapi's builder. */
export function typeToOpenApi(type: TypeSchema, dialect: OpenApiDialect): object {
	if (type.scalar !== undefined) return scalarToOpenApi(type, dialect);
	const properties: { [name: string]: object } = {};
	const required: string[] = [];
	for (const field of [...type.fields.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const description = dialect.descriptions.fieldDescription(type.name, field.name);
		properties[field.name] = fieldToOpenApi(field, dialect, description);
		if (field.required) required.push(field.name);
	}
	const description = dialect.descriptions.typeDescription(type.name);
	return {
		...(description === '' ? {} : { description }),
		type: 'object',
		...(required.length === 0 ? {} : { required }),
		...(type.fields.size === 0 ? {} : { properties }),
		...(type.kinds.length === 0
			? {}
			: {
					'x-kubernetes-group-version-kind': type.kinds.map(({ group, kind, version }) => ({ group, kind, version })),
				}),
		...(type.mapType === 'atomic' ? { 'x-kubernetes-map-type': 'atomic' } : {}),
	};
}

function scalarToOpenApi(type: TypeSchema, dialect: OpenApiDialect): object {
	const { scalar } = type;
	if (scalar?.type === 'any') return {};
	if (dialect.version === 3 && type.name.endsWith('.IntOrString')) {
		return { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] };
	}
	if (dialect.version === 3 && type.name.endsWith('.Quantity'))
		return { oneOf: [{ type: 'string' }, { type: 'number' }] };
	return { type: 'string', ...(scalar?.format === undefined ? {} : { format: scalar.format }) };
}

function fieldToOpenApi(field: FieldSchema, dialect: OpenApiDialect, description = ''): object {
	const extensions = {
		...(description === '' ? {} : { description }),
		...(field.listType === undefined ? {} : { 'x-kubernetes-list-type': field.listType }),
		...(field.listMapKeys === undefined ? {} : { 'x-kubernetes-list-map-keys': field.listMapKeys }),
		...(field.mapType === undefined ? {} : { 'x-kubernetes-map-type': field.mapType }),
		...(field.patchMergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': field.patchMergeKey }),
		...(field.patchStrategy === undefined ? {} : { 'x-kubernetes-patch-strategy': field.patchStrategy }),
	};
	const base = fieldType(field, dialect);
	if (dialect.version === 3 && '$ref' in base && Object.keys(extensions).length > 0)
		return { allOf: [base], ...extensions };
	return { ...base, ...extensions };
}

function fieldType(field: FieldSchema, dialect: OpenApiDialect): object {
	if (field.ref !== undefined && typeSchema(field.ref) !== undefined) return { $ref: dialect.refPrefix + field.ref };
	switch (field.type) {
		case 'array':
			return { type: 'array', items: fieldToOpenApi(field.items as FieldSchema, dialect) };
		case 'map':
			return { type: 'object', additionalProperties: fieldToOpenApi(field.values as FieldSchema, dialect) };
		case 'object':
			return field.object === undefined ? { type: 'object' } : typeToOpenApi(field.object, dialect);
		case 'any':
			return field.preserveUnknown ? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } : {};
		default:
			return { type: field.type, ...(field.format === undefined ? {} : { format: field.format }) };
	}
}

/** The names of all types that `roots` need, themselves included, sorted. */
export function reachableTypes(roots: readonly string[]): string[] {
	const seen = new Set<string>();
	const visitField = (field: FieldSchema): void => {
		if (field.ref !== undefined) visit(field.ref);
		if (field.items !== undefined) visitField(field.items);
		if (field.values !== undefined) visitField(field.values);
		if (field.object !== undefined) for (const inner of field.object.fields.values()) visitField(inner);
	};
	const visit = (name: string): void => {
		if (seen.has(name)) return;
		const type = typeSchema(name);
		if (type === undefined) return;
		seen.add(name);
		for (const field of type.fields.values()) visitField(field);
	};
	for (const root of roots) visit(root);
	return [...seen].sort();
}
