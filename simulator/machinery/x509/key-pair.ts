import { type Certificate, readCertificates } from './certificate.ts';
import { DerError } from './der-reader.ts';
import { decodePem } from './pem.ts';
import { type PrivateKey, readPrivateKey } from './private-key.ts';
import { publicKeyAlgorithm } from './rsa-key.ts';

/**
 * Why a certificate and a key in PEM are no pair, in Go's words; undefined when they are. Differs: that a key belongs
 * to its certificate is only looked at for RSA and for ECDSA over P-256. Models crypto/tls X509KeyPair.
 */
export function keyPairComplaint(certificate: string, key: string): string | undefined {
	const inCertificate = blockTypes(certificate);
	if (!inCertificate.includes('CERTIFICATE')) {
		if (inCertificate.length === 0) return 'tls: failed to find any PEM data in certificate input';
		if (inCertificate.length === 1 && inCertificate[0]?.endsWith('PRIVATE KEY') === true) {
			return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
		}
		return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${inCertificate.join(' ')}]`;
	}
	const inKey = blockTypes(key);
	if (!inKey.some((type) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY'))) {
		if (inKey.length === 0) return 'tls: failed to find any PEM data in key input';
		if (inKey.length === 1 && inKey[0] === 'CERTIFICATE') {
			return 'tls: found a certificate rather than a key in the PEM for the private key';
		}
		return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${inKey.join(' ')}]`;
	}
	return mismatch(certificate, key);
}

function blockTypes(text: string): string[] {
	return decodePem(text).map(({ type }) => type);
}

function mismatch(certificate: string, key: string): string | undefined {
	let leaf: Certificate | undefined;
	try {
		[leaf] = readCertificates(certificate);
	} catch (error) {
		if (error instanceof DerError) return 'x509: malformed certificate';
		throw error;
	}
	const own = readPrivateKey(key);
	return leaf === undefined || own === undefined ? undefined : keyMismatch(leaf, own);
}

/** Why a key is not that of a certificate. */
export function keyMismatch(leaf: Certificate, { publicKeySpki }: PrivateKey): string | undefined {
	const wanted = leaf.publicKeySpki;
	if (publicKeyAlgorithm(wanted) !== publicKeyAlgorithm(publicKeySpki)) {
		return 'tls: private key type does not match public key type';
	}
	const same = wanted.length === publicKeySpki.length && wanted.every((byte, at) => byte === publicKeySpki[at]);
	return same ? undefined : 'tls: private key does not match public key';
}
