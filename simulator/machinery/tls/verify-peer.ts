import type { HostCalls } from '../host-calls.ts';
import { type Certificate, readCertificates } from '../x509/certificate.ts';
import { DerError } from '../x509/der-reader.ts';
import type { ExtendedKeyUsage } from '../x509/object-identifiers.ts';
import { verifyCertificate } from '../x509/verify-certificate.ts';

export interface PeerRules {
	/** PEM of the authorities that are trusted. */
	readonly roots: string;
	/** The name or address the certificate must be for; absent for clients' certificates. */
	readonly host?: string;
	readonly usage: ExtendedKeyUsage;
	readonly atMs: number;
}

/** What is wrong with a peer's certificates (PEM, leaf first), in Go's words; undefined when nothing is. */
export function verifyPeer(certificates: string, rules: PeerRules, hostCalls: HostCalls): string | undefined {
	let chain: readonly Certificate[];
	let roots: readonly Certificate[];
	try {
		chain = readCertificates(certificates);
		roots = readCertificates(rules.roots);
	} catch (error) {
		if (error instanceof DerError) return `x509: malformed certificate`;
		throw error;
	}
	const [leaf, ...intermediates] = chain;
	if (leaf === undefined) return 'x509: certificate signed by unknown authority';
	const { host, usage, atMs } = rules;
	return verifyCertificate(
		leaf,
		{ roots, intermediates, atMs, usage, ...(host === undefined ? {} : { host }) },
		hostCalls,
	);
}
