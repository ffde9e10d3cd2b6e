import { DerError, DerReader } from './der-reader.ts';
import { bitString, type Der, integer, nothing, objectIdentifier, sequence } from './der-writer.ts';
import { OID } from './object-identifiers.ts';
import { decodePem, encodePem } from './pem.ts';

/** An RSA private key in PEM, with the public half that certificates carry. */
export interface RsaKey {
	/** PKCS #1 ("RSA PRIVATE KEY"), or what the file held. */
	readonly privateKeyPem: string;
	/** SubjectPublicKeyInfo, DER. */
	readonly publicKeySpki: Uint8Array;
}

/** @param pkcs1 DER. */
export function rsaKeyOf(pkcs1: Uint8Array): RsaKey {
	return { privateKeyPem: encodePem('RSA PRIVATE KEY', pkcs1), publicKeySpki: publicHalf(pkcs1) };
}

/** The first RSA private key in PEM text, PKCS #1 or #8; undefined when there is none. */
export function readRsaKey(pem: string): RsaKey | undefined {
	for (const block of decodePem(pem)) {
		try {
			if (block.type === 'RSA PRIVATE KEY') return { privateKeyPem: pem, publicKeySpki: publicHalf(block.bytes) };
			if (block.type === 'PRIVATE KEY') {
				const info = new DerReader(block.bytes).enter(0x30);
				info.next(0x02);
				if (info.enter(0x30).objectIdentifier() !== OID.rsaEncryption) continue;
				return { privateKeyPem: pem, publicKeySpki: publicHalf(info.next(0x04).contents) };
			}
		} catch (error) {
			if (!(error instanceof DerError)) throw error;
		}
	}
	return undefined;
}

export function publicKeyPem(spki: Uint8Array): string {
	return encodePem('PUBLIC KEY', spki);
}

/** The object identifier of a SubjectPublicKeyInfo's kind; undefined of one that cannot be read. */
export function publicKeyAlgorithm(spki: Uint8Array): string | undefined {
	try {
		return new DerReader(spki).enter(0x30).enter(0x30).objectIdentifier();
	} catch (error) {
		if (error instanceof DerError) return undefined;
		throw error;
	}
}

/** The bits inside a SubjectPublicKeyInfo, which key identifiers are hashed from. */
export function publicKeyBits(spki: Uint8Array): Uint8Array {
	const info = new DerReader(spki).enter(0x30);
	info.next(0x30);
	return info.next(0x03).contents.subarray(1);
}

/** Modulus and exponent of a SubjectPublicKeyInfo, without leading zeros. */
export function publicKeyNumbers(spki: Uint8Array): { readonly modulus: Uint8Array; readonly exponent: Uint8Array } {
	const key = new DerReader(publicKeyBits(spki)).enter(0x30);
	const modulus = unsigned(key.next(0x02).contents);
	return { modulus, exponent: unsigned(key.next(0x02).contents) };
}

function unsigned(bytes: Uint8Array): Uint8Array {
	const first = bytes.findIndex((byte) => byte !== 0);
	return first < 0 ? bytes : bytes.subarray(first);
}

function publicHalf(pkcs1: Uint8Array): Der {
	const key = new DerReader(pkcs1).enter(0x30);
	key.next(0x02);
	const modulus = key.next(0x02).contents;
	const exponent = key.next(0x02).contents;
	const algorithm = sequence(objectIdentifier(OID.rsaEncryption), nothing());
	return sequence(algorithm, bitString(sequence(integer(modulus), integer(exponent))));
}
