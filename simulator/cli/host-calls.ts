import { createPublicKey, createSign, createVerify } from 'node:crypto';

/** The host calls of Node: `HostCalls` of machinery/host-calls.ts, which this layer may not import. */
export const nodeHostCalls = {
	rsaSha256Sign(privateKeyPem: string, data: Uint8Array): Uint8Array {
		const signature = createSign('RSA-SHA256').update(data).sign(privateKeyPem);
		return new Uint8Array(signature.buffer, signature.byteOffset, signature.byteLength).slice();
	},
	rsaSha256Verify(publicKeySpki: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
		try {
			const key = createPublicKey({ key: Buffer.from(publicKeySpki), format: 'der', type: 'spki' });
			return createVerify('RSA-SHA256').update(data).verify(key, signature);
		} catch {
			// A key or signature that cannot be read verifies nothing.
			return false;
		}
	},
};
