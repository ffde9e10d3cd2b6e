import { type Certificate, readCertificate } from './certificate.ts';
import { DerError } from './der-reader.ts';
import { type PemBlock, pemBlocks } from './pem.ts';
import { type PrivateKey, readPrivateKey } from './private-key.ts';
import { publicKeyAlgorithm } from './rsa-key.ts';

/**
 * Why a certificate and a key in PEM are no pair, in Go's words; undefined when they are. Differs: that a key belongs
 * to its certificate is only looked at for RSA and for ECDSA over P-256. Models crypto/tls X509KeyPair.
 */
export function keyPairComplaint(certificate: string, key: string): string | undefined {
	const isCertificate = (type: string): boolean => type === 'CERTIFICATE';
	const [leaf, inCertificate] = firstBlock(certificate, isCertificate);
	if (leaf === undefined) {
		if (inCertificate.length === 0) return 'tls: failed to find any PEM data in certificate input';
		if (inCertificate.length === 1 && inCertificate[0]?.endsWith('PRIVATE KEY') === true) {
			return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
		}
		return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${inCertificate.join(' ')}]`;
	}
	const [own, inKey] = firstBlock(key, (type) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY'));
	if (own === undefined) {
		if (inKey.length === 0) return 'tls: failed to find any PEM data in key input';
		if (inKey.length === 1 && inKey[0] === 'CERTIFICATE') {
			return 'tls: found a certificate rather than a key in the PEM for the private key';
		}
		return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${inKey.join(' ')}]`;
	}
	return mismatch(leaf, key);
}

/** The first block of such a type, and the types of those before it. */
function firstBlock(
	text: string,
	isWanted: (type: string) => boolean,
): readonly [found: PemBlock | undefined, before: readonly string[]] {
	const before: string[] = [];
	for (const block of pemBlocks(text)) {
		if (isWanted(block.type)) return [block, before];
		before.push(block.type);
	}
	return [undefined, before];
}

function mismatch({ bytes }: PemBlock, key: string): string | undefined {
	let leaf: Certificate;
	try {
		leaf = readCertificate(bytes);
	} catch (error) {
		if (error instanceof DerError) return 'x509: malformed certificate';
		throw error;
	}
	const own = readPrivateKey(key);
	return own === undefined ? undefined : keyMismatch(leaf, own);
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
