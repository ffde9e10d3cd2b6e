import { compareUtf8 } from '../format-json.ts';
import { goFloat, goPrint, goTypeName } from '../go-format.ts';

/** A Go `int`: a constant, a length, an index. A JavaScript number that is whole is an int64, as JSON's are decoded. */
export class GoInt {
	readonly value: number;
	constructor(value: number) {
		this.value = value;
	}
}

/** A Go `float64` whose value may be whole: a number alone would not tell 1.0 from 1. */
export class GoFloat {
	readonly value: number;
	constructor(value: number) {
		this.value = value;
	}
}

/** What a method of a value gets and gives. */
export type GoMethod = (args: readonly unknown[]) => unknown;

/** A value of a Go type with fields and methods of its own: a struct, a time, a version. */
export abstract class GoObject {
	abstract readonly typeName: string;
	/** As reflect.Kind names it. */
	readonly kind: string = 'struct';
	/** How many steps of an execution it was to make it. */
	readonly steps: number = 0;

	/** Undefined: there is no such field. */
	field(_name: string): { readonly value: unknown } | undefined {
		return undefined;
	}

	method(_name: string): GoMethod | undefined {
		return undefined;
	}

	/** What `range`, `len` and `index` find in it; undefined: it is no map. */
	entries(): readonly (readonly [string, unknown])[] | undefined {
		return undefined;
	}

	/** As fmt prints it. */
	abstract printed(): string;

	/** What becomes of it in JSON and YAML. */
	toJson(): unknown {
		return this.printed();
	}
}

/** Numbers as themselves. */
export function plain(value: unknown): unknown {
	return value instanceof GoFloat || value instanceof GoInt ? value.value : value;
}

/** The whole number that a value of an integer type is. */
export function integerOf(value: unknown): number | undefined {
	if (value instanceof GoInt) return value.value;
	return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

export function isDict(value: unknown): value is { [key: string]: unknown } {
	return value !== null && typeof value === 'object' && !Array.isArray(value) && !isScalarObject(value);
}

function isScalarObject(value: object): boolean {
	return value instanceof GoInt || value instanceof GoFloat || value instanceof GoObject || value instanceof Uint8Array;
}

/** Empty values are false: 0, "", nil, empty collections. */
export function isTrue(value: unknown): boolean {
	if (value === null || value === undefined) return false;
	if (value instanceof GoFloat || value instanceof GoInt) return value.value !== 0;
	if (value instanceof GoObject) return (value.entries()?.length ?? 1) > 0;
	if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0;
	if (typeof value === 'object') return Object.keys(value).length > 0;
	return Boolean(value);
}

/** As fmt's %v prints it. */
export function printValue(value: unknown): string {
	if (value === null || value === undefined) return '<nil>';
	if (value instanceof GoInt) return goPrint(value.value);
	if (value instanceof GoFloat) return goFloat(value.value);
	if (value instanceof GoObject) return value.printed();
	if (value instanceof Uint8Array) return `[${value.join(' ')}]`;
	if (Array.isArray(value)) return `[${value.map(printValue).join(' ')}]`;
	if (typeof value !== 'object') return goPrint(value);
	const fields = value as { readonly [key: string]: unknown };
	const keys = Object.keys(fields).sort(compareUtf8);
	return `map[${keys.map((key) => `${key}:${printValue(fields[key])}`).join(' ')}]`;
}

/** As an action prints it. */
export function printed(value: unknown): string {
	return value === undefined || value === null ? '<no value>' : printValue(value);
}

/** The Go type that a value has. */
export function typeOf(value: unknown): string {
	if (value instanceof GoFloat) return 'float64';
	if (value instanceof GoInt) return 'int';
	if (value instanceof GoObject) return value.typeName;
	if (value instanceof Uint8Array) return '[]uint8';
	return goTypeName(value);
}
