import type { FieldSchema, TypeSchema } from './schema.ts';

/**
 * Reads a schema table. One type a paragraph (continued lines start with a space):
 *
 *     Container: name*!:string image:string ports:[]ContainerPort/map(containerPort,protocol)/patch:merge(containerPort)
 *
 * After the type's name: `@` it is a kind, `^` atomic, `+` an object that keeps unknown fields, `?` any JSON value.
 * After a field's name: `*` required, `&` kept when zero (a pointer in the real server's types), `!` written even when
 * absent, `0` left out when zero though it is a structure. Types: scalars, `[]element`, `{}value`, a type of this table,
 * `meta.X`, `core.v1.X`. After the type: list type with its keys, map type, patch strategy with its key.
 * Fields are in the order in which the real server writes them.
 */
export function parseTable(prefix: string, texts: readonly string[]): ReadonlyMap<string, TypeSchema> {
	const paragraphs = texts.flatMap((text) => text.trim().split(/\n(?! )/));
	const heads = paragraphs.map((paragraph) => /^(\w+)([@^+?]*):/.exec(paragraph));
	const anyTypes = new Set(heads.filter((head) => head?.[2]?.includes('?')).map((head) => head?.[1] as string));
	const types = new Map<string, TypeSchema>();
	for (const [index, paragraph] of paragraphs.entries()) {
		const head = heads[index];
		if (!head) throw new Error(`assertion failed: malformed schema table ${prefix}: ${paragraph}`);
		const [whole, name = '', marks = ''] = head;
		const fields = new Map<string, FieldSchema>();
		for (const word of paragraph.slice(whole.length).split(/\s+/)) {
			if (word === '') continue;
			const field = parseField({ prefix, anyTypes }, word, fields.size);
			fields.set(field.name, field);
		}
		const fieldList = [...fields.values()];
		types.set(`${prefix}.${name}`, {
			name: `${prefix}.${name}`,
			fields,
			fieldList,
			alwaysWritten: fieldList.filter((field) => field.presence === 'always'),
			mapType: marks.includes('^') ? 'atomic' : 'granular',
			kinds: marks.includes('@') ? [{ ...groupVersion(prefix), kind: name }] : [],
			preserveUnknown: marks.includes('+') || marks.includes('?'),
			...(marks.includes('?') ? { scalar: { type: 'any' } } : {}),
		});
	}
	return types;
}

interface Table {
	readonly prefix: string;
	readonly anyTypes: ReadonlySet<string>;
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

function parseField(table: Table, word: string, position: number): FieldSchema {
	const match = /^([^*&!0:]+)([*&!0]*):([^/]+)(.*)$/.exec(word);
	if (match === null) throw new Error(`assertion failed: malformed schema field ${word}`);
	const [, name = '', marks = '', type = '', flags = ''] = match;
	const shape = parseType(table, type);
	const pointer = marks.includes('&');
	const always = !pointer && (marks.includes('!') || (!marks.includes('0') && isStructure(shape)));
	return {
		...shape,
		...parseFlags(flags),
		name,
		position,
		required: marks.includes('*'),
		presence: always ? 'always' : pointer || shape.type === 'any' ? 'kept' : 'pruned',
	};
}

/** Go never leaves out a structure held by value, whatever its tag says. */
function isStructure(shape: FieldSchema): boolean {
	return (shape.type === 'object' && !shape.preserveUnknown) || (shape.ref !== undefined && shape.type === 'string');
}

const PLAIN: FieldSchema = {
	name: '',
	position: 0,
	type: 'any',
	required: false,
	presence: 'kept',
	intOrString: false,
	quantity: false,
	preserveUnknown: false,
};

const SCALARS: ReadonlyMap<string, Partial<FieldSchema>> = new Map<string, Partial<FieldSchema>>([
	['string', { type: 'string' }],
	['bytes', { type: 'string', format: 'byte' }],
	['bool', { type: 'boolean' }],
	['int32', { type: 'integer', format: 'int32' }],
	['int64', { type: 'integer', format: 'int64' }],
	['double', { type: 'number', format: 'double' }],
	[
		'Quantity',
		{ type: 'string', format: 'quantity', quantity: true, ref: 'io.k8s.apimachinery.pkg.api.resource.Quantity' },
	],
	[
		'IntOrString',
		{
			type: 'string',
			format: 'int-or-string',
			intOrString: true,
			ref: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
		},
	],
	['Time', { type: 'string', format: 'date-time', ref: `${META}.Time` }],
	['MicroTime', { type: 'string', format: 'date-time', ref: `${META}.MicroTime` }],
	['RawExtension', { type: 'object', preserveUnknown: true, ref: 'io.k8s.apimachinery.pkg.runtime.RawExtension' }],
	['meta.FieldsV1', { type: 'object', preserveUnknown: true, ref: `${META}.FieldsV1` }],
	['FieldsV1', { type: 'object', preserveUnknown: true, ref: `${META}.FieldsV1` }],
]);

function parseType(table: Table, type: string): FieldSchema {
	if (type.startsWith('[]')) return { ...PLAIN, type: 'array', items: parseType(table, type.slice(2)) };
	if (type.startsWith('{}')) return { ...PLAIN, type: 'map', values: parseType(table, type.slice(2)) };
	const scalar = SCALARS.get(type);
	if (scalar !== undefined) return { ...PLAIN, ...scalar };
	const ref = !type.includes('.')
		? `${table.prefix}.${type}`
		: type.startsWith('meta.')
			? `${META}.${type.slice(5)}`
			: `io.k8s.api.${type}`;
	const any = table.anyTypes.has(type);
	return { ...PLAIN, type: any ? 'any' : 'object', ref, preserveUnknown: any };
}

function parseFlags(flags: string): Partial<FieldSchema> {
	const out: { -readonly [K in keyof FieldSchema]?: FieldSchema[K] } = {};
	for (const flag of flags.split('/')) {
		const [, word = '', keys] = /^([^(]*)(?:\((.*)\))?$/.exec(flag) ?? [];
		if (word === 'atomic' || word === 'set' || word === 'map') out.listType = word;
		if (word === 'map' && keys !== undefined) out.listMapKeys = keys.split(',');
		if (word.startsWith('mapType:')) out.mapType = word === 'mapType:atomic' ? 'atomic' : 'granular';
		if (word.startsWith('patch:')) {
			out.patchStrategy = word.slice(6);
			if (keys !== undefined) out.patchMergeKey = keys;
		}
	}
	return out;
}

/** Group names as requests spell them, where the type's package says less. */
const FULL_GROUPS: ReadonlyMap<string, string> = new Map([
	['core', ''],
	['meta', ''],
	['events', 'events.k8s.io'],
	['rbac', 'rbac.authorization.k8s.io'],
	['flowcontrol', 'flowcontrol.apiserver.k8s.io'],
	['apps', 'apps'],
	['autoscaling', 'autoscaling'],
	['batch', 'batch'],
	['policy', 'policy'],
]);

function groupVersion(prefix: string): { group: string; version: string } {
	const [version = '', short = ''] = prefix.split('.').reverse();
	return { group: FULL_GROUPS.get(short) ?? `${short}.k8s.io`, version };
}
