import type { ByteDuplex } from '../http/byte-duplex.ts';
import { ByteReader } from '../http/byte-reader.ts';
import type { Task } from '../task.ts';
import { encodeUtf8 } from '../utf8.ts';
import { duplexAfter, type TlsConnection } from './tls-connection.ts';
import { type ClientHello, encodeRecord, readRecord, type ServerHello, type TlsAlert, TlsError } from './tls-record.ts';

export interface TlsServerOptions {
	/** The certificates (PEM, leaf first) for a name that a client asks for; undefined refuses the name. */
	readonly certificatesFor: (serverName: string) => string | undefined;
	/** In order of preference; a client that offers none of them is still served, as HTTP/1.1. */
	readonly alpn?: readonly string[];
	/** Looks at the client's certificates ('' for none) and says with which alert to refuse them, or undefined. */
	readonly verifyClient?: (certificates: string) => TlsAlert | undefined;
	/** What a client that speaks plain HTTP is told. Go's words by default; nginx has its own. */
	readonly plainHttpAnswer?: string;
}

/** Models net/http conn.serve's answer to plain HTTP on a TLS port. */
const PLAIN_HTTP_ANSWER = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n';

/**
 * The server's side of a handshake. Throws TlsError; the caller closes the connection. Its message is what Go's server
 * logs: "remote error: tls: bad certificate", "tls: first record does not look like a TLS handshake", "EOF".
 */
export function* acceptTls(duplex: ByteDuplex, options: TlsServerOptions): Task<TlsConnection> {
	const reader = new ByteReader(duplex);
	const hello = yield* readClientHello(duplex, reader, options);
	const certificates = options.certificatesFor(hello.serverName);
	if (certificates === undefined) {
		yield* duplex.write(encodeRecord('alert', { alert: 'unrecognized name' satisfies TlsAlert }));
		throw new TlsError('verify', `tls: no certificates configured`);
	}
	const alert = options.verifyClient?.(hello.certificates);
	const alpn = (options.alpn ?? []).find((protocol) => hello.alpn.includes(protocol)) ?? '';
	const answer: ServerHello = { alpn, certificates, ...(alert === undefined ? {} : { alert }) };
	yield* duplex.write(encodeRecord('handshake', answer));
	if (alert !== undefined) throw new TlsError('verify', refusalText(alert));
	const last = yield* readRecord(reader);
	if (last.type === 'alert') {
		throw new TlsError('alert', `remote error: tls: ${(last.content as { alert: string }).alert}`);
	}
	return {
		duplex: duplexAfter(reader, duplex),
		peerCertificates: hello.certificates,
		alpn,
		serverName: hello.serverName,
	};
}

function* readClientHello(duplex: ByteDuplex, reader: ByteReader, options: TlsServerOptions): Task<ClientHello> {
	try {
		const { content } = yield* readRecord(reader);
		return content as ClientHello;
	} catch (error) {
		if (error instanceof TlsError && /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /.test(error.received)) {
			yield* duplex.write(encodeUtf8(options.plainHttpAnswer ?? PLAIN_HTTP_ANSWER));
			throw new TlsError('plaintext', 'client sent an HTTP request to an HTTPS server', error.received);
		}
		throw error;
	}
}

function refusalText(alert: TlsAlert): string {
	if (alert === 'certificate required') return "tls: client didn't provide a certificate";
	return `tls: failed to verify certificate: ${alert}`;
}
