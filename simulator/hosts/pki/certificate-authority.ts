import type { HostCalls } from '../../machinery/host-calls.ts';
import { type Certificate, certificatePem } from '../../machinery/x509/certificate.ts';
import { writeCertificate } from '../../machinery/x509/certificate-writer.ts';
import type { ExtendedKeyUsage } from '../../machinery/x509/object-identifiers.ts';
import type { RsaKey } from '../../machinery/x509/rsa-key.ts';

const DAY_MS = 86_400_000;
/** Models kubeadm constants CertificateValidityPeriod, CACertificateValidityPeriod and CertificateBackdate. */
const LEAF_VALIDITY_MS = 365 * DAY_MS;
const CA_VALIDITY_MS = 3650 * DAY_MS;
const BACKDATE_MS = 5 * 60_000;

/** A certificate with its private key, as two files hold them. */
export interface KeyPair {
	readonly certificate: Certificate;
	readonly certificatePem: string;
	readonly key: RsaKey;
}

/** What making certificates needs, shared by all of a cluster's. */
export interface PkiContext {
	readonly atMs: number;
	readonly keys: { take(): RsaKey };
	/** For serial numbers. */
	readonly random: { bytes(length: number): Uint8Array };
	readonly hostCalls: HostCalls;
}

export interface LeafTemplate {
	readonly commonName: string;
	readonly organizations?: readonly string[];
	readonly dnsNames?: readonly string[];
	readonly ipAddresses?: readonly string[];
	readonly usages: readonly ExtendedKeyUsage[];
}

/** Models client-go/util/cert NewSelfSignedCACert as kubeadm calls it. */
export function createAuthority(context: PkiContext, commonName: string): KeyPair {
	const key = context.keys.take();
	const certificate = writeCertificate(
		{
			commonName,
			serial: serialNumber(context.random),
			notBeforeMs: context.atMs - BACKDATE_MS,
			notAfterMs: context.atMs + CA_VALIDITY_MS,
			keyUsages: ['digitalSignature', 'keyEncipherment', 'certSign'],
			isCa: true,
			dnsNames: [commonName],
		},
		key.publicKeySpki,
		{ certificate: undefined, privateKeyPem: key.privateKeyPem },
		context.hostCalls,
	);
	return { certificate, certificatePem: certificatePem(certificate), key };
}

/** Models kubeadm util/pkiutil NewSignedCert: valid a year, from when the authority began. */
export function issue(context: PkiContext, authority: KeyPair, template: LeafTemplate): KeyPair {
	const key = context.keys.take();
	const { usages, ...names } = template;
	const certificate = writeCertificate(
		{
			...names,
			...(names.dnsNames === undefined ? {} : { dnsNames: [...new Set(names.dnsNames)].sort() }),
			serial: serialNumber(context.random),
			notBeforeMs: authority.certificate.notBeforeMs,
			notAfterMs: context.atMs + LEAF_VALIDITY_MS,
			keyUsages: ['digitalSignature', 'keyEncipherment'],
			extendedKeyUsages: usages,
			isCa: false,
		},
		key.publicKeySpki,
		{ certificate: authority.certificate, privateKeyPem: authority.key.privateKeyPem },
		context.hostCalls,
	);
	return { certificate, certificatePem: certificatePem(certificate), key };
}

/** 63 random bits, as Go's cryptorand.Int below MaxInt64 gives. */
function serialNumber(random: PkiContext['random']): Uint8Array {
	const bytes = random.bytes(8);
	bytes[0] = (bytes[0] as number) & 0x7f;
	bytes[7] = (bytes[7] as number) | 1;
	return bytes;
}
