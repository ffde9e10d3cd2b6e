import type { Json } from '../meta.ts';

export type JsonObject = { [key: string]: Json };

/** A JSON object: not null, not a list. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
