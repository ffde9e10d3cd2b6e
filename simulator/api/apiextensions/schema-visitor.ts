import { itemsOf, type JsonSchema, valuesOf } from '../custom-resources/json-schema.ts';

/** Calls `visit` with a schema and everything in it. */
export function visitSchemas(schema: JsonSchema, visit: (schema: JsonSchema) => void): void {
	visit(schema);
	for (const each of innerSchemas(schema)) visitSchemas(each, visit);
}

function innerSchemas(schema: JsonSchema): JsonSchema[] {
	const { allOf = [], anyOf = [], oneOf = [], not, properties = {} } = schema;
	const single = [not, itemsOf(schema), valuesOf(schema)].filter((each) => each !== undefined);
	return [...single, ...Object.values(properties), ...allOf, ...anyOf, ...oneOf];
}
