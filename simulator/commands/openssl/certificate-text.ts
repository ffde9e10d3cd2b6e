import { ecdsaNumbers, readEcdsaPublicKey } from '../../machinery/ecdsa/ecdsa.ts';
import type { Point } from '../../machinery/ecdsa/p256.ts';
import { formatHttpDate } from '../../machinery/timestamp.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { Certificate } from '../../machinery/x509/certificate.ts';
import { DerReader } from '../../machinery/x509/der-reader.ts';
import type { DistinguishedName } from '../../machinery/x509/distinguished-name.ts';
import { formatIp } from '../../machinery/x509/ip-bytes.ts';
import { OID } from '../../machinery/x509/object-identifiers.ts';
import { publicKeyBits } from '../../machinery/x509/rsa-key.ts';
import { nameLine } from './names.ts';

/** "Mar  2 09:00:00 2027 GMT". Models ASN1_TIME_print. */
export function timeText(ms: number): string {
	// "Tue, 02 Mar 2027 09:00:00 GMT"
	const [, day = '', month = '', year = '', time = ''] = formatHttpDate(ms).split(' ');
	return `${month} ${String(Number(day)).padStart(2)} ${time} ${year} GMT`;
}

/** `x509 -text`. Models crypto/x509/t_x509.c X509_print_ex. */
export function certificateText(certificate: Certificate): string {
	const { version, serial, issuer, subject, notBeforeMs, notAfterMs, publicKeySpki, signature } = certificate;
	return [
		'Certificate:\n    Data:\n',
		`        Version: ${version} (0x${version - 1})\n`,
		serialText(serial),
		`        Signature Algorithm: ${algorithmText(certificate.signatureAlgorithm)}\n`,
		`        Issuer: ${nameLine(issuer)}\n`,
		`        Validity\n            Not Before: ${timeText(notBeforeMs)}\n            Not After : ${timeText(notAfterMs)}\n`,
		subjectAndKey(subject, publicKeySpki),
		extensionsText(rawExtensions(certificate.rawTbs), 'X509v3 extensions', 8),
		signatureText(certificate.signatureAlgorithm, signature),
	].join('');
}

/** What certificates and requests have in common. */
export function subjectAndKey(subject: DistinguishedName, spki: Uint8Array): string {
	const head = `        Subject: ${nameLine(subject)}\n        Subject Public Key Info:\n            Public Key Algorithm: `;
	const point = readEcdsaPublicKey(spki);
	if (point !== undefined) return `${head}id-ecPublicKey\n${pointText(point, 16)}`;
	return `${head}rsaEncryption\n                Public-Key: (${modulusOf(spki).length * 8} bit)\n                Modulus:\n${hexBlock(Uint8Array.of(0, ...modulusOf(spki)), 20, 15)}                Exponent: 65537 (0x10001)\n`;
}

/** A public key of P-256. Models providers' encode_key2text.c ec_to_text. */
export function pointText(point: Point, indent: number): string {
	const pad = ' '.repeat(indent);
	const pub = hexBlock(ecdsaNumbers(undefined, point).point, indent + 4, 15);
	return `${pad}Public-Key: (256 bit)\n${pad}pub:\n${pub}${pad}ASN1 OID: prime256v1\n${pad}NIST CURVE: P-256\n`;
}

export function signatureText(algorithm: string, signature: Uint8Array): string {
	return `    Signature Algorithm: ${algorithmText(algorithm)}\n    Signature Value:\n${hexBlock(signature, 8, 18)}`;
}

const ALGORITHMS: ReadonlyMap<string, string> = new Map<string, string>([
	[OID.sha256WithRsa, 'sha256WithRSAEncryption'],
	[OID.sha256WithEcdsa, 'ecdsa-with-SHA256'],
]);

export function algorithmText(oid: string): string {
	return ALGORITHMS.get(oid) ?? oid;
}

/** Short ones in decimal. Models the sizeof(long) in X509_print_ex. */
function serialText(serial: Uint8Array): string {
	if (serial.length > 8 || (serial.length === 8 && (serial[0] as number) > 0x7f)) {
		return `        Serial Number:\n            ${colons(serial).toLowerCase()}\n`;
	}
	const value = BigInt(`0x${[...serial].map((byte) => byte.toString(16).padStart(2, '0')).join('') || '0'}`);
	return `        Serial Number: ${value} (0x${value.toString(16)})\n`;
}

/** The modulus of an RSA key, without a leading zero. */
export function modulusOf(spki: Uint8Array): Uint8Array {
	const modulus = new DerReader(publicKeyBits(spki)).enter(0x30).next(0x02).contents;
	return modulus[0] === 0 ? modulus.subarray(1) : modulus;
}

export function colons(bytes: Uint8Array): string {
	return [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}

export function hexBlock(bytes: Uint8Array, indent: number, perLine: number): string {
	const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
	const lines: string[] = [];
	for (let at = 0; at < pairs.length; at += perLine) {
		const isLast = at + perLine >= pairs.length;
		lines.push(`${' '.repeat(indent)}${pairs.slice(at, at + perLine).join(':')}${isLast ? '' : ':'}\n`);
	}
	return lines.join('');
}

export interface RawExtension {
	readonly oid: string;
	readonly critical: boolean;
	readonly value: Uint8Array;
}

/** Of a certificate's signed part. */
export function rawExtensions(tbs: Uint8Array): RawExtension[] {
	const fields = new DerReader(tbs).enter(0x30);
	while (!fields.isAtEnd && fields.peekTag() !== 0xa3) fields.next();
	return fields.isAtEnd ? [] : extensionList(fields.enter(0xa3).enter(0x30));
}

export function extensionList(list: DerReader): RawExtension[] {
	const found: RawExtension[] = [];
	while (!list.isAtEnd) {
		const each = list.enter(0x30);
		const oid = each.objectIdentifier();
		const critical = each.optional(0x01)?.contents[0] === 0xff;
		found.push({ oid, critical, value: each.next(0x04).contents });
	}
	return found;
}

/** A title and each extension below it. Models X509V3_extensions_print. */
export function extensionsText(extensions: readonly RawExtension[], title: string, indent: number): string {
	if (extensions.length === 0) return '';
	const lines = extensions.map((each) => extensionText(each, indent + 4));
	return `${' '.repeat(indent)}${title}:\n${lines.join('')}`;
}

export function extensionText({ oid, critical, value }: RawExtension, indent: number): string {
	const pad = ' '.repeat(indent);
	const title = TITLES.get(oid) ?? oid;
	return `${pad}${title}: ${critical ? 'critical' : ''}\n${pad}    ${valueText(oid, value)}\n`;
}

const TITLES: ReadonlyMap<string, string> = new Map<string, string>([
	[OID.subjectKeyId, 'X509v3 Subject Key Identifier'],
	[OID.authorityKeyId, 'X509v3 Authority Key Identifier'],
	[OID.basicConstraints, 'X509v3 Basic Constraints'],
	[OID.keyUsage, 'X509v3 Key Usage'],
	[OID.extendedKeyUsage, 'X509v3 Extended Key Usage'],
	[OID.subjectAltName, 'X509v3 Subject Alternative Name'],
	['2.16.840.1.113730.1.13', 'Netscape Comment'],
]);

/** Names that -ext takes. */
export const EXTENSION_NAMES: ReadonlyMap<string, string> = new Map<string, string>([
	['subjectKeyIdentifier', OID.subjectKeyId],
	['authorityKeyIdentifier', OID.authorityKeyId],
	['basicConstraints', OID.basicConstraints],
	['keyUsage', OID.keyUsage],
	['extendedKeyUsage', OID.extendedKeyUsage],
	['subjectAltName', OID.subjectAltName],
]);

const USAGES = [
	'Digital Signature',
	'Non Repudiation',
	'Key Encipherment',
	'Data Encipherment',
	'Key Agreement',
	'Certificate Sign',
	'CRL Sign',
	'Encipher Only',
	'Decipher Only',
];

const EXTENDED_USAGES: ReadonlyMap<string, string> = new Map([
	['1.3.6.1.5.5.7.3.1', 'TLS Web Server Authentication'],
	['1.3.6.1.5.5.7.3.2', 'TLS Web Client Authentication'],
	['1.3.6.1.5.5.7.3.3', 'Code Signing'],
	['1.3.6.1.5.5.7.3.4', 'E-mail Protection'],
	['1.3.6.1.5.5.7.3.8', 'Time Stamping'],
	['1.3.6.1.5.5.7.3.9', 'OCSP Signing'],
	['2.5.29.37.0', 'Any Extended Key Usage'],
]);

function valueText(oid: string, value: Uint8Array): string {
	const reader = new DerReader(value);
	switch (oid) {
		case OID.subjectKeyId:
			return colons(reader.next(0x04).contents);
		case OID.authorityKeyId:
			return colons(reader.enter(0x30).optional(0x80)?.contents ?? new Uint8Array(0));
		case OID.basicConstraints: {
			const inner = reader.enter(0x30);
			const isCa = inner.optional(0x01)?.contents[0] === 0xff;
			const length = inner.isAtEnd ? undefined : inner.next(0x02).contents[0];
			return `CA:${isCa ? 'TRUE' : 'FALSE'}${length === undefined ? '' : `, pathlen:${length}`}`;
		}
		case OID.keyUsage: {
			const bytes = reader.next(0x03).contents.subarray(1);
			return USAGES.filter((_, bit) => (((bytes[bit >> 3] ?? 0) << (bit & 7)) & 0x80) !== 0).join(', ');
		}
		case OID.extendedKeyUsage: {
			const list = reader.enter(0x30);
			const names: string[] = [];
			while (!list.isAtEnd) {
				const usage = list.objectIdentifier();
				names.push(EXTENDED_USAGES.get(usage) ?? usage);
			}
			return names.join(', ');
		}
		case OID.subjectAltName:
			return alternativeNamesText(reader.enter(0x30));
		default:
			return decodeUtf8(value.subarray(2));
	}
}

function alternativeNamesText(names: DerReader): string {
	const out: string[] = [];
	while (!names.isAtEnd) {
		const { tag, contents } = names.next();
		if (tag === 0x82) out.push(`DNS:${decodeUtf8(contents)}`);
		else if (tag === 0x81) out.push(`email:${decodeUtf8(contents)}`);
		else if (tag === 0x86) out.push(`URI:${decodeUtf8(contents)}`);
		else if (tag === 0x87) out.push(`IP Address:${contents.length === 16 ? ipv6Text(contents) : formatIp(contents)}`);
	}
	return out.join(', ');
}

/** Groups in full, without leading zeros. */
function ipv6Text(bytes: Uint8Array): string {
	return Array.from({ length: 8 }, (_, at) =>
		(((bytes[2 * at] as number) << 8) | (bytes[2 * at + 1] as number)).toString(16).toUpperCase(),
	).join(':');
}
