import type { Json } from '../meta.ts';

export type JsonObject = { [key: string]: Json };

/** A JSON object: not null, not a list. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the object itself has under a key that a user chose: not what every object inherits ("constructor"). */
export function ownValue(object: JsonObject, key: string): Json | undefined {
	return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets a key that a user chose; `__proto__` is a key like any other. */
export function setOwn(object: JsonObject, key: string, value: Json): void {
	if (key !== '__proto__') object[key] = value;
	else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A copy that shares nothing. */
export function copyJson(value: Json): Json {
	if (Array.isArray(value)) return value.map(copyJson);
	if (!isObject(value)) return value;
	const out: JsonObject = {};
	for (const [key, inner] of Object.entries(value)) {
		if (inner !== undefined) setOwn(out, key, copyJson(inner));
	}
	return out;
}
