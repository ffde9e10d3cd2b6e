import {
	additionalOf,
	isEmbedded,
	isIntOrString,
	itemsOf,
	type JsonSchema,
	keepsUnknown,
	valuesOf,
} from '../../api/custom-resources/json-schema.ts';
import type { CustomKind, Kind } from '../../api/kind.ts';
import type { OpenApiDialect } from './openapi-schema.ts';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
/** The descriptions of what every object has are the same for all kinds. */
const SAMPLE = 'io.k8s.api.core.v1.Pod';

/** Types that the definitions of custom resources refer to. */
export const CUSTOM_REFERENCES: readonly string[] = [`${META}.ObjectMeta`, `${META}.ListMeta`];

/** The definitions of a custom kind and its list. Models apiextensions-apiserver/pkg/controller/openapi/builder. */
export function customDefinitions(
	kind: Kind,
	custom: CustomKind,
	dialect: OpenApiDialect,
): { readonly [name: string]: object } {
	const { group, version, kind: name } = kind;
	const items = { type: 'array', items: { $ref: dialect.refPrefix + kind.schema } };
	const description = `List of ${kind.plural}. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md`;
	return {
		[kind.schema]: {
			...rootSchema(custom.schema, dialect),
			'x-kubernetes-group-version-kind': [{ group, kind: name, version }],
			...selectableFields(kind),
		},
		[`${kind.schema}List`]: {
			description: `${custom.listKind} is a list of ${name}`,
			type: 'object',
			required: ['items'],
			properties: {
				...typeMeta(dialect),
				items: { description, ...items },
				metadata: reference('ListMeta', 'io.k8s.api.core.v1.PodList', dialect),
			},
			'x-kubernetes-group-version-kind': [{ group, kind: custom.listKind, version }],
			...selectableFields(kind),
		},
	};
}

function selectableFields({ selectableFields }: Kind): object {
	if (selectableFields === undefined) return {};
	const names = Object.keys(selectableFields({ metadata: {} } as never));
	return { 'x-kubernetes-selectable-fields': names.map((fieldPath) => ({ fieldPath })) };
}

function rootSchema(schema: JsonSchema, dialect: OpenApiDialect): object {
	// Clients of version 2 would take what is not declared for unknown.
	if (dialect.version === 2 && keepsUnknown(schema)) return { type: 'object' };
	const converted = schemaOf(schema, dialect) as { properties?: object };
	return {
		...converted,
		properties: { ...converted.properties, ...typeMeta(dialect), metadata: reference('ObjectMeta', SAMPLE, dialect) },
	};
}

function typeMeta({ descriptions }: OpenApiDialect): object {
	const field = (name: string): object => {
		const description = descriptions.fieldDescription(SAMPLE, name);
		return { ...(description === '' ? {} : { description }), type: 'string' };
	};
	return { apiVersion: field('apiVersion'), kind: field('kind') };
}

function reference(type: string, describedBy: string, { refPrefix, descriptions }: OpenApiDialect): object {
	const description = descriptions.fieldDescription(describedBy, 'metadata');
	const target = { $ref: `${refPrefix}${META}.${type}` };
	return description === '' ? target : { description, ...target };
}

function schemaOf(schema: JsonSchema, dialect: OpenApiDialect): object {
	const base = dialect.version === 2 ? forVersion2(schema) : forVersion3(schema);
	const items = itemsOf(base);
	const values = valuesOf(base);
	const properties = Object.entries(base.properties ?? {}).map(([name, property]) => [
		name,
		schemaOf(property, dialect),
	]);
	const out = {
		...base,
		...(items === undefined ? {} : { items: schemaOf(items, dialect) }),
		...(values === undefined ? {} : { additionalProperties: schemaOf(values, dialect) }),
		...(base.properties === undefined ? {} : { properties: Object.fromEntries(properties) as object }),
	};
	if (!isEmbedded(schema) || (dialect.version === 2 && keepsUnknown(schema))) return out;
	const required = new Set([...(out.required ?? []), 'kind', 'apiVersion']);
	return {
		...out,
		properties: { ...out.properties, ...typeMeta(dialect), metadata: reference('ObjectMeta', SAMPLE, dialect) },
		required: [...required],
	};
}

const INT_OR_STRING = [{ type: 'integer' }, { type: 'string' }];

/** Models structuralschema Unfold: who does not know of "int or string" is told what it comes to. */
function forVersion3(schema: JsonSchema): JsonSchema {
	if (!isIntOrString(schema) || schema.anyOf !== undefined) return schema;
	return { ...schema, anyOf: INT_OR_STRING };
}

/** What version 2 cannot say, or its clients cannot read, is left out. Models openapi/v2 ToStructuralOpenAPIV2. */
function forVersion2(schema: JsonSchema): JsonSchema {
	const { allOf: _, oneOf: __, anyOf: ___, not: ____, nullable, ...rest } = schema;
	const out: JsonSchema = { ...rest };
	if (nullable === true || keepsUnknown(schema)) {
		delete out.items;
		delete out.properties;
	}
	if (nullable === true || (keepsUnknown(schema) && out.type === 'object')) delete out.type;
	if (out.type === 'array' && out.items === undefined) delete out.type;
	if (typeof additionalOf(schema) === 'boolean') delete out.additionalProperties;
	const required = (out.required ?? []).filter((name) => schema.properties?.[name]?.nullable !== true);
	if (required.length === 0 || valuesOf(schema)?.nullable === true) delete out.required;
	else out.required = required;
	return out;
}
