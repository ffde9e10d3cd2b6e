import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { textOf } from '../../kernel/resolve-host.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import type { Task } from '../../machinery/task.ts';
import { clientHandshake } from '../../machinery/tls/client-handshake.ts';
import { type Certificate, readCertificates } from '../../machinery/x509/certificate.ts';
import { DerError } from '../../machinery/x509/der-reader.ts';
import { verifyCertificate } from '../../machinery/x509/verify-certificate.ts';

/** Where Debian keeps the authorities that everybody trusts. */
export const SYSTEM_CA_FILE = '/etc/ssl/certs/ca-certificates.crt';

export interface TlsWishes {
	/** The name in the URL. */
	readonly host: string;
	readonly insecure: boolean;
	/** PEM of the authorities. */
	readonly authorities: string;
	readonly certificatePem?: string;
	/** Other versions than the usual: 12 is TLS 1.2. */
	readonly versions?: readonly number[];
	/** Suites of TLS 1.2, in OpenSSL's words; absent: whatever there is. */
	readonly ciphers?: readonly string[] | undefined;
}

/** What OpenSSL's programs say when a handshake fails. */
export type TlsOutcome =
	| {
			readonly kind: 'open';
			readonly duplex: ByteDuplex;
			readonly chain: readonly Certificate[];
			readonly version: number;
			readonly cipher: string | undefined;
	  }
	/** The chain is bad ("certificate has expired"), or good for another name. */
	| { readonly kind: 'untrusted'; readonly reason: string }
	| { readonly kind: 'wrong-name' }
	| { readonly kind: 'not-tls' }
	| { readonly kind: 'closed' }
	| { readonly kind: 'alert'; readonly code: number };

/** The client's side of TLS as OpenSSL does it. Throws ConnectionError. */
export function* openTls(process: Process, socket: ByteDuplex, wishes: TlsWishes): Task<TlsOutcome> {
	let wrongName = false;
	const result = yield* clientHandshake(socket, {
		serverName: /^[\d.]+$/.test(wishes.host) ? '' : wishes.host,
		alpn: ['http/1.1'],
		...(wishes.certificatePem === undefined ? {} : { certificatePem: wishes.certificatePem }),
		...(wishes.versions === undefined ? {} : { versions: wishes.versions }),
		ciphers: wishes.ciphers,
		verify: (chain) => {
			if (wishes.insecure) return undefined;
			const problem = trustProblem(process, chain, wishes.authorities, wishes.host);
			wrongName = problem === 'wrong name';
			return problem;
		},
	});
	if (result.kind !== 'certificate') return result;
	return wrongName ? { kind: 'wrong-name' } : { kind: 'untrusted', reason: result.reason };
}

function problemOf(
	chain: readonly Certificate[],
	authorities: string,
	process: Process,
	host?: string,
): string | undefined {
	const [leaf, ...intermediates] = chain;
	const hostCalls = process.port<HostCalls>('host-calls');
	if (leaf === undefined || hostCalls === undefined) return 'signed by unknown authority';
	const options = {
		roots: certificatesOf(authorities),
		intermediates,
		atMs: process.now(),
		usage: 'serverAuth' as const,
	};
	return verifyCertificate(leaf, host === undefined ? options : { ...options, host }, hostCalls);
}

function certificatesOf(pem: string): readonly Certificate[] {
	try {
		return readCertificates(pem);
	} catch (error) {
		if (error instanceof DerError) return [];
		throw error;
	}
}

/** In OpenSSL's words. Models X509_verify_cert_error_string. */
export function chainProblem(chain: readonly Certificate[], authorities: string, process: Process): string | undefined {
	const problem = problemOf(chain, authorities, process);
	if (problem === undefined) return undefined;
	if (problem.includes('is after')) return 'certificate has expired';
	if (problem.includes('is before')) return 'certificate is not yet valid';
	if (problem.includes('key usage')) return 'unsuitable certificate purpose';
	const [leaf] = chain;
	if (leaf !== undefined && isSelfSigned(leaf)) return 'self-signed certificate';
	if (chain.some(isSelfSigned)) return 'self-signed certificate in certificate chain';
	return 'unable to get local issuer certificate';
}

/** What is wrong with a server's chain, in OpenSSL's words, or 'wrong name'. */
export function trustProblem(
	process: Process,
	chain: readonly Certificate[],
	authorities: string,
	host: string,
): string | undefined {
	const reason = chainProblem(chain, authorities, process);
	if (reason !== undefined) return reason;
	return problemOf(chain, authorities, process, host) === undefined ? undefined : 'wrong name';
}

function isSelfSigned(certificate: Certificate): boolean {
	return JSON.stringify(certificate.issuer) === JSON.stringify(certificate.subject);
}

/** The text of a PEM file. Undefined when it cannot be read. */
export function* pemFile(process: Process, path: string): Task<string | undefined> {
	try {
		process.stat(path);
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
	return yield* textOf(process, path);
}
