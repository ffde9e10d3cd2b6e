import type { Process } from '../../kernel/process-api.ts';
import { decodeBase64, encodeBase64 } from '../../machinery/base64.ts';
import { parseDuration } from '../../machinery/duration.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { type Certificate, certificatePem, readCertificates } from '../../machinery/x509/certificate.ts';
import { readCertificateRequest, writeCertificateRequest } from '../../machinery/x509/certificate-request.ts';
import { writeCertificate } from '../../machinery/x509/certificate-writer.ts';
import { sequence } from '../../machinery/x509/der-writer.ts';
import type { ExtendedKeyUsage, KeyUsage } from '../../machinery/x509/object-identifiers.ts';
import { readPrivateKey } from '../../machinery/x509/private-key.ts';
import type { RsaKey } from '../../machinery/x509/rsa-key.ts';
import type { Request, Secret, Certificate as Wanted } from './resources.ts';

const NINETY_DAYS_MS = 90 * 86_400_000;

const KEY_USAGES: ReadonlyMap<string, KeyUsage> = new Map([
	['signing', 'digitalSignature'],
	['digital signature', 'digitalSignature'],
	['content commitment', 'contentCommitment'],
	['key encipherment', 'keyEncipherment'],
	['data encipherment', 'dataEncipherment'],
	['key agreement', 'keyAgreement'],
	['cert sign', 'certSign'],
	['crl sign', 'crlSign'],
]);
const EXTENDED_USAGES: ReadonlyMap<string, ExtendedKeyUsage> = new Map([
	['any', 'any'],
	['server auth', 'serverAuth'],
	['client auth', 'clientAuth'],
	['code signing', 'codeSigning'],
	['email protection', 'emailProtection'],
	['s/mime', 'emailProtection'],
	['timestamping', 'timeStamping'],
	['ocsp signing', 'ocspSigning'],
]);

/** What a Secret has under a key, as text; '' when it has not. */
export function secretText(secret: Secret | undefined, key: string): string {
	const value = secret?.data?.[key];
	return value === undefined ? '' : decodeUtf8(decodeBase64(value));
}

export function encoded(text: string): string {
	return encodeBase64(encodeUtf8(text));
}

/** The first certificate of a PEM text; undefined when there is none that can be read. */
export function firstCertificate(pem: string): Certificate | undefined {
	try {
		return readCertificates(pem)[0];
	} catch {
		return undefined;
	}
}

export function durationMs(text: string | undefined, otherwise: number): number {
	return (text === undefined ? undefined : parseDuration(text)) ?? otherwise;
}

/** What a Certificate asks for, in base64 as a CertificateRequest has it. */
export function requestFor({ spec }: Wanted, key: RsaKey, process: Process): string {
	const { commonName = '', dnsNames = [], ipAddresses = [], subject } = spec;
	const organizations = subject?.organizations ?? [];
	return encoded(
		writeCertificateRequest({ commonName, organizations, dnsNames, ipAddresses }, key, hostCallsOf(process)),
	);
}

export interface Signer {
	/** Undefined: the certificate signs itself. */
	readonly certificate: Certificate | undefined;
	readonly key: RsaKey;
}

/** Signs what a CertificateRequest asks for. Models pkg/util/pki CertificateTemplateFromCertificateRequest and SignCSRTemplate. */
export function signed(request: Request, signer: Signer, process: Process): { certificate: string; ca: string } {
	const csr = readCertificateRequest(request.spec.request);
	const { usages = ['digital signature', 'key encipherment'], isCA = false, duration } = request.spec;
	const serial = Uint8Array.from({ length: 16 }, () => process.randomUint32() & 0xff);
	serial[0] = ((serial[0] as number) & 0x7f) | 1;
	const keyUsages = new Set(usages.flatMap((usage) => KEY_USAGES.get(usage) ?? []));
	if (isCA) keyUsages.add('certSign');
	const isNameless = csr.subject.commonName === '' && csr.subject.organizations.length === 0;
	const certificate = writeCertificate(
		{
			commonName: csr.subject.commonName,
			rawSubject: isNameless ? sequence() : csr.rawSubject,
			serial,
			notBeforeMs: process.now(),
			notAfterMs: process.now() + durationMs(duration, NINETY_DAYS_MS),
			keyUsages: [...keyUsages],
			extendedKeyUsages: usages.flatMap((usage) => EXTENDED_USAGES.get(usage) ?? []),
			isCa: isCA,
			dnsNames: csr.dnsNames,
			ipAddresses: csr.ipAddresses,
		},
		csr.publicKeySpki,
		{ certificate: signer.certificate, privateKeyPem: signer.key.privateKeyPem },
		hostCallsOf(process),
	);
	const pem = certificatePem(certificate);
	const own = signer.certificate === undefined ? '' : certificatePem(signer.certificate);
	const isRoot = signer.certificate === undefined || isSelfIssued(signer.certificate);
	return { certificate: encoded(isRoot ? pem : `${pem}${own}`), ca: encoded(own === '' ? pem : own) };
}

function isSelfIssued({ rawSubject, rawIssuer }: Certificate): boolean {
	return encodeBase64(rawSubject) === encodeBase64(rawIssuer);
}

/** Who signs with what a Secret has; a text: why nobody does. */
export function signerOf(secret: Secret | undefined, name: string): Signer | string {
	if (secret === undefined) return `secret ${JSON.stringify(name)} not found`;
	const certificate = firstCertificate(secretText(secret, 'tls.crt'));
	const key = readPrivateKey(secretText(secret, 'tls.key'));
	if (certificate === undefined) return `error decoding certificate PEM block`;
	if (key === undefined) return `error decoding private key PEM block`;
	return { certificate, key };
}

function hostCallsOf(process: Process): HostCalls {
	const hostCalls = process.port<HostCalls>('host-calls');
	if (hostCalls === undefined) throw new Error('assertion failed: a machine without host calls');
	return hostCalls;
}
