import type { ByteDuplex } from '../http/byte-duplex.ts';
import { ConnectionError } from '../http/byte-duplex.ts';
import type { Task } from '../task.ts';
import { encodeUtf8 } from '../utf8.ts';
import { USUAL_CIPHERS } from './cipher-suites.ts';
import { alertRecord, handshakeRecord, receiveRecord, USUAL_VERSIONS, withReadAhead } from './record.ts';

/** What the client said of itself. */
export interface ClientHello {
	/** '' when it named none. */
	readonly serverName: string;
	readonly alpn: readonly string[];
	/** Its chain in PEM; undefined when it showed none. */
	readonly certificatePem: string | undefined;
	/** Which versions it speaks: 12 is TLS 1.2. */
	readonly versions: readonly number[];
	/** OpenSSL's names of the suites of TLS 1.2 that it takes; undefined: whatever there is. */
	readonly ciphers: readonly string[] | undefined;
}

export interface ServerConnection {
	readonly duplex: ByteDuplex;
	readonly hello: ClientHello;
}

const GO_REFUSAL = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n';

/**
 * The server's side of a handshake. Undefined when the client goes away or speaks no TLS (a plain HTTP request is
 * answered with `refusal`, by default Go's net/http's). @param certificate the chain it shows, leaf first, or a choice;
 * undefined: it has none to show.
 * @param versions those that this side speaks. @param ciphers suites of TLS 1.2 that it takes, the best first.
 */
export function* serverHandshake(
	duplex: ByteDuplex,
	certificate: string | ((hello: ClientHello) => string | undefined),
	refusal = GO_REFUSAL,
	versions: (hello: ClientHello) => readonly number[] = () => USUAL_VERSIONS,
	ciphers: readonly string[] = USUAL_CIPHERS,
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
		const message = received.message as {
			serverName?: string;
			alpn?: string[];
			certificate?: string;
			versions?: number[];
			ciphers?: string[];
		};
		const { serverName = '', alpn = [], certificate: certificatePem, versions: offered = USUAL_VERSIONS } = message;
		const hello = { serverName, alpn, certificatePem, versions: offered, ciphers: message.ciphers };
		const common = versions(hello).filter((each) => offered.includes(each));
		if (common.length === 0) {
			yield* duplex.write(alertRecord('protocolVersion'));
			duplex.close();
			return undefined;
		}
		const version = Math.max(...common);
		const cipher = ciphers.find((each) => hello.ciphers?.includes(each) ?? true);
		if (version < 13 && cipher === undefined) {
			yield* duplex.write(alertRecord('handshakeFailure'));
			duplex.close();
			return undefined;
		}
		const shown = typeof certificate === 'string' ? certificate : certificate(hello);
		if (shown === undefined) {
			yield* duplex.write(alertRecord('internalError'));
			duplex.close();
			return undefined;
		}
		yield* duplex.write(handshakeRecord({ certificate: shown, ...(version === 13 ? {} : { version, cipher }) }));
		return { duplex: withReadAhead(duplex, received.rest), hello };
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
		return undefined;
	}
}
