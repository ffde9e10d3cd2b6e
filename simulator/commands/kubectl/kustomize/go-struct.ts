import type { Json } from '../../../machinery/meta.ts';
import { isObject, type JsonObject, setOwn } from '../../../machinery/patch/json-object.ts';
import { CommandError } from '../errors.ts';

/** What a field of a Go struct may hold, as encoding/json sees it. */
export type GoType =
	| { readonly kind: 'string' | 'bool' | 'any' | 'bytes'; readonly text: string }
	| { readonly kind: 'integer'; readonly text: string }
	| { readonly kind: 'list' | 'map'; readonly text: string; readonly of: GoType }
	| { readonly kind: 'struct'; readonly text: string; readonly fields: ReadonlyMap<string, GoField> };

interface GoField {
	readonly name: string;
	/** As errors name it: the fields of embedded structs carry their struct's name ("ResId.Gvk.kind"). */
	readonly path: string;
	readonly type: GoType;
}

export const STRING: GoType = { kind: 'string', text: 'string' };
export const BOOL: GoType = { kind: 'bool', text: 'bool' };
/** In base64, or as a list of numbers. */
export const BYTES: GoType = { kind: 'bytes', text: '[]uint8' };
export const ANY: GoType = { kind: 'any', text: 'interface {}' };

export function integer(text: 'int' | 'int64'): GoType {
	return { kind: 'integer', text };
}

export function listOf(of: GoType): GoType {
	return { kind: 'list', text: `[]${of.text}`, of };
}

export function mapOf(of: GoType): GoType {
	return { kind: 'map', text: `map[string]${of.text}`, of };
}

/** @param fields keys are paths through embedded structs; the last part is the name in JSON. */
export function struct(name: string, fields: { readonly [path: string]: GoType }, goPackage = 'types'): GoType {
	const table = new Map<string, GoField>();
	for (const [path, type] of Object.entries(fields)) {
		const field = path.slice(path.lastIndexOf('.') + 1);
		table.set(field, { name: field, path, type });
	}
	return { kind: 'struct', text: `${goPackage}.${name}`, fields: table };
}

/** The same fields inside a struct that embeds theirs as `name`. */
export function embedded(name: string, fields: { readonly [path: string]: GoType }): { [path: string]: GoType } {
	return Object.fromEntries(Object.entries(fields).map(([path, type]) => [`${name}.${path}`, type]));
}

/**
 * Decodes as json.Decoder does with DisallowUnknownFields: keys in alphabetical order, nulls leave a field unset, the
 * first complaint is thrown when all has been looked at. Field names get the case in which they are declared.
 * @param unknown what becomes of fields that there are not.
 */
export function decodeStruct(value: Json, type: GoType, unknown: 'refused' | 'dropped' = 'refused'): JsonObject {
	const decoder = new Decoder(unknown);
	const decoded = decoder.decode(value, type, '', '');
	if (decoder.complaint !== undefined) throw new CommandError(`json: ${decoder.complaint}`);
	return (decoded ?? {}) as JsonObject;
}

class Decoder {
	complaint: string | undefined;
	readonly #unknown: 'refused' | 'dropped';

	constructor(unknown: 'refused' | 'dropped') {
		this.#unknown = unknown;
	}

	decode(value: Json, type: GoType, struct: string, path: string): Json | undefined {
		if (value === null) return undefined;
		switch (type.kind) {
			case 'any':
				return value;
			case 'string':
				if (typeof value === 'string') return value;
				break;
			case 'bool':
				if (typeof value === 'boolean') return value;
				break;
			case 'bytes':
				if (typeof value === 'string' || Array.isArray(value)) return value;
				break;
			case 'integer':
				if (typeof value === 'number') {
					if (Number.isInteger(value)) return value;
					return this.#mismatch(`number ${value}`, type, struct, path);
				}
				break;
			case 'list':
				if (!Array.isArray(value)) break;
				return value.map((item) => this.decode(item, type.of, struct, path) ?? zeroOf(type.of));
			case 'map':
				if (isObject(value)) return this.#map(value, type.of, struct, path);
				break;
			case 'struct':
				if (isObject(value)) return this.#struct(value, type, path);
				break;
		}
		return this.#mismatch(jsonType(value), type, struct, path);
	}

	#map(value: JsonObject, of: GoType, struct: string, path: string): JsonObject {
		const out: JsonObject = Object.create(null);
		for (const key of Object.keys(value).sort()) {
			setOwn(out, key, this.decode(value[key] as Json, of, struct, path) ?? zeroOf(of));
		}
		return out;
	}

	#struct(value: JsonObject, type: GoType & { kind: 'struct' }, path: string): JsonObject {
		const out: JsonObject = {};
		for (const key of Object.keys(value).sort()) {
			const field = type.fields.get(key) ?? foldedField(type.fields, key);
			if (field === undefined) {
				if (this.#unknown === 'refused') this.complaint ??= `unknown field ${JSON.stringify(key)}`;
				continue;
			}
			const inner = path === '' ? field.path : `${path}.${field.path}`;
			const decoded = this.decode(value[key] as Json, field.type, type.text.slice(type.text.indexOf('.') + 1), inner);
			if (decoded !== undefined) out[field.name] = decoded;
		}
		return out;
	}

	#mismatch(found: string, type: GoType, struct: string, path: string): undefined {
		const where =
			struct === '' ? `Go value of type ${type.text}` : `Go struct field ${struct}.${path} of type ${type.text}`;
		this.complaint ??= `cannot unmarshal ${found} into ${where}`;
		return undefined;
	}
}

function foldedField(fields: ReadonlyMap<string, GoField>, key: string): GoField | undefined {
	const folded = key.toLowerCase();
	for (const field of fields.values()) if (field.name.toLowerCase() === folded) return field;
	return undefined;
}

function zeroOf(type: GoType): Json {
	switch (type.kind) {
		case 'string':
			return '';
		case 'bool':
			return false;
		case 'integer':
			return 0;
		case 'struct':
			return {};
		default:
			return null;
	}
}

function jsonType(value: Json): string {
	if (Array.isArray(value)) return 'array';
	return typeof value === 'boolean' ? 'bool' : typeof value;
}
