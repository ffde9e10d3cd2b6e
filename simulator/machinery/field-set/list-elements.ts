import type { Json } from '../meta.ts';
import { isObject } from '../patch/json-object.ts';
import type { PatchField } from '../patch/patch-schema.ts';

/** Whether server-side apply owns the items of this list one by one. */
export function isAssociative(field: PatchField | undefined): boolean {
	return field?.type === 'array' && (field.listType === 'set' || field.listType === 'map');
}

/** The path element of an item of an associative list: `k:{"name":"a"}` or `v:"x"`. */
export function elementOf(item: Json, field: PatchField, defaults: KeyDefaults): string {
	if (field.listType === 'set') return `v:${JSON.stringify(item)}`;
	const [single, second] = field.listMapKeys ?? [];
	if (second === undefined && single !== undefined && isObject(item)) {
		// Most lists have one key, and it is a text.
		const value = item[single];
		if (typeof value === 'string') return `k:{"${single}":${JSON.stringify(value)}}`;
	}
	const keys: { [key: string]: Json } = {};
	for (const key of [...(field.listMapKeys ?? [])].sort()) {
		const value = isObject(item) ? item[key] : undefined;
		const chosen = value === undefined ? defaults.get(key) : value;
		if (chosen !== undefined) keys[key] = chosen;
	}
	return `k:${JSON.stringify(keys)}`;
}

/** What a key that an item leaves out counts as: the defaults of the schemas. */
export type KeyDefaults = ReadonlyMap<string, Json>;

/** Models the defaults of keys in the OpenAPI document: a port is TCP unless it says otherwise. */
export const BUILT_IN_KEY_DEFAULTS: KeyDefaults = new Map([['protocol', 'TCP']]);

/** Whether two items of an associative list have the same path element, without writing it. */
export function sameElement(a: Json | undefined, b: Json | undefined, field: PatchField): boolean {
	if (a === b) return true;
	if (field.listType !== 'map' || !isObject(a) || !isObject(b)) return false;
	for (const key of field.listMapKeys ?? []) if (a[key] !== b[key] || typeof a[key] === 'object') return false;
	return true;
}
