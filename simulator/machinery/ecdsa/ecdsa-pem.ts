import { decodePem } from '../x509/pem.ts';
import { type EcdsaKey, readEcdsaOldPrivateKey, readEcdsaPrivateKey } from './ecdsa.ts';

/** The first private key in PEM text, "EC PRIVATE KEY" or PKCS #8; undefined when there is none. */
export function readEcdsaKey(pem: string): EcdsaKey | undefined {
	for (const { type, bytes } of decodePem(pem)) {
		const key =
			type === 'EC PRIVATE KEY'
				? readEcdsaOldPrivateKey(bytes)
				: type === 'PRIVATE KEY'
					? readEcdsaPrivateKey(bytes)
					: undefined;
		if (key !== undefined) return key;
	}
	return undefined;
}
