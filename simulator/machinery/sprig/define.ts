import { type FunctionEntry, FunctionError, type Parameter } from '../go-template/functions.ts';
import { GoFloat, GoInt, GoObject, isDict, plain, printValue, typeOf } from '../go-template/values.ts';
import type { Task } from '../task.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';

export type Definition = readonly [name: string, entry: FunctionEntry];

/** A function with these parameters, one each. */
export function define(
	name: string,
	parameters: readonly Parameter[],
	call: (...args: never[]) => unknown,
): Definition {
	const count = parameters.length;
	const run = call as (...args: readonly unknown[]) => unknown;
	return [name, { least: count, most: count, parameters, call: (args) => run(...args) }];
}

/** The same of one that may wait: it is a task. */
export function defineWaiting(
	name: string,
	parameters: readonly Parameter[],
	call: (...args: never[]) => Task<unknown>,
): Definition {
	const [, entry] = define(name, parameters, call);
	return [name, { ...entry, waits: true }];
}

/** The last parameter may stand any number of times, or never. */
export function variadic(
	name: string,
	parameters: readonly Parameter[],
	call: (...args: never[]) => unknown,
): Definition {
	const run = call as (...args: readonly unknown[]) => unknown;
	const least = parameters.length - 1;
	return [name, { least, most: Number.POSITIVE_INFINITY, parameters, call: (args) => run(...args) }];
}

/** The same under another name. */
export function also(name: string, [, entry]: Definition): Definition {
	return [name, entry];
}

export type Dict = { [key: string]: unknown };

/** A map for keys that users choose. */
export function newDict(): Dict {
	return Object.create(null) as Dict;
}

/** Models sprig strval. */
export function textOf(value: unknown): string {
	if (value instanceof Uint8Array) return decodeUtf8(value);
	return typeof value === 'string' ? value : printValue(value);
}

/** What Go says of a nil that is asked for its type. */
export const NIL_POINTER = 'runtime error: invalid memory address or nil pointer dereference';

/** Items of a list. @throws FunctionError with what cannot be done to it. */
export function itemsOf(value: unknown, complaint: string): readonly unknown[] {
	if (Array.isArray(value)) return value;
	if (value instanceof Uint8Array) return [...value];
	if (value === null || value === undefined) throw new FunctionError(NIL_POINTER);
	throw new FunctionError(`${complaint} ${kindOf(value)}`);
}

/** Models reflect.Kind.String. */
export function kindOf(value: unknown): string {
	if (value === null || value === undefined) return 'invalid';
	if (Array.isArray(value) || value instanceof Uint8Array) return 'slice';
	if (value instanceof GoObject) return value.kind;
	if (isDict(value)) return 'map';
	return typeOf(value);
}

/** Models sprig strslice. */
export function textsOf(value: unknown): string[] {
	if (Array.isArray(value)) return value.filter((item) => item !== null && item !== undefined).map(textOf);
	if (value instanceof Uint8Array) return [...value].map(String);
	return value === null || value === undefined ? [] : [textOf(value)];
}

/** Models spf13/cast ToInt64: 0 for what is no number. */
export function toInteger(value: unknown): number {
	const number = plain(value);
	if (typeof number === 'number') return Math.trunc(number);
	if (typeof number === 'boolean') return number ? 1 : 0;
	if (typeof number !== 'string') return 0;
	return wholeNumber(number.replace(/(\d)\.0*$/, '$1'));
}

/** "0x1f", "010" and "0b1" are what they look like in Go. Models strconv.ParseInt of base 0. */
function wholeNumber(text: string): number {
	const match = /^([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9]\d*|0))$/.exec(text);
	if (match === null) return 0;
	const [, sign, hex, binary, octal, decimal] = match;
	const [digits, base] =
		hex !== undefined
			? [hex, 16]
			: binary !== undefined
				? [binary, 2]
				: octal !== undefined
					? [octal, 8]
					: [decimal, 10];
	const number = Number.parseInt(digits as string, base as number);
	return sign === '-' ? -number : number;
}

/** Models spf13/cast ToFloat64. */
export function toFloat(value: unknown): number {
	const number = plain(value);
	if (typeof number === 'number') return number;
	if (typeof number === 'boolean') return number ? 1 : 0;
	if (typeof number !== 'string' || !/^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(number)) return 0;
	return Number(number);
}

export function isEmpty(value: unknown): boolean {
	if (value === null || value === undefined || value === false || value === '') return true;
	if (value instanceof GoInt || value instanceof GoFloat || typeof value === 'number') return plain(value) === 0;
	if (value instanceof GoObject) return value.entries()?.length === 0;
	if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0;
	return typeof value === 'object' && Object.keys(value).length === 0;
}

export function bytesOf(text: string): Uint8Array {
	return encodeUtf8(text);
}
