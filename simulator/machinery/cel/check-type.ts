import { type CelType, escapeCelName, unescapeCelName } from './cel-type.ts';

type Kind =
	| ('bool' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'null' | 'dyn' | 'error' | 'timestamp' | 'duration')
	| ('list' | 'map' | 'struct' | 'opaque' | 'type' | 'param');

/** A type as the checker knows it. Models cel-go common/types Type. */
export interface CheckType {
	readonly kind: Kind;
	readonly name: string;
	readonly params: readonly CheckType[];
	/** Of a struct. */
	readonly fields?: { get(name: string): CheckType | undefined };
}

function simple(kind: Kind, name: string = kind): CheckType {
	return { kind, name, params: [] };
}

export const DYN = simple('dyn');
export const ERROR = simple('error', '!error!');
export const BOOL = simple('bool');
export const INT = simple('int');
export const UINT = simple('uint');
export const DOUBLE = simple('double');
export const STRING = simple('string');
export const BYTES = simple('bytes');
export const NULL = simple('null', 'null_type');
export const TIMESTAMP = simple('timestamp', 'google.protobuf.Timestamp');
export const DURATION = simple('duration', 'google.protobuf.Duration');

export function listOf(items: CheckType): CheckType {
	return { kind: 'list', name: 'list', params: [items] };
}

export function mapOf(keys: CheckType, values: CheckType): CheckType {
	return { kind: 'map', name: 'map', params: [keys, values] };
}

export function optionalTypeOf(value: CheckType): CheckType {
	return { kind: 'opaque', name: 'optional_type', params: [value] };
}

export function opaque(name: string): CheckType {
	return { kind: 'opaque', name, params: [] };
}

/** A type whose values are made by functions alone, but which is a message to the checker. */
export function struct(name: string): CheckType {
	return { kind: 'struct', name, params: [], fields: NO_FIELDS };
}

const NO_FIELDS: ReadonlyMap<string, CheckType> = new Map();

export function typeParam(name: string): CheckType {
	return simple('param', name);
}

/** The type of a type. */
export function typeOfType(inner: CheckType | undefined): CheckType {
	return { kind: 'type', name: 'type', params: inner === undefined ? [] : [inner] };
}

/** Models checker/format.go FormatCELType. */
export function formatType(type: CheckType): string {
	switch (type.kind) {
		case 'timestamp':
		case 'duration':
		case 'null':
			return type.kind;
		default: {
			if (type.params.length === 0) return type.name;
			return `${type.name}(${type.params.map(formatType).join(', ')})`;
		}
	}
}

const SCALARS: { readonly [kind: string]: CheckType } = {
	...{ string: STRING, int: INT, double: DOUBLE, bool: BOOL, bytes: BYTES, dyn: DYN },
	...{ timestamp: TIMESTAMP, duration: DURATION, uint: UINT },
};

/** A declared type as the checker sees it. @param name what objects in it are called by their places. */
export function checkTypeOf(type: CelType, name: string): CheckType {
	switch (type.kind) {
		case 'list':
			return listOf(checkTypeOf(type.items, `${name}.@idx`));
		case 'map':
			return mapOf(STRING, checkTypeOf(type.values, `${name}.@elem`));
		case 'optional':
			return optionalTypeOf(checkTypeOf(type.value, name));
		case 'opaque':
			return type.type;
		case 'object':
			return { kind: 'struct', name, params: [], fields: new ObjectFields(type.fields, name) };
		default:
			return SCALARS[type.kind] ?? DYN;
	}
}

/** The fields of an object: of large ones few are ever asked for. */
class ObjectFields {
	readonly #fields: ReadonlyMap<string, CelType>;
	readonly #name: string;
	readonly #made = new Map<string, CheckType>();

	constructor(fields: ReadonlyMap<string, CelType>, name: string) {
		this.#fields = fields;
		this.#name = name;
	}

	/** @param name escaped. */
	get(name: string): CheckType | undefined {
		const known = this.#made.get(name);
		if (known !== undefined) return known;
		const field = unescapeCelName(name);
		const type = escapeCelName(field) === name ? this.#fields.get(field) : undefined;
		if (type === undefined) return undefined;
		const made = checkTypeOf(type, `${this.#name}.${name}`);
		this.#made.set(name, made);
		return made;
	}
}

/** Whether two types are the very same. */
export function sameType(a: CheckType, b: CheckType): boolean {
	return (
		a === b ||
		(a.kind === b.kind &&
			a.name === b.name &&
			a.params.length === b.params.length &&
			a.params.every((each, index) => sameType(each, b.params[index] as CheckType)))
	);
}
