import type { ByteDuplex } from '../http/byte-duplex.ts';
import { ConnectionError } from '../http/byte-duplex.ts';
import type { Task } from '../task.ts';
import { encodeUtf8 } from '../utf8.ts';
import { handshakeRecord, receiveRecord, withReadAhead } from './record.ts';

/** What the client said of itself. */
export interface ClientHello {
	/** '' when it named none. */
	readonly serverName: string;
	readonly alpn: readonly string[];
	/** Its chain in PEM; undefined when it showed none. */
	readonly certificatePem: string | undefined;
}

export interface ServerConnection {
	readonly duplex: ByteDuplex;
	readonly hello: ClientHello;
}

const GO_REFUSAL = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n';

/**
 * The server's side of a handshake. Undefined when the client goes away or speaks no TLS (a plain HTTP request is
 * answered with `refusal`, by default Go's net/http's). @param certificate the chain it shows, leaf first, or a choice.
 */
export function* serverHandshake(
	duplex: ByteDuplex,
	certificate: string | ((hello: ClientHello) => string),
	refusal = GO_REFUSAL,
): Task<ServerConnection | undefined> {
	try {
		const received = yield* receiveRecord(duplex);
		if (received.kind === 'foreign') {
			yield* duplex.write(encodeUtf8(refusal));
		}
		if (received.kind !== 'handshake') {
			duplex.close();
			return undefined;
		}
		const message = received.message as { serverName?: string; alpn?: string[]; certificate?: string };
		const { serverName = '', alpn = [], certificate: certificatePem } = message;
		const hello = { serverName, alpn, certificatePem };
		const shown = typeof certificate === 'string' ? certificate : certificate(hello);
		yield* duplex.write(handshakeRecord({ certificate: shown }));
		return { duplex: withReadAhead(duplex, received.rest), hello };
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		return undefined;
	}
}
