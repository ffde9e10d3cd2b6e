import type { CelType } from '../../machinery/cel/cel-type.ts';
import { isEmbedded, isIntOrString, itemsOf, type JsonSchema, valuesOf } from './json-schema.ts';

/** What rules may know of a value, with the fewest bytes of JSON that it can be. */
export interface CelDeclaration {
	readonly type: CelType;
	readonly minSize: number;
}

/** Models apiserver/pkg/cel/limits.go. */
export const REQUEST_MAX = 3 * 1024 * 1024;
const STRING_MAX = REQUEST_MAX - 2;
const DATE_SIZE = 12;
const TIME_SIZE = 21;
const TIME_MAX = 32;

const NAME: CelDeclaration = { type: { kind: 'string', max: STRING_MAX }, minSize: 2 };
const META: CelDeclaration = {
	type: {
		kind: 'object',
		max: 0,
		fields: new Map([
			['name', NAME.type],
			['generateName', NAME.type],
		]),
	},
	minSize: 2,
};

/**
 * What rules may know of a value, by its schema; undefined when nothing is known of it.
 * Models apiserver/pkg/cel/common SchemaDeclType.
 * @param isRoot a whole object: it has a kind, a version and a name, too.
 */
export function celDeclarationOf(schema: JsonSchema, isRoot: boolean): CelDeclaration | undefined {
	const memo = isRoot ? roots : inner;
	const known = memo.get(schema);
	if (known !== undefined) return known.declaration;
	const declaration = declare(schema, isRoot);
	memo.set(schema, { declaration });
	return declaration;
}

/** A memo of a pure function of immutable schemas. */
interface Memo {
	readonly declaration: CelDeclaration | undefined;
}
const roots = new WeakMap<JsonSchema, Memo>();
const inner = new WeakMap<JsonSchema, Memo>();

function declare(schema: JsonSchema, isRoot: boolean): CelDeclaration | undefined {
	if (isIntOrString(schema)) return { type: { kind: 'dyn', max: lengthOf(schema, STRING_MAX) }, minSize: 1 };
	switch (schema.type) {
		case 'array': {
			const items = itemsOf(schema);
			const found = items === undefined ? undefined : celDeclarationOf(items, isEmbedded(items));
			if (found === undefined) return undefined;
			const max = schema.maxItems ?? Math.floor((REQUEST_MAX - 2) / (found.minSize + 1));
			return { type: { kind: 'list', items: found.type, max: Math.max(0, max) }, minSize: 2 };
		}
		case 'object': {
			const values = valuesOf(schema);
			if (values === undefined) return objectDeclaration(schema, isRoot);
			const found = celDeclarationOf(values, isEmbedded(values));
			if (found === undefined) return undefined;
			const max = schema.maxProperties ?? Math.floor((REQUEST_MAX - 2) / (found.minSize + 6));
			return { type: { kind: 'map', values: found.type, max: Math.max(0, max) }, minSize: 2 };
		}
		case 'string':
			return textDeclaration(schema);
		case 'integer':
			return { type: { kind: 'int' }, minSize: 1 };
		case 'number':
			return { type: { kind: 'double' }, minSize: 1 };
		case 'boolean':
			return { type: { kind: 'bool' }, minSize: 4 };
		default:
			return undefined;
	}
}

/** Lengths are told in characters, estimates go by bytes. */
function lengthOf({ maxLength }: JsonSchema, otherwise: number, width = 4): number {
	return maxLength === undefined ? otherwise : Math.max(0, maxLength) * width;
}

function textDeclaration(schema: JsonSchema): CelDeclaration {
	switch (schema.format) {
		case 'byte':
			return { type: { kind: 'bytes', max: lengthOf(schema, STRING_MAX, 1) }, minSize: 2 };
		case 'duration':
			return { type: { kind: 'duration', max: TIME_MAX }, minSize: 3 };
		case 'date':
			return { type: { kind: 'timestamp', max: DATE_SIZE }, minSize: DATE_SIZE };
		case 'date-time':
			return { type: { kind: 'timestamp', max: TIME_MAX }, minSize: TIME_SIZE };
		default: {
			const names = (schema.enum ?? []).map((each) => (typeof each === 'string' ? each.length : 0));
			return {
				type: { kind: 'string', max: lengthOf(schema, names.length > 0 ? Math.max(...names) : STRING_MAX) },
				minSize: 2,
			};
		}
	}
}

function objectDeclaration(schema: JsonSchema, isRoot: boolean): CelDeclaration {
	const fields = new Map<string, CelType>();
	let minSize = 2;
	for (const [name, property] of Object.entries(schema.properties ?? {})) {
		const found = celDeclarationOf(property, isEmbedded(property));
		if (found === undefined) continue;
		fields.set(name, found.type);
		const isSent = schema.required?.includes(name) === true && property.default === undefined;
		if (isSent) minSize += name.length + found.minSize + 4;
	}
	if (isRoot) {
		fields.set('apiVersion', NAME.type);
		fields.set('kind', NAME.type);
		fields.set('metadata', META.type);
	}
	return { type: { kind: 'object', fields, max: 0 }, minSize };
}
