import type { HostCalls } from '../host-calls.ts';
import { sha256 } from '../sha256.ts';
import { encodeUtf8 } from '../utf8.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import {
	bitString,
	boolean,
	type Der,
	element,
	explicit,
	implicit,
	integer,
	objectIdentifier,
	octetString,
	sequence,
	smallInteger,
	time,
} from './der-writer.ts';
import { writeName } from './distinguished-name.ts';
import { parseIp } from './ip-bytes.ts';
import { EXTENDED_KEY_USAGES, type ExtendedKeyUsage, KEY_USAGES, type KeyUsage, OID } from './object-identifiers.ts';
import { signatureAlgorithm, signData } from './private-key.ts';
import { publicKeyBits } from './rsa-key.ts';

/** What a new certificate says. */
export interface CertificateTemplate {
	readonly commonName: string;
	readonly organizations?: readonly string[];
	/** DER; instead of the names above. */
	readonly rawSubject?: Uint8Array;
	/** Big-endian. */
	readonly serial: Uint8Array;
	readonly notBeforeMs: number;
	readonly notAfterMs: number;
	readonly keyUsages: readonly KeyUsage[];
	readonly extendedKeyUsages?: readonly ExtendedKeyUsage[];
	readonly isCa: boolean;
	/** Whether it has the basic constraints at all. Default true. */
	readonly basicConstraints?: boolean;
	readonly dnsNames?: readonly string[];
	readonly ipAddresses?: readonly string[];
}

export interface CertificateIssuer {
	/** Undefined: self-signed. */
	readonly certificate: Certificate | undefined;
	readonly privateKeyPem: string;
}

/** Makes and signs a certificate. Extensions and their order model Go's crypto/x509 CreateCertificate (Go 1.25). */
export function writeCertificate(
	template: CertificateTemplate,
	publicKeySpki: Uint8Array,
	issuer: CertificateIssuer,
	hostCalls: HostCalls,
): Certificate {
	const subject = template.rawSubject ?? writeName(template);
	const algorithm = signatureAlgorithm(issuer.privateKeyPem);
	const tbs = sequence(
		explicit(0, smallInteger(2)),
		integer(template.serial),
		algorithm,
		issuer.certificate?.rawSubject ?? subject,
		sequence(time(template.notBeforeMs), time(template.notAfterMs)),
		subject,
		publicKeySpki,
		explicit(3, sequence(...extensions(template, publicKeySpki, issuer.certificate))),
	);
	const signature = signData(issuer.privateKeyPem, tbs, hostCalls);
	return readCertificate(sequence(tbs, algorithm, bitString(signature)));
}

/** Truncated SHA-256 of the key, as Go computes it since 1.25 (RFC 7093, method 1). */
export function keyIdentifier(spki: Uint8Array): Uint8Array {
	return sha256(publicKeyBits(spki)).slice(0, 20);
}

function extensions(
	template: CertificateTemplate,
	publicKeySpki: Uint8Array,
	issuer: Certificate | undefined,
): readonly Der[] {
	const out: Der[] = [];
	if (template.keyUsages.length > 0) out.push(extension(OID.keyUsage, keyUsageBits(template.keyUsages), true));
	const extended = template.extendedKeyUsages ?? [];
	if (extended.length > 0) {
		const usages = extended.map((usage) => objectIdentifier(EXTENDED_KEY_USAGES[usage]));
		out.push(extension(OID.extendedKeyUsage, sequence(...usages)));
	}
	if (template.basicConstraints ?? true) {
		const constraints = template.isCa ? sequence(boolean(true)) : sequence();
		out.push(extension(OID.basicConstraints, constraints, true));
	}
	if (template.isCa) out.push(extension(OID.subjectKeyId, octetString(keyIdentifier(publicKeySpki))));
	const authority = issuer?.subjectKeyId;
	if (authority !== undefined) out.push(extension(OID.authorityKeyId, sequence(implicit(0, authority))));
	const names = alternativeNames(template.dnsNames ?? [], template.ipAddresses ?? []);
	if (names !== undefined) out.push(extension(OID.subjectAltName, names));
	return out;
}

/** Undefined when there are none. */
export function alternativeNames(dnsNames: readonly string[], ipAddresses: readonly string[]): Der | undefined {
	if (dnsNames.length + ipAddresses.length === 0) return undefined;
	const addresses = ipAddresses.map((address) => {
		const bytes = parseIp(address);
		if (bytes === undefined) throw new Error(`assertion failed: ${address} is no IP address`);
		return element(0x87, bytes);
	});
	return sequence(...dnsNames.map((name) => element(0x82, encodeUtf8(name))), ...addresses);
}

function extension(oid: string, value: Der, critical = false): Der {
	const flag = critical ? [boolean(true)] : [];
	return sequence(objectIdentifier(oid), ...flag, octetString(value));
}

function keyUsageBits(usages: readonly KeyUsage[]): Der {
	let bits = 0;
	for (const usage of usages) bits |= 0x8000 >> KEY_USAGES[usage];
	const bytes = (bits & 0xff) === 0 ? [bits >> 8] : [bits >> 8, bits & 0xff];
	const last = bytes[bytes.length - 1] as number;
	let unused = 0;
	while (unused < 8 && ((last >> unused) & 1) === 0) unused++;
	return bitString(Uint8Array.from(bytes), unused);
}
