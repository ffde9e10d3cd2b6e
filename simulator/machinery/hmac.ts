import { sha256 } from './sha256.ts';

const BLOCK = 64;

/** HMAC with SHA-256 (RFC 2104). */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
	const short = key.length > BLOCK ? sha256(key) : key;
	const pad = (value: number, rest: Uint8Array): Uint8Array => {
		const bytes = new Uint8Array(BLOCK + rest.length).fill(value, 0, BLOCK);
		for (const [index, byte] of short.entries()) bytes[index] = byte ^ value;
		bytes.set(rest, BLOCK);
		return bytes;
	};
	return sha256(pad(0x5c, sha256(pad(0x36, message))));
}
