import { ecdsaPublicKey, ecdsaSign, ecdsaVerify, readEcdsaPublicKey } from '../ecdsa/ecdsa.ts';
import { readEcdsaKey } from '../ecdsa/ecdsa-pem.ts';
import type { HostCalls } from '../host-calls.ts';
import { type Der, nothing, objectIdentifier, sequence } from './der-writer.ts';
import { OID } from './object-identifiers.ts';
import { type RsaKey, readRsaKey } from './rsa-key.ts';

/** A private key in PEM that can sign certificates, with its public half. */
export type PrivateKey = RsaKey;

/** The first key of RSA, or of ECDSA over P-256; undefined when there is none. */
export function readPrivateKey(pem: string): PrivateKey | undefined {
	const rsa = readRsaKey(pem);
	if (rsa !== undefined) return rsa;
	const ecdsa = readEcdsaKey(pem);
	return ecdsa === undefined ? undefined : { privateKeyPem: pem, publicKeySpki: ecdsaPublicKey(ecdsa.point) };
}

/** The AlgorithmIdentifier that stands before a signature by this key. Models RFC 4055 5, RFC 5758 3.2. */
export function signatureAlgorithm(privateKeyPem: string): Der {
	return readRsaKey(privateKeyPem) === undefined && readEcdsaKey(privateKeyPem) !== undefined
		? sequence(objectIdentifier(OID.sha256WithEcdsa))
		: sequence(objectIdentifier(OID.sha256WithRsa), nothing());
}

/** Signs the SHA-256 of data: ECDSA's numbers as DER, or PKCS #1 v1.5. */
export function signData(privateKeyPem: string, data: Uint8Array, hostCalls: HostCalls): Uint8Array {
	const ecdsa = readRsaKey(privateKeyPem) === undefined ? readEcdsaKey(privateKeyPem) : undefined;
	return ecdsa === undefined ? hostCalls.rsaSha256Sign(privateKeyPem, data) : ecdsaSign(ecdsa, data);
}

/** Whether a public key's owner has signed data, whatever kind of key it is. */
export function isSignedBy(
	publicKeySpki: Uint8Array,
	data: Uint8Array,
	signature: Uint8Array,
	hostCalls: HostCalls,
): boolean {
	const point = readEcdsaPublicKey(publicKeySpki);
	return point === undefined
		? hostCalls.rsaSha256Verify(publicKeySpki, data, signature)
		: ecdsaVerify(point, data, signature);
}
