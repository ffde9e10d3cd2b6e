import { Base64Error, decodeBase64 } from '../base64.ts';
import { parseDuration } from '../duration.ts';
import { parseTime } from '../timestamp.ts';
import { celFault } from './cel-fault.ts';
import { type CelType, unescapeCelName } from './cel-type.ts';
import type { CheckType } from './check-type.ts';

/** Values are what JavaScript has (bigint: int, number: double, arrays, bytes, null) and these. */
abstract class Boxed {}

export class CelUint extends Boxed {
	readonly value: bigint;
	constructor(value: bigint) {
		super();
		this.value = value;
	}
}

/** In nanoseconds since 1970. */
export class CelTimestamp extends Boxed {
	readonly nanos: bigint;
	constructor(nanos: bigint) {
		super();
		this.nanos = nanos;
	}
}

export class CelDuration extends Boxed {
	readonly nanos: bigint;
	constructor(nanos: bigint) {
		super();
		this.nanos = nanos;
	}
}

/** A type as a value. */
export class CelTypeValue extends Boxed {
	readonly name: string;
	constructor(name: string) {
		super();
		this.name = name;
	}
}

export class CelOptional extends Boxed {
	static readonly NONE: CelOptional = new CelOptional(undefined);
	/** Undefined when there is none. */
	readonly value: unknown;
	constructor(value: unknown) {
		super();
		this.value = value;
	}
}

/** What only functions can look into. */
export abstract class CelOpaque extends Boxed {
	abstract readonly type: CheckType;
	/** What sizes of arguments are for what it costs. */
	readonly size: number = 1;
	abstract equals(other: this): boolean;
}

/** Keys of a map: numbers of all kinds are the same key when they are the same number. */
export type CelKey = string | bigint | boolean;

/** A map, or an object whose fields are seen by its type; of JSON only what is asked for is looked at. */
export class CelMap extends Boxed {
	readonly #json: { readonly [key: string]: unknown } | undefined;
	readonly #type: CelType | undefined;
	readonly #entries: Map<CelKey, unknown>;

	constructor(entries: Map<CelKey, unknown>, json?: { readonly [key: string]: unknown }, type?: CelType) {
		super();
		this.#entries = entries;
		this.#json = json;
		this.#type = type;
	}

	get isObject(): boolean {
		return this.#type?.kind === 'object';
	}

	get size(): number {
		return this.keys().length;
	}

	keys(): CelKey[] {
		if (this.#json === undefined) return [...this.#entries.keys()];
		const type = this.#type;
		const names = Object.keys(this.#json);
		return type?.kind === 'object' ? names.filter((name) => type.fields.has(name)) : names;
	}

	has(key: CelKey): boolean {
		if (this.#json === undefined) return this.#entries.has(key);
		if (typeof key !== 'string' || !Object.hasOwn(this.#json, key)) return false;
		return this.#type?.kind !== 'object' || this.#type.fields.has(key);
	}

	/** Undefined when there is none. */
	get(key: CelKey): unknown {
		const known = this.#entries.get(key);
		if (known !== undefined || this.#json === undefined || !this.has(key)) return known;
		const type = this.#type;
		const inner = type?.kind === 'object' ? type.fields.get(key as string) : type?.kind === 'map' ? type.values : ANY;
		const value = toCelValue(this.#json[key as string], inner ?? ANY);
		this.#entries.set(key, value);
		return value;
	}

	/** The field that an expression calls so. */
	field(name: string): unknown {
		return this.get(this.isObject ? unescapeCelName(name) : name);
	}

	hasField(name: string): boolean {
		return this.has(this.isObject ? unescapeCelName(name) : name);
	}

	/** Of a map that is being made. */
	insert(key: CelKey, value: unknown): void {
		if (this.#entries.has(key)) throw celFault(`insert failed: key ${String(key)} already exists`);
		this.#entries.set(key, value);
	}
}

const ANY: CelType = { kind: 'dyn' };

/** A JSON value as expressions see it. What does not fit its type is seen as what it is. */
export function toCelValue(value: unknown, type: CelType): unknown {
	if (value === null || value === undefined) return null;
	if (typeof value === 'number') {
		const whole = Number.isInteger(value) && type.kind !== 'double';
		return whole ? BigInt(value) : value;
	}
	if (typeof value === 'string') return fromText(value, type);
	if (Array.isArray(value)) {
		const items = type.kind === 'list' ? type.items : ANY;
		return value.map((item) => toCelValue(item, items));
	}
	if (typeof value !== 'object' || value instanceof Boxed || value instanceof Uint8Array) return value;
	return new CelMap(new Map(), value as { readonly [key: string]: unknown }, type);
}

function fromText(text: string, { kind }: CelType): unknown {
	if (kind === 'bytes') return fromBase64(text);
	if (kind === 'timestamp') {
		const ms = parseTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
		return ms === undefined ? text : new CelTimestamp(BigInt(ms) * 1_000_000n);
	}
	if (kind !== 'duration') return text;
	const ms = parseDuration(text);
	return ms === undefined ? text : new CelDuration(BigInt(Math.round(ms * 1_000_000)));
}

function fromBase64(text: string): unknown {
	try {
		return decodeBase64(text);
	} catch (error) {
		if (error instanceof Base64Error) return text;
		throw error;
	}
}

/** Models cel-go ref.Val Type().TypeName(). */
export function typeNameOf(value: unknown): string {
	if (value === null || value === undefined) return 'null_type';
	switch (typeof value) {
		case 'boolean':
			return 'bool';
		case 'bigint':
			return 'int';
		case 'number':
			return 'double';
		case 'string':
			return 'string';
		default:
	}
	if (Array.isArray(value)) return 'list';
	if (value instanceof CelMap) return value.isObject ? 'object' : 'map';
	if (value instanceof CelUint) return 'uint';
	if (value instanceof CelTimestamp) return 'google.protobuf.Timestamp';
	if (value instanceof CelDuration) return 'google.protobuf.Duration';
	if (value instanceof CelOptional) return 'optional_type';
	if (value instanceof CelTypeValue) return 'type';
	return value instanceof CelOpaque ? value.type.name : 'bytes';
}

/** Whether a value is of a type, for functions that are chosen when they are called. */
export function isOfType(value: unknown, { kind, name }: CheckType): boolean {
	if (kind === 'dyn' || kind === 'param') return true;
	const found = typeNameOf(value);
	if (kind === 'struct' || kind === 'opaque' || kind === 'type') return found === name;
	if (kind === 'map') return value instanceof CelMap;
	if (kind === 'null') return value === null;
	return kind === 'timestamp' || kind === 'duration' ? found === name : found === kind;
}

/** Characters, items, keys, bytes; 1 for what has no size. Models interpreter/runtimecost.go actualSize. */
export function sizeOfValue(value: unknown): number {
	if (typeof value === 'string') return lengthOf(value);
	if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
	if (value instanceof CelMap || value instanceof CelOpaque) return value.size;
	return value instanceof CelOptional && value.value !== undefined ? sizeOfValue(value.value) : 1;
}

/** In code points. */
export function lengthOf(text: string): number {
	let length = text.length;
	for (let i = 1; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code >= 0xdc00 && code < 0xe000 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) length--;
	}
	return length;
}
