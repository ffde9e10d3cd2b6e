import { type ExplainSchemas, type OpenApiSchema, referenceOf } from './explain-schema.ts';

const WIDTH = 80;
const FIELD_INDENT = 3;
const TEXT_INDENT = 5;

/** What `kubectl explain --output=plaintext-openapiv2` writes. Models kubectl/pkg/explain PrintModelDescription. */
export class ExplainOpenApiV2 {
	readonly #schemas: ExplainSchemas;
	readonly #recursive: boolean;
	readonly #lines: string[] = [];

	constructor(schemas: ExplainSchemas, recursive: boolean) {
		this.#schemas = schemas;
		this.#recursive = recursive;
	}

	/** The text, or the name of the field that there is not. */
	render(
		of: { readonly group: string; readonly version: string; readonly kind: string },
		root: OpenApiSchema,
		path: readonly string[],
	): { readonly text: string } | { readonly missing: string } {
		const found = this.#lookUp(root, path);
		if ('missing' in found) return found;
		this.#lines.push(`KIND:     ${of.kind}`, `VERSION:  ${of.group === '' ? '' : `${of.group}/`}${of.version}`, '');
		const descriptions = [];
		let leaf = found.schema;
		for (let inner = this.#inner(leaf); inner !== undefined; inner = this.#inner(leaf)) {
			descriptions.push(leaf.description ?? '');
			leaf = inner;
		}
		const type = this.#typeName(found.schema);
		const name = path.at(-1);
		const kind = shapeOf(leaf);
		if (kind === 'kind' && name !== undefined) this.#lines.push(`RESOURCE: ${name} <${type}>`, '');
		else if (kind === 'primitive') this.#lines.push(`FIELD:    ${name ?? ''} <${type}>`, '');
		this.#describe([...descriptions, leaf.description ?? '']);
		if (kind === 'kind') {
			this.#lines.push('', 'FIELDS:');
			this.#fields(leaf, FIELD_INDENT, new Set());
		}
		return { text: `${this.#lines.join('\n')}\n` };
	}

	#lookUp(
		root: OpenApiSchema,
		path: readonly string[],
	): { readonly schema: OpenApiSchema } | { readonly missing: string } {
		let schema = root;
		for (const name of path) {
			let kind = schema;
			for (let inner = this.#inner(kind); inner !== undefined; inner = this.#inner(kind)) kind = inner;
			if (shapeOf(kind) !== 'kind') return { schema: kind };
			const field = ownField(kind, name);
			if (field === undefined) return { missing: name };
			schema = field;
		}
		return { schema };
	}

	/** What a reference, a list or a map leads to. */
	#inner(schema: OpenApiSchema): OpenApiSchema | undefined {
		const target = this.#schemas.target(schema);
		if (target !== schema) return target;
		switch (shapeOf(schema)) {
			case 'array':
				return schema.items ?? {};
			case 'map':
				return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
			default:
				return undefined;
		}
	}

	#typeName(schema: OpenApiSchema): string {
		const target = this.#schemas.target(schema);
		switch (shapeOf(target)) {
			case 'array':
				return `[]${this.#typeName(this.#inner(target) ?? {})}`;
			case 'map':
				return `map[string]${this.#typeName(this.#inner(target) ?? {})}`;
			case 'kind':
				return 'Object';
			case 'primitive':
				return target.type ?? 'string';
			default:
				return '';
		}
	}

	#describe(descriptions: readonly string[]): void {
		this.#lines.push('DESCRIPTION:');
		for (const [index, text] of descriptions.entries()) {
			if (text === '') continue;
			if (index > 0) this.#lines.push('');
			this.#wrapped(text, TEXT_INDENT);
		}
		if (descriptions.every((text) => text === '')) this.#wrapped('<empty>', TEXT_INDENT);
	}

	#fields(schema: OpenApiSchema, indent: number, above: ReadonlySet<string>): void {
		for (const name of Object.keys(schema.properties ?? {}).sort()) {
			const field = ownField(schema, name) as OpenApiSchema;
			const required = !this.#recursive && schema.required?.includes(name) === true ? ' -required-' : '';
			this.#lines.push(`${' '.repeat(indent)}${name}\t<${this.#typeName(field)}>${required}`);
			if (this.#recursive) this.#below(field, indent + FIELD_INDENT, above);
			else {
				this.#wrapped(field.description ?? '', indent + 2);
				this.#lines.push('');
			}
		}
	}

	/** A type is not told of again inside itself. */
	#below(schema: OpenApiSchema, indent: number, above: ReadonlySet<string>): void {
		const reference = referenceOf(schema);
		if (reference !== undefined && above.has(reference)) return;
		const around = reference === undefined ? above : new Set([...above, reference]);
		const inner = this.#inner(schema);
		if (inner === undefined) this.#fields(schema, indent, around);
		else this.#below(inner, indent, around);
	}

	#wrapped(text: string, indent: number): void {
		for (const line of wrap(text, WIDTH - indent)) this.#lines.push(line === '' ? '' : ' '.repeat(indent) + line);
	}
}

function ownField({ properties = {} }: OpenApiSchema, name: string): OpenApiSchema | undefined {
	return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** Models kube-openapi/pkg/util/proto Definitions.ParseSchema. */
function shapeOf(schema: OpenApiSchema): 'kind' | 'map' | 'array' | 'primitive' | 'arbitrary' {
	// OpenAPI v2 says nothing of what may hold anything.
	if (schema['x-kubernetes-preserve-unknown-fields'] === true) return 'arbitrary';
	if (schema.properties !== undefined) return 'kind';
	if (schema.type === 'array') return 'array';
	if (schema.type === 'object') return 'map';
	return schema.type === undefined && schema.oneOf === undefined ? 'arbitrary' : 'primitive';
}

/** Models kubectl/pkg/explain wrapString: paragraphs are filled, code, lists and what ends in a colon are let be. */
function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	let words: string[] = [];
	let last = '';
	const flush = (): void => {
		if (words.length === 0) return;
		lines.push(words.join(' '));
		words = [];
		last = '';
	};
	for (const line of text.split('\n')) {
		if (line.startsWith('    ')) {
			flush();
			lines.push(line);
			continue;
		}
		const trimmed = line.trim();
		if (lines.length > 0 && trimmed === '') {
			flush();
			lines.push('');
			continue;
		}
		if (last.endsWith(':') || trimmed === '' || /^(?:\d+\.?|-|\*)\s/.test(trimmed)) flush();
		for (const word of trimmed.split(/\s+/)) {
			if (word === '') continue;
			if (words.length > 0 && words.join(' ').length + 1 + word.length > width) flush();
			words.push(word);
			last = word;
		}
	}
	flush();
	return lines;
}
