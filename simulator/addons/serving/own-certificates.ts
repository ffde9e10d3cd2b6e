import { newRsaKey } from '../../hosts/pki/new-rsa-key.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import { type Certificate, certificatePem } from '../../machinery/x509/certificate.ts';
import { type CertificateTemplate, writeCertificate } from '../../machinery/x509/certificate-writer.ts';
import type { RsaKey } from '../../machinery/x509/rsa-key.ts';

/** A certificate that a program has made itself, with its key. */
export interface OwnCertificate {
	readonly certificate: Certificate;
	readonly certificatePem: string;
	readonly key: RsaKey;
}

/** Differs: keys are RSA, where upstream's programs prefer ECDSA. @param issuer undefined: self-signed. */
export function makeOwnCertificate(
	process: Process,
	template: Omit<CertificateTemplate, 'serial' | 'notBeforeMs' | 'notAfterMs'>,
	lifeMs: number,
	issuer?: OwnCertificate,
): OwnCertificate {
	const hostCalls = process.port<HostCalls>('host-calls');
	if (hostCalls === undefined) throw new Error('assertion failed: a machine without host calls');
	const key = newRsaKey(() => process.randomUint32());
	const serial = Uint8Array.from({ length: 16 }, () => process.randomUint32() & 0xff);
	serial[0] = ((serial[0] as number) & 0x7f) | 1;
	const certificate = writeCertificate(
		{ ...template, serial, notBeforeMs: process.now(), notAfterMs: process.now() + lifeMs },
		key.publicKeySpki,
		{ certificate: issuer?.certificate, privateKeyPem: (issuer?.key ?? key).privateKeyPem },
		hostCalls,
	);
	return { certificate, certificatePem: certificatePem(certificate), key };
}
