import { TransportError } from '../../client/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import type { Memo } from '../../machinery/memo.ts';
import type { Task } from '../../machinery/task.ts';
import { clientHandshake } from '../../machinery/tls/client-handshake.ts';
import { goAlert } from '../../machinery/tls/record.ts';
import { type Certificate, readCertificates } from '../../machinery/x509/certificate.ts';
import { keyMismatch } from '../../machinery/x509/key-pair.ts';
import { readPrivateKey } from '../../machinery/x509/private-key.ts';
import { verifyCertificate } from '../../machinery/x509/verify-certificate.ts';
import type { Endpoint } from './transport.ts';

/**
 * Puts TLS on a connection: shows the client's certificate, checks the server's. Throws TransportError with Go's words.
 * Models client-go transport.TLSConfigFor and crypto/tls.
 */
export function* secureConnection(
	socket: ByteDuplex,
	host: string,
	endpoint: Endpoint,
	process: Process,
): Task<ByteDuplex> {
	checkKeyPair(endpoint, process);
	const name = endpoint.tlsServerName ?? host;
	const result = yield* clientHandshake(socket, {
		serverName: /^[\d.]+$/.test(name) ? '' : name,
		alpn: ['http/1.1'],
		...(endpoint.clientCertificatePem === undefined ? {} : { certificatePem: endpoint.clientCertificatePem }),
		read: (pem) => certificatesIn(process, pem),
		verify: (chain) => (endpoint.insecure ? undefined : judge(chain, name, endpoint, process)),
	});
	switch (result.kind) {
		case 'open':
			return result.duplex;
		case 'not-tls':
			throw new TransportError('http: server gave HTTP response to HTTPS client');
		case 'certificate':
			throw new TransportError(`tls: failed to verify certificate: ${result.reason}`);
		case 'alert':
			throw new TransportError(goAlert(result.code));
		case 'closed':
			throw new TransportError('EOF');
	}
}

function judge(chain: readonly Certificate[], host: string, endpoint: Endpoint, process: Process): string | undefined {
	const [leaf, ...intermediates] = chain;
	const hostCalls = process.port<HostCalls>('host-calls');
	if (leaf === undefined || hostCalls === undefined) return 'x509: certificate signed by unknown authority';
	const roots = endpoint.caPem === undefined ? [] : certificatesIn(process, endpoint.caPem);
	return verifyCertificate(leaf, { roots, intermediates, atMs: process.now(), host, usage: 'serverAuth' }, hostCalls);
}

function certificatesIn(process: Process, pem: string): readonly Certificate[] {
	return remembered(process, 'x509.certificates', pem, readCertificates);
}

/** Clusters' certificates and keys are the same in all worlds of a preset. */
function remembered<T>(process: Process, name: string, text: string, read: (text: string) => T): T {
	const memo = process.port<Memo>('memo');
	return memo === undefined ? read(text) : memo.of(name, text, () => read(text));
}

/** The key has to be the certificate's. Models crypto/tls X509KeyPair. */
function checkKeyPair({ clientCertificatePem, clientKeyPem }: Endpoint, process: Process): void {
	if (clientCertificatePem === undefined) return;
	const [leaf] = certificatesIn(process, clientCertificatePem);
	if (leaf === undefined) throw new TransportError('tls: failed to find any PEM data in certificate input');
	const key =
		clientKeyPem === undefined ? undefined : remembered(process, 'x509.private-key', clientKeyPem, readPrivateKey);
	if (key === undefined) throw new TransportError('tls: failed to find any PEM data in key input');
	const mismatch = keyMismatch(leaf, key);
	if (mismatch !== undefined) throw new TransportError(mismatch);
}
