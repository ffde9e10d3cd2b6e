import type { ByteDuplex } from '../http/byte-duplex.ts';
import { ByteReader } from '../http/byte-reader.ts';
import type { Task } from '../task.ts';
import { duplexAfter, type TlsConnection } from './tls-connection.ts';
import { type ClientHello, encodeRecord, readRecord, type ServerHello, TlsError } from './tls-record.ts';

export interface TlsClientOptions {
	/** '' when the server is named by its address. */
	readonly serverName: string;
	/** In order of preference. */
	readonly alpn?: readonly string[];
	/** PEM, leaf first. */
	readonly certificates?: string;
	/**
	 * Looks at the server's certificates (PEM, leaf first); says what is wrong with them, in x509's words, or undefined.
	 * See `verifyPeer`.
	 */
	readonly verify: (certificates: string) => string | undefined;
}

/**
 * The client's side of a handshake. Throws TlsError; the caller closes the connection. Its message is what Go's client
 * says after the URL: "tls: failed to verify certificate: x509: certificate signed by unknown authority",
 * "remote error: tls: certificate required", "http: server gave HTTP response to HTTPS client".
 */
export function* connectTls(duplex: ByteDuplex, options: TlsClientOptions): Task<TlsConnection> {
	const reader = new ByteReader(duplex);
	const { serverName, alpn = [], certificates = '' } = options;
	yield* duplex.write(encodeRecord('handshake', { serverName, alpn, certificates } satisfies ClientHello));
	const hello = yield* readServerHello(reader);
	const complaint = options.verify(hello.certificates);
	if (complaint !== undefined) {
		yield* duplex.write(encodeRecord('alert', { alert: 'bad certificate' }));
		throw new TlsError('verify', `tls: failed to verify certificate: ${complaint}`);
	}
	if (hello.alert !== undefined) throw new TlsError('alert', `remote error: tls: ${hello.alert}`);
	yield* duplex.write(encodeRecord('finished', {}));
	return { duplex: duplexAfter(reader, duplex), peerCertificates: hello.certificates, alpn: hello.alpn, serverName };
}

function* readServerHello(reader: ByteReader): Task<ServerHello> {
	try {
		const { type, content } = yield* readRecord(reader);
		if (type === 'alert') throw new TlsError('alert', `remote error: tls: ${(content as { alert: string }).alert}`);
		return content as ServerHello;
	} catch (error) {
		if (error instanceof TlsError && error.received.startsWith('HTTP/')) {
			throw new TlsError('plaintext', 'http: server gave HTTP response to HTTPS client', error.received);
		}
		throw error;
	}
}
