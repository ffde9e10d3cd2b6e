import { createPrivateKey, createPublicKey, createVerify, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Private keys that have signed lately, parsed: parsing costs more than signing. */
const parsedKeys = new Map<string, KeyObject>();
const PARSED_KEYS_MAX = 64;

function privateKey(pem: string): KeyObject {
	const known = parsedKeys.get(pem);
	if (known !== undefined) return known;
	const key = createPrivateKey(pem);
	if (parsedKeys.size >= PARSED_KEYS_MAX) parsedKeys.clear();
	parsedKeys.set(pem, key);
	return key;
}

/** Signatures looked at lately: the certificates of clusters and of their clients are the same again and again. */
const verified = new Map<string, boolean>();
const VERIFIED_MAX = 512;

function verify(publicKeySpki: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
	try {
		const key = createPublicKey({ key: Buffer.from(publicKeySpki), format: 'der', type: 'spki' });
		return createVerify('RSA-SHA256').update(data).verify(key, signature);
	} catch {
		// A key or signature that cannot be read verifies nothing.
		return false;
	}
}

/** The host calls of Node: `HostCalls` of machinery/host-calls.ts, which this layer may not import. */
export const nodeHostCalls = {
	rsaSha256Sign(privateKeyPem: string, data: Uint8Array): Uint8Array {
		const signature = sign('RSA-SHA256', data, privateKey(privateKeyPem));
		return new Uint8Array(signature.buffer, signature.byteOffset, signature.byteLength).slice();
	},
	rsaSha256Verify(publicKeySpki: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
		const question = [publicKeySpki, data, signature].map((part) => Buffer.from(part).toString('latin1')).join('\0');
		const known = verified.get(question);
		if (known !== undefined) return known;
		if (verified.size >= VERIFIED_MAX) verified.clear();
		const answer = verify(publicKeySpki, data, signature);
		verified.set(question, answer);
		return answer;
	},
	packageFile(path: string): string | undefined {
		try {
			return readFileSync(join(process.env.KUBEDRILL_ROOT ?? process.cwd(), 'node_modules', path), 'utf8');
		} catch {
			return undefined;
		}
	},
};
