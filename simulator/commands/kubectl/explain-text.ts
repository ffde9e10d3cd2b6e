import type { ExplainSchemas, OpenApiSchema } from './explain-schema.ts';

const WIDTH = 80;

/** The sections of `kubectl explain`. Models kubectl/pkg/explain/v2 templates/plaintext.tmpl. */
export class ExplainText {
	readonly #schemas: ExplainSchemas;
	readonly #recursive: boolean;

	constructor(schemas: ExplainSchemas, recursive: boolean) {
		this.#schemas = schemas;
		this.#recursive = recursive;
	}

	/** @param field the name and schema of the field asked about; undefined for the kind itself. */
	render(
		of: { readonly group: string; readonly version: string; readonly kind: string },
		root: OpenApiSchema,
		field: { readonly name: string; readonly schema: OpenApiSchema } | undefined,
	): string {
		const head = `${of.group === '' ? '' : `GROUP:      ${of.group}\n`}KIND:       ${of.kind}\nVERSION:    ${of.version}\n\n`;
		const schema = field?.schema ?? root;
		const about =
			field === undefined ? '' : `FIELD: ${field.name} <${this.#schemas.typeText(schema)}>\n${enumBlock(schema)}\n`;
		const fields = this.#schemas.fieldsOf(schema);
		return `${head}${about}DESCRIPTION:\n${this.#description(schema)}${this.#fields(fields)}\n`;
	}

	/** The field's own words, then those of the types it leads to. */
	#description(schema: OpenApiSchema): string {
		const texts: string[] = [];
		let current: OpenApiSchema | undefined = schema;
		for (let depth = 0; current !== undefined && depth < 8; depth++) {
			if (current.description !== undefined && current.description !== '') texts.push(current.description);
			const target = this.#schemas.target(current);
			current = target !== current ? target : innerSchema(current);
		}
		if (texts.length === 0) return '    <empty>\n';
		return `${texts.map((text) => wrapped(text, 4)).join('\n')}\n    \n`;
	}

	#fields(schema: OpenApiSchema): string {
		const properties = Object.entries(schema.properties ?? {});
		if (properties.length === 0) return '';
		return `FIELDS:\n${this.#recursive ? this.#tree(schema, 1, []) : this.#list(schema)}`;
	}

	#list(schema: OpenApiSchema): string {
		return this.#sorted(schema)
			.map(([name, field]) => {
				const first = field.description ?? this.#schemas.target(field).description ?? '';
				const text = first === '' ? '    <no description>' : wrapped(first, 4);
				return `${this.#line(schema, name, field, 1)}${text}\n\n`;
			})
			.join('');
	}

	#tree(schema: OpenApiSchema, level: number, above: readonly OpenApiSchema[]): string {
		return this.#sorted(schema)
			.map(([name, field]) => {
				const below = this.#schemas.fieldsOf(field);
				const deeper =
					above.includes(below) || below === schema ? '' : this.#tree(below, level + 1, [...above, schema]);
				return this.#line(schema, name, field, level) + deeper;
			})
			.join('');
	}

	#line(schema: OpenApiSchema, name: string, field: OpenApiSchema, level: number): string {
		const required = schema.required?.includes(name) === true ? ' -required-' : '';
		const pad = '  '.repeat(level);
		return `${pad}${name}\t<${this.#schemas.typeText(field)}>${required}\n${enumLine(field, pad)}`;
	}

	#sorted(schema: OpenApiSchema): [string, OpenApiSchema][] {
		return Object.entries(schema.properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
	}
}

/** What a list or a map holds. */
function innerSchema({ items, additionalProperties }: OpenApiSchema): OpenApiSchema | undefined {
	return items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
}

function enumBlock(schema: OpenApiSchema): string {
	if (schema.enum === undefined) return '\n';
	return `ENUM:\n${schema.enum.map((value) => `    ${String(value)}\n`).join('')}`;
}

function enumLine(schema: OpenApiSchema, pad: string): string {
	return schema.enum === undefined ? '' : `${pad}enum: ${schema.enum.map(String).join(', ')}\n`;
}

/** Words filled up to the width, indented; a blank line keeps its indentation. Models explain's wrap. */
function wrapped(text: string, indent: number): string {
	const pad = ' '.repeat(indent);
	return text
		.split('\n')
		.flatMap((line) => fill(line, WIDTH - indent))
		.map((line) => pad + line)
		.join('\n');
}

function fill(line: string, width: number): string[] {
	const lines: string[] = [];
	let current = '';
	const lead = /^\s*/.exec(line)?.[0] ?? '';
	let first = true;
	for (const word of line.trim().split(' ')) {
		if (first) current = lines.length === 0 ? lead + word : word;
		else if (current.length + 1 + word.length > width) {
			lines.push(current);
			current = word;
		} else current += ` ${word}`;
		first = false;
	}
	return [...lines, current];
}
