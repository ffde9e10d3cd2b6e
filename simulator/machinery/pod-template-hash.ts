import { fnv32a } from './fnv.ts';

/**
 * The label value that tells the generations of a workload apart: the same for templates that are equal as
 * JSON whatever the order of their keys, different again for each `collisionCount`.
 * Models pkg/controller/controller_utils.go ComputeHash.
 * Differs: the real hash is over Go's dump of the struct, so that its values change from release to release; this
 * one is over canonical JSON.
 */
export function podTemplateHash(template: object, collisionCount?: number): string {
	let hash = fnv32a(canonicalJson(template));
	if (collisionCount !== undefined) {
		const bytes = new Uint8Array(8);
		for (let i = 0; i < 4; i++) bytes[i] = (collisionCount >>> (8 * i)) & 0xff;
		hash = fnv32a(bytes, hash);
	}
	return safeEncode(String(hash));
}

/** Digits as letters that spell no words. Models apimachinery/pkg/util/rand SafeEncodeString. */
export function safeEncode(text: string): string {
	let out = '';
	for (let i = 0; i < text.length; i++) out += ALPHABET[text.charCodeAt(i) % ALPHABET.length];
	return out;
}

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** JSON with the keys of every object in order; two values that are deeply equal give the same text. */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const source = value as { readonly [key: string]: unknown };
	const parts: string[] = [];
	for (const key of Object.keys(source).sort()) {
		if (source[key] !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(source[key])}`);
	}
	return `{${parts.join(',')}}`;
}
