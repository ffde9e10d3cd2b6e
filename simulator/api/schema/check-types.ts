import { Base64Error, decodeStandardBase64 } from '../../machinery/base64.ts';
import { formatPath } from '../../machinery/json-path-text.ts';
import { canonicalQuantity } from '../../machinery/quantity.ts';
import { Pace } from '../../machinery/rest.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import { parseTime } from '../../machinery/timestamp.ts';
import { type FieldSchema, objectType, type TypeSchema } from './schema.ts';

/** A value that the type's decoder refuses, in Go's words. */
export class DecodeError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'DecodeError';
	}
}

/**
 * Checks a decoded JSON value against a type as Go's decoder would on the way into the struct. Throws DecodeError at
 * the first value of a wrong type; returns the paths of the fields that the type does not have, in document order.
 * Models sigs.k8s.io/json UnmarshalStrict.
 */
export function checkTypes(value: object, type: TypeSchema): string[] {
	const checker = new TypeChecker();
	checker.object(value, type, goName(type.name));
	return checker.unknown;
}

/** The same of what may be large. @param rest undefined for what is done at once. */
export function* checkTypesInSteps(value: object, type: TypeSchema, rest: Wait | undefined): Task<string[]> {
	if (rest === undefined) return checkTypes(value, type);
	const checker = new TypeChecker();
	yield* checker.largeObject(value, type, goName(type.name), new Pace(rest));
	return checker.unknown;
}

const QUANTITY_COMPLAINT =
	"quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

class TypeChecker {
	readonly unknown: string[] = [];
	readonly #path: (string | number)[] = [];

	object(value: object, type: TypeSchema, struct: string): void {
		for (const [key, inner] of Object.entries(value)) {
			const field = type.fields.get(key);
			this.#path.push(key);
			if (field !== undefined) this.#field(inner, field, struct);
			else if (!type.preserveUnknown) this.unknown.push(formatPath(this.#path));
			this.#path.pop();
		}
	}

	*largeObject(value: object, type: TypeSchema, struct: string, pace: Pace): Task<void> {
		for (const key of Object.keys(value)) {
			const field = type.fields.get(key);
			this.#path.push(key);
			if (field !== undefined) yield* this.#anyField((value as Fields)[key], field, struct, pace);
			else if (!type.preserveUnknown) this.unknown.push(formatPath(this.#path));
			this.#path.pop();
		}
	}

	/** As `#field`, part by part when there are many. */
	*#anyField(value: unknown, field: FieldSchema, struct: string, pace: Pace): Task<void> {
		const type = field.type === 'object' ? objectType(field) : undefined;
		if (!pace.isLarge(value)) this.#field(value, field, struct);
		else if (field.type === 'array' && Array.isArray(value)) {
			for (const [index, item] of value.entries()) {
				this.#path.push(index);
				yield* this.#anyField(item, field.items as FieldSchema, struct, pace);
				this.#path.pop();
			}
		} else if (field.type === 'map' && isPlainObject(value)) {
			for (const key of Object.keys(value)) {
				this.#path.push(key);
				this.#mapKeys++;
				yield* this.#anyField((value as Fields)[key], field.values as FieldSchema, struct, pace);
				this.#mapKeys--;
				this.#path.pop();
			}
		} else if (type !== undefined && isPlainObject(value) && !(field.preserveUnknown && type.fields.size === 0)) {
			yield* this.largeObject(value, type, goName(type.name), pace);
		} else this.#field(value, field, struct);
		yield* pace.after(value);
	}

	#field(value: unknown, field: FieldSchema, struct: string): void {
		if (value === null || value === undefined || field.type === 'any') return;
		if (field.quantity) this.#quantity(value, struct);
		else if (field.intOrString) this.#intOrString(value, field, struct);
		else this.#plainField(value, field, struct);
	}

	#plainField(value: unknown, field: FieldSchema, struct: string): void {
		switch (field.type) {
			case 'object': {
				if (!isPlainObject(value)) {
					if (field.preserveUnknown) return;
					throw this.#mismatch(value, field, struct);
				}
				const type = objectType(field);
				if (type === undefined || (field.preserveUnknown && type.fields.size === 0)) return;
				this.object(value, type, goName(type.name));
				return;
			}
			case 'array':
				if (!Array.isArray(value)) throw this.#mismatch(value, field, struct);
				for (const [index, item] of value.entries()) {
					this.#path.push(index);
					this.#field(item, field.items as FieldSchema, struct);
					this.#path.pop();
				}
				return;
			case 'map':
				if (!isPlainObject(value)) throw this.#mismatch(value, field, struct);
				for (const [key, inner] of Object.entries(value)) {
					this.#path.push(key);
					this.#mapKeys++;
					this.#field(inner, field.values as FieldSchema, struct);
					this.#mapKeys--;
					this.#path.pop();
				}
				return;
			default:
				this.#scalar(value, field, struct);
		}
	}

	/** Keys of maps at the end of the path: Go's messages leave them out. */
	#mapKeys = 0;

	#scalar(value: unknown, field: FieldSchema, struct: string): void {
		const wanted = field.type === 'integer' ? 'number' : field.type;
		if (typeof value !== wanted) throw this.#mismatch(value, field, struct);
		if (field.type === 'integer' && !fits(value as number, field.format)) {
			throw new DecodeError(
				`json: cannot unmarshal number ${value} into Go ${this.#place(struct)} of type ${goType(field)}`,
			);
		}
		if (field.format === 'date-time' && parseTime(value as string) === undefined) {
			throw new DecodeError(timeComplaint(value as string));
		}
		if (field.format === 'byte') {
			try {
				decodeStandardBase64(value as string);
			} catch (error) {
				if (error instanceof Base64Error) throw new DecodeError(error.message);
				throw error;
			}
		}
	}

	#quantity(value: unknown, struct: string): void {
		if (typeof value === 'object' || typeof value === 'boolean') {
			throw new DecodeError(
				`json: cannot unmarshal ${jsonKind(value)} into Go ${this.#place(struct)} of type resource.Quantity`,
			);
		}
		if (canonicalQuantity(String(value)) === undefined) throw new DecodeError(QUANTITY_COMPLAINT);
	}

	#intOrString(value: unknown, field: FieldSchema, struct: string): void {
		if (typeof value === 'string') return;
		if (typeof value === 'number') {
			if (fits(value, 'int32')) return;
			throw new DecodeError(`json: cannot unmarshal number ${value} into Go ${this.#place(struct)} of type int32`);
		}
		throw this.#mismatch(value, { ...field, type: 'integer', format: 'int32' }, struct);
	}

	#mismatch(value: unknown, field: FieldSchema, struct: string): DecodeError {
		return new DecodeError(
			`json: cannot unmarshal ${jsonKind(value)} into Go ${this.#place(struct)} of type ${goType(field)}`,
		);
	}

	#place(struct: string): string {
		const names = this.#path.filter((part) => typeof part === 'string');
		return `struct field ${struct}.${names.slice(0, names.length - this.#mapKeys).join('.')}`;
	}
}

type Fields = { readonly [key: string]: unknown };

function isPlainObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fits(value: number, format: string | undefined): boolean {
	if (!Number.isInteger(value)) return false;
	return format !== 'int32' || (value >= -2147483648 && value <= 2147483647);
}

function jsonKind(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'boolean') return 'bool';
	return typeof value;
}

/** "io.k8s.api.core.v1.Container" → "Container". */
function goName(schemaName: string): string {
	return schemaName.slice(schemaName.lastIndexOf('.') + 1);
}

/** The Go type that messages name: "int32", "[]v1.Container", "map[string]string". */
function goType(field: FieldSchema): string {
	switch (field.type) {
		case 'array':
			return `[]${goType(field.items as FieldSchema)}`;
		case 'map':
			return `map[string]${goType(field.values as FieldSchema)}`;
		case 'object':
			return field.ref === undefined ? 'map[string]interface {}' : field.ref.split('.').slice(-2).join('.');
		case 'boolean':
			return 'bool';
		case 'integer':
			return field.format ?? 'int64';
		case 'number':
			return 'float64';
		default:
			return field.format === 'byte'
				? '[]uint8'
				: field.ref === undefined
					? 'string'
					: field.ref.split('.').slice(-2).join('.');
	}
}

/** Models time.Parse's error for RFC 3339, at the granularity of its first element. */
function timeComplaint(text: string): string {
	const layout = '2006-01-02T15:04:05Z07:00';
	const elements: readonly [RegExp, string][] = [
		[/^\d{4}/, '2006'],
		[/^-/, '-'],
		[/^\d\d/, '01'],
		[/^-/, '-'],
		[/^\d\d/, '02'],
		[/^T/, 'T'],
		[/^\d\d/, '15'],
		[/^:/, ':'],
		[/^\d\d/, '04'],
		[/^:/, ':'],
		[/^\d\d(?:[.,]\d+)?/, '05'],
		[/^(?:Z|[+-]\d\d:\d\d)/, 'Z07:00'],
	];
	let rest = text;
	for (const [pattern, element] of elements) {
		const match = pattern.exec(rest);
		if (match === null) {
			return `parsing time ${JSON.stringify(text)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(element)}`;
		}
		rest = rest.slice(match[0].length);
	}
	return `parsing time ${JSON.stringify(text)}: ${rest === '' ? 'out of range' : `extra text: ${JSON.stringify(rest)}`}`;
}
