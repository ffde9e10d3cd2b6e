import { sha1 } from './sha1.ts';
import { sha256 } from './sha256.ts';

const BLOCK = 64;

/** HMAC with SHA-256 (RFC 2104). */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
	return hmac(sha256, key, message);
}

/** HMAC with SHA-1: of known_hosts' hashed names. */
export function hmacSha1(key: Uint8Array, message: Uint8Array): Uint8Array {
	return hmac(sha1, key, message);
}

/** @param block bytes that the hash takes at a time: 64, 128 for SHA-384 and SHA-512. */
export function hmac(
	hash: (bytes: Uint8Array) => Uint8Array,
	key: Uint8Array,
	message: Uint8Array,
	block = BLOCK,
): Uint8Array {
	const short = key.length > block ? hash(key) : key;
	const pad = (value: number, rest: Uint8Array): Uint8Array => {
		const bytes = new Uint8Array(block + rest.length).fill(value, 0, block);
		for (const [index, byte] of short.entries()) bytes[index] = byte ^ value;
		bytes.set(rest, block);
		return bytes;
	};
	return hash(pad(0x5c, hash(pad(0x36, message))));
}
