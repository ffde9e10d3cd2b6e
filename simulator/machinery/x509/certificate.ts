import { decodeUtf8 } from '../utf8.ts';
import { DerError, DerReader } from './der-reader.ts';
import { type DistinguishedName, readName } from './distinguished-name.ts';
import { formatIp } from './ip-bytes.ts';
import { EXTENDED_KEY_USAGES, type ExtendedKeyUsage, KEY_USAGES, type KeyUsage, OID } from './object-identifiers.ts';
import { decodePem, encodePem } from './pem.ts';

/** An X.509 certificate, read. */
export interface Certificate {
	/** All of it, DER. */
	readonly raw: Uint8Array;
	/** The part that is signed. */
	readonly rawTbs: Uint8Array;
	readonly version: number;
	/** Big-endian bytes, without a leading zero. */
	readonly serial: Uint8Array;
	readonly subject: DistinguishedName;
	readonly issuer: DistinguishedName;
	readonly rawSubject: Uint8Array;
	readonly rawIssuer: Uint8Array;
	readonly notBeforeMs: number;
	readonly notAfterMs: number;
	/** SubjectPublicKeyInfo, DER. */
	readonly publicKeySpki: Uint8Array;
	readonly signatureAlgorithm: string;
	readonly signature: Uint8Array;
	readonly keyUsages: readonly KeyUsage[];
	readonly extendedKeyUsages: readonly ExtendedKeyUsage[];
	/** Whether the basic constraints are there at all. */
	readonly hasBasicConstraints: boolean;
	readonly isCa: boolean;
	readonly hasAlternativeNames: boolean;
	readonly dnsNames: readonly string[];
	readonly ipAddresses: readonly string[];
	readonly subjectKeyId: Uint8Array | undefined;
	readonly authorityKeyId: Uint8Array | undefined;
}

/** Throws DerError. */
export function readCertificate(raw: Uint8Array): Certificate {
	const outer = new DerReader(raw).enter(0x30);
	const tbs = outer.next(0x30);
	const signatureAlgorithm = outer.enter(0x30).objectIdentifier();
	const signature = outer.next(0x03).contents.subarray(1);
	const fields = new DerReader(tbs.contents);
	const version = fields.optional(0xa0);
	const serial = fields.next(0x02).contents;
	fields.next(0x30);
	const rawIssuer = fields.next(0x30).whole;
	const validity = fields.enter(0x30);
	const notBeforeMs = validity.time();
	const notAfterMs = validity.time();
	const rawSubject = fields.next(0x30).whole;
	const publicKeySpki = fields.next(0x30).whole;
	while (!fields.isAtEnd && fields.peekTag() !== 0xa3) fields.next();
	const found = fields.isAtEnd ? NO_EXTENSIONS : readExtensions(fields.enter(0xa3).enter(0x30));
	return {
		raw,
		rawTbs: tbs.whole,
		version: version === undefined ? 1 : (version.contents.at(-1) ?? 0) + 1,
		serial: serial[0] === 0 && serial.length > 1 ? serial.subarray(1) : serial,
		subject: readName(rawSubject),
		issuer: readName(rawIssuer),
		rawSubject,
		rawIssuer,
		notBeforeMs,
		notAfterMs,
		publicKeySpki,
		signatureAlgorithm,
		signature,
		...found,
	};
}

/** Every certificate in PEM text, in order. Throws DerError for a block that is none. */
export function readCertificates(pem: string): readonly Certificate[] {
	return decodePem(pem)
		.filter((block) => block.type === 'CERTIFICATE')
		.map((block) => readCertificate(block.bytes));
}

export function certificatePem(certificate: Certificate): string {
	return encodePem('CERTIFICATE', certificate.raw);
}

export type CertificateExtensions = Pick<
	Certificate,
	| 'keyUsages'
	| 'extendedKeyUsages'
	| 'hasBasicConstraints'
	| 'isCa'
	| 'hasAlternativeNames'
	| 'dnsNames'
	| 'ipAddresses'
	| 'subjectKeyId'
	| 'authorityKeyId'
>;

export const NO_EXTENSIONS: CertificateExtensions = {
	keyUsages: [],
	extendedKeyUsages: [],
	hasBasicConstraints: false,
	isCa: false,
	hasAlternativeNames: false,
	dnsNames: [],
	ipAddresses: [],
	subjectKeyId: undefined,
	authorityKeyId: undefined,
};

/** Extensions of a certificate or of a certificate request; unknown ones are skipped. */
export function readExtensions(list: DerReader): CertificateExtensions {
	const found: { -readonly [K in keyof CertificateExtensions]: CertificateExtensions[K] } = { ...NO_EXTENSIONS };
	while (!list.isAtEnd) {
		const extension = list.enter(0x30);
		const oid = extension.objectIdentifier();
		extension.optional(0x01);
		const value = new DerReader(extension.next(0x04).contents);
		if (oid === OID.keyUsage) found.keyUsages = readKeyUsages(value);
		else if (oid === OID.extendedKeyUsage) found.extendedKeyUsages = readExtendedKeyUsages(value);
		else if (oid === OID.subjectKeyId) found.subjectKeyId = value.next(0x04).contents;
		else if (oid === OID.authorityKeyId) found.authorityKeyId = value.enter(0x30).optional(0x80)?.contents;
		else if (oid === OID.basicConstraints) {
			found.hasBasicConstraints = true;
			found.isCa = value.enter(0x30).optional(0x01)?.contents[0] === 0xff;
		} else if (oid === OID.subjectAltName) {
			found.hasAlternativeNames = true;
			Object.assign(found, readAlternativeNames(value.enter(0x30)));
		}
	}
	return found;
}

function readAlternativeNames(names: DerReader): { dnsNames: string[]; ipAddresses: string[] } {
	const dnsNames: string[] = [];
	const ipAddresses: string[] = [];
	while (!names.isAtEnd) {
		const { tag, contents } = names.next();
		if (tag === 0x82) dnsNames.push(decodeUtf8(contents));
		else if (tag === 0x87) {
			if (contents.length !== 4 && contents.length !== 16) {
				throw new DerError(`x509: cannot parse IP address of length ${contents.length}`);
			}
			ipAddresses.push(formatIp(contents));
		}
	}
	return { dnsNames, ipAddresses };
}

function readKeyUsages(value: DerReader): KeyUsage[] {
	const bytes = value.next(0x03).contents.subarray(1);
	const names = Object.keys(KEY_USAGES) as KeyUsage[];
	return names.filter((name) => {
		const bit = KEY_USAGES[name];
		return (((bytes[bit >> 3] ?? 0) << (bit & 7)) & 0x80) !== 0;
	});
}

function readExtendedKeyUsages(value: DerReader): ExtendedKeyUsage[] {
	const list = value.enter(0x30);
	const usages: ExtendedKeyUsage[] = [];
	while (!list.isAtEnd) {
		const oid = list.objectIdentifier();
		const name = (Object.keys(EXTENDED_KEY_USAGES) as ExtendedKeyUsage[]).find(
			(each) => EXTENDED_KEY_USAGES[each] === oid,
		);
		if (name !== undefined) usages.push(name);
	}
	return usages;
}
