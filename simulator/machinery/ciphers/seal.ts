import { decodeBase64 } from '../base64.ts';
import { sha256 } from '../sha256.ts';
import { encodeUtf8 } from '../utf8.ts';
import { Aes } from './aes.ts';
import { sealGalois } from './galois-counter.ts';
import { sealSecretbox } from './secretbox.ts';

/** What a stored value is encrypted with. */
export interface Seal {
	readonly provider: 'aescbc' | 'aesgcm' | 'secretbox';
	readonly keyName: string;
	/** base64, as its configuration has it. */
	readonly secret: string;
}

export function sameSeal(a: Seal | undefined, b: Seal | undefined): boolean {
	if (a === b) return true;
	return a?.provider === b?.provider && a?.keyName === b?.keyName && a?.secret === b?.secret;
}

/**
 * The bytes that are stored for a value: `k8s:enc:aescbc:v1:key1:`, what is chosen anew for each, and the encrypted value.
 * Differs: what is random in life follows from the key and its revision.
 * Models apiserver/pkg/storage/value/encrypt.
 */
export function sealed(seal: Seal, key: string, revision: number, plain: Uint8Array): Uint8Array {
	const start = sha256(encodeUtf8(`${key}\0${revision}`));
	const secret = decodeBase64(seal.secret);
	const parts = [encodeUtf8(`k8s:enc:${seal.provider}:v1:${seal.keyName}:`), ...body(seal, secret, start, key, plain)];
	const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}

function body({ provider }: Seal, secret: Uint8Array, start: Uint8Array, key: string, plain: Uint8Array): Uint8Array[] {
	switch (provider) {
		case 'aescbc':
			return [start.subarray(0, 16), new Aes(secret).encryptChained(plain, start.subarray(0, 16))];
		case 'aesgcm':
			return [start.subarray(0, 12), sealGalois(new Aes(secret), start.subarray(0, 12), plain, encodeUtf8(key))];
		default:
			return [start.subarray(0, 24), sealSecretbox(secret, start.subarray(0, 24), plain)];
	}
}
