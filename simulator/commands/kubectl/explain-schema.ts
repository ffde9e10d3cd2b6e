/** A schema of the OpenAPI v3 document, as far as explain looks at it. */
export interface OpenApiSchema {
	readonly description?: string;
	readonly type?: string;
	readonly format?: string;
	readonly $ref?: string;
	readonly allOf?: readonly OpenApiSchema[];
	readonly oneOf?: readonly OpenApiSchema[];
	readonly items?: OpenApiSchema;
	readonly properties?: { readonly [name: string]: OpenApiSchema };
	readonly additionalProperties?: OpenApiSchema | boolean;
	readonly required?: readonly string[];
	readonly enum?: readonly unknown[];
	readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
	readonly 'x-kubernetes-group-version-kind'?: readonly {
		readonly group: string;
		readonly version: string;
		readonly kind: string;
	}[];
}

export interface OpenApiDocument {
	readonly components?: { readonly schemas?: { readonly [name: string]: OpenApiSchema } };
}

const PREFIX = '#/components/schemas/';

/** The schemas of one document with their references. */
export class ExplainSchemas {
	readonly #schemas: { readonly [name: string]: OpenApiSchema };

	constructor(document: OpenApiDocument) {
		this.#schemas = document.components?.schemas ?? {};
	}

	/** The schema that describes a kind; undefined when the document does not have it. */
	ofKind(group: string, version: string, kind: string): OpenApiSchema | undefined {
		return Object.values(this.#schemas).find((schema) =>
			schema['x-kubernetes-group-version-kind']?.some(
				(each) => each.group === group && each.version === version && each.kind === kind,
			),
		);
	}

	/** What a schema refers to, directly or as its only part; itself when it refers to nothing. */
	target(schema: OpenApiSchema): OpenApiSchema {
		const name = referenceOf(schema);
		return name === undefined ? schema : (this.#schemas[name] ?? schema);
	}

	/** The fields one step below: through lists and maps to what they hold. */
	fieldsOf(schema: OpenApiSchema): OpenApiSchema {
		const found = this.target(schema);
		if (found.items !== undefined) return this.fieldsOf(found.items);
		if (typeof found.additionalProperties === 'object' && found.properties === undefined)
			return this.fieldsOf(found.additionalProperties);
		return found;
	}

	/** "string", "[]Container", "map[string]Quantity", "PodSpec". Models kubectl/pkg/explain/v2 typeGuess. */
	typeText(schema: OpenApiSchema): string {
		const name = referenceOf(schema);
		const { type = 'object' } = this.target(schema);
		if (name !== undefined) return type === 'object' ? name.slice(name.lastIndexOf('.') + 1) : type;
		if (schema.items !== undefined) return `[]${this.typeText(schema.items)}`;
		const { additionalProperties } = schema;
		if (typeof additionalProperties === 'object') return `map[string]${this.typeText(additionalProperties)}`;
		return type === 'object' ? 'Object' : type;
	}
}

/** The name of what a schema refers to. */
export function referenceOf(schema: OpenApiSchema): string | undefined {
	if (schema.$ref !== undefined) return schema.$ref.slice(PREFIX.length);
	const [only] = schema.allOf ?? [];
	return only === undefined ? undefined : referenceOf(only);
}
