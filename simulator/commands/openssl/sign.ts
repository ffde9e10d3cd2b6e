import type { Process } from '../../kernel/process-api.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import { type Certificate, certificatePem, readCertificate } from '../../machinery/x509/certificate.ts';
import { bitString, explicit, integer, sequence, smallInteger, time } from '../../machinery/x509/der-writer.ts';
import { signatureAlgorithm, signData } from '../../machinery/x509/private-key.ts';
import type { Extension } from './extensions.ts';

export interface NewCertificate {
	readonly rawSubject: Uint8Array;
	readonly publicKeySpki: Uint8Array;
	readonly extensions: readonly Extension[];
	readonly days: number;
	readonly serial: Uint8Array;
	/** Without a certificate it is its own. */
	readonly issuer: { readonly certificate?: Certificate; readonly privateKeyPem: string };
}

const DAY_MS = 86_400_000;

/** In PEM. One without extensions is of version 1, as openssl makes it. */
export function makeCertificate(process: Process, made: NewCertificate): string {
	const hostCalls = process.port<HostCalls>('host-calls');
	if (hostCalls === undefined) throw new Error('assertion failed: a host without host calls');
	const algorithm = signatureAlgorithm(made.issuer.privateKeyPem);
	const hasExtensions = made.extensions.length > 0;
	const tbs = sequence(
		...(hasExtensions ? [explicit(0, smallInteger(2))] : []),
		integer(made.serial),
		algorithm,
		made.issuer.certificate?.rawSubject ?? made.rawSubject,
		sequence(time(process.now()), time(process.now() + made.days * DAY_MS)),
		made.rawSubject,
		made.publicKeySpki,
		...(hasExtensions ? [explicit(3, sequence(...made.extensions.map((each) => each.der)))] : []),
	);
	const signature = signData(made.issuer.privateKeyPem, tbs, hostCalls);
	return certificatePem(readCertificate(sequence(tbs, algorithm, bitString(signature))));
}

/** 159 random bits. */
export function randomSerial(process: Process): Uint8Array {
	const bytes = Uint8Array.from({ length: 20 }, () => process.randomUint32() & 0xff);
	bytes[0] = ((bytes[0] as number) & 0x7f) | 0x01;
	return bytes;
}
