import { CONFIGURATION_TABLES } from './server-configuration.ts';
import { parseTable } from './table-notation.ts';
import { TABLES } from './tables.ts';

/**
 * What is known of an object type of the API: its fields in the order in which the real server writes them.
 * The built-in types come from the tables beside this file; a custom resource's structural schema is turned into the
 * same form by the API server. Immutable.
 */
export interface TypeSchema {
	/** "io.k8s.api.core.v1.Pod"; an inline type of a custom resource has ''. */
	readonly name: string;
	readonly fields: ReadonlyMap<string, FieldSchema>;
	/** The fields as a list; set for built-in types, whose objects are encoded all the time. */
	readonly fieldList?: readonly FieldSchema[];
	/** Those of them that are written even when absent. */
	readonly alwaysWritten?: readonly FieldSchema[];
	/** `granular` unless said otherwise: server-side apply owns the fields of an atomic type as one. */
	readonly mapType: 'granular' | 'atomic';
	/** The kinds whose objects have this type; empty for what only occurs inside others. */
	readonly kinds: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
	/** Keeps fields it does not know (RawExtension, FieldsV1, `x-kubernetes-preserve-unknown-fields`). */
	readonly preserveUnknown: boolean;
	/** Of the named types that are not objects: Quantity, IntOrString, Time, MicroTime, and "any JSON value". */
	readonly scalar?: { readonly type: 'string' | 'any'; readonly format?: string };
}

/** What one field, one element of a list or one value of a map may be. */
export interface FieldSchema {
	/** '' for elements and values. */
	readonly name: string;
	/** Among the fields of its type; only where the type has a `fieldList`. */
	readonly position?: number;
	/** `map`: user-chosen keys to `values`. `any`: any JSON value. */
	readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'map' | 'any';
	/** "int32", "int64", "double", "byte", "date-time", "quantity", "int-or-string". */
	readonly format?: string;
	/** Full name of the type as OpenAPI refers to it; set for objects, and for Quantity, Time, MicroTime, IntOrString. */
	readonly ref?: string;
	/** The type itself where it has no name (custom resources). Prefer `objectType(field)`. */
	readonly object?: TypeSchema;
	/** Of an array. */
	readonly items?: FieldSchema;
	/** Of a map. */
	readonly values?: FieldSchema;
	readonly required: boolean;
	/**
	 * What the server's encoder makes of it: `kept` as it came (a pointer in Go), `pruned` when it is "", 0, false or
	 * empty, `always` written, as zero, null or {} when absent. Custom resources keep everything.
	 */
	readonly presence: 'kept' | 'pruned' | 'always';
	/** A number or a string. */
	readonly intOrString: boolean;
	/** A resource quantity: a string, or a number that the server turns into one. */
	readonly quantity: boolean;
	/** Keeps fields that the schema does not know. */
	readonly preserveUnknown: boolean;
	/** As written in the API's types: "merge", "replace", "retainKeys", "merge,retainKeys". */
	readonly patchStrategy?: string;
	readonly patchMergeKey?: string;
	readonly listType?: 'atomic' | 'set' | 'map';
	readonly listMapKeys?: readonly string[];
	readonly mapType?: 'granular' | 'atomic';
	/** The default that the structural schema of a custom resource gives. */
	readonly defaultValue?: unknown;
	/** The only values that a custom resource's schema allows. */
	readonly enumValues?: readonly unknown[];
}

/**
 * The built-in type of this name ("io.k8s.api.apps.v1.DeploymentSpec"), or undefined. The first question about a
 * group's table parses it; the answer is the same frozen value ever after.
 */
export function typeSchema(name: string): TypeSchema | undefined {
	const known = parsedTypes.get(name);
	if (known !== undefined) return known;
	const dot = name.lastIndexOf('.');
	return tableTypes(name.slice(0, dot))?.get(name) ?? SCALAR_TYPES.get(name);
}

/** The type of an object field (or of the elements of none): inline or by name; undefined when it is not an object. */
export function objectType(field: FieldSchema): TypeSchema | undefined {
	if (field.object !== undefined) return field.object;
	return field.type === 'object' && field.ref !== undefined ? typeSchema(field.ref) : undefined;
}

/** Names of all built-in types, in the order of their tables. */
export function schemaNames(): readonly string[] {
	return [...SCALAR_TYPES.keys(), ...[...TABLES.keys()].flatMap((prefix) => [...(tableTypes(prefix)?.keys() ?? [])])];
}

const SCALAR_TYPES: ReadonlyMap<string, TypeSchema> = new Map(
	(
		[
			['io.k8s.apimachinery.pkg.api.resource.Quantity', { type: 'string' }],
			['io.k8s.apimachinery.pkg.apis.meta.v1.Time', { type: 'string', format: 'date-time' }],
			['io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime', { type: 'string', format: 'date-time' }],
			['io.k8s.apimachinery.pkg.util.intstr.IntOrString', { type: 'string', format: 'int-or-string' }],
			['io.k8s.apimachinery.pkg.runtime.RawExtension', undefined],
		] as const
	).map(([name, scalar]): [string, TypeSchema] => [
		name,
		{
			name,
			fields: new Map(),
			mapType: 'granular',
			kinds: [],
			preserveUnknown: scalar === undefined,
			...(scalar === undefined ? {} : { scalar }),
		},
	]),
);

/** Parsed tables and their types: filled once from immutable text, the same for every world. */
const parsedTables = new Map<string, ReadonlyMap<string, TypeSchema>>();
const parsedTypes = new Map<string, TypeSchema>();

function tableTypes(prefix: string): ReadonlyMap<string, TypeSchema> | undefined {
	const known = parsedTables.get(prefix);
	if (known !== undefined) return known;
	const texts = TABLES.get(prefix) ?? CONFIGURATION_TABLES.get(prefix);
	if (texts === undefined) return undefined;
	const types = parseTable(prefix, texts);
	parsedTables.set(prefix, types);
	for (const [name, type] of types) parsedTypes.set(name, type);
	return types;
}
