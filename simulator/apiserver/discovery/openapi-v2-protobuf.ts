import { ProtobufWriter } from '../protobuf/protobuf-writer.ts';

/** How clients ask for OpenAPI v2 in this form. */
export const OPENAPI_V2_PROTOBUF_ASKED = [
	'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
	'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
];
/** What the answer is called: a media type has no "@". */
export const OPENAPI_V2_PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

interface Schema {
	readonly $ref?: string;
	readonly format?: string;
	readonly description?: string;
	readonly required?: readonly string[];
	readonly type?: string;
	readonly items?: Schema;
	readonly properties?: { readonly [name: string]: Schema };
	readonly additionalProperties?: Schema;
}

export interface OpenApiV2Document {
	readonly swagger: string;
	readonly info: { readonly title: string; readonly version: string };
	readonly paths: object;
	readonly definitions: { readonly [name: string]: Schema };
}

/**
 * An OpenAPI v2 document as the protobuf message of its own, which is what kubectl reads.
 * Models gnostic's openapiv2/OpenAPIv2.proto.
 * Differs: no paths. Clients look the support of dry run and field validation up in OpenAPI v3.
 */
export function openApiV2ToProtobuf({ swagger, info, definitions }: OpenApiV2Document): Uint8Array {
	const writer = new ProtobufWriter();
	writer.string(1, swagger);
	writer.message(2, (inner) => {
		inner.string(1, info.title);
		inner.string(2, info.version);
	});
	writer.message(8, () => undefined);
	writer.message(9, (inner) => writeNamedSchemas(inner, definitions));
	return writer.finish();
}

function writeNamedSchemas(writer: ProtobufWriter, schemas: { readonly [name: string]: Schema }): void {
	for (const [name, schema] of Object.entries(schemas)) {
		writer.message(1, (named) => {
			named.string(1, name);
			named.message(2, (value) => writeSchema(value, schema));
		});
	}
}

function writeSchema(writer: ProtobufWriter, schema: Schema): void {
	const { $ref, format, description, required, type, items, properties, additionalProperties } = schema;
	if ($ref !== undefined) writer.string(1, $ref);
	if (format !== undefined) writer.string(2, format);
	if (description !== undefined) writer.string(4, description);
	for (const name of required ?? []) writer.string(19, name);
	if (additionalProperties !== undefined) {
		writer.message(21, (item) => item.message(1, (value) => writeSchema(value, additionalProperties)));
	}
	if (type !== undefined) writer.message(22, (item) => item.string(1, type));
	if (items !== undefined) writer.message(23, (item) => item.message(1, (value) => writeSchema(value, items)));
	if (properties !== undefined) writer.message(25, (inner) => writeNamedSchemas(inner, properties));
	for (const [name, value] of Object.entries(schema)) {
		if (!name.startsWith('x-')) continue;
		writer.message(31, (named) => {
			named.string(1, name);
			named.message(2, (any) => any.string(2, `${JSON.stringify(value)}\n`));
		});
	}
}
