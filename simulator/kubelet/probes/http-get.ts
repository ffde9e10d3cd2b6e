import { type Errno, SystemError } from '../../kernel/process-api.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../machinery/http/byte-reader.ts';
import { encodeRequestHead, HttpHeaders } from '../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, readWholeBody, responseBody } from '../../machinery/http/http-reader.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';

/** How the kubelet opens connections: from its node's network. */
export interface HostConnector {
	/** Throws SystemError. */
	connect(address: string, port: number): Task<ByteDuplex>;
	/** What the server at this address vouches to answer a GET with; undefined: it has to be asked. */
	vouchedStatus(address: string, port: number, secure: boolean, path: string): number | undefined;
	/** Begins TLS on a connection without looking at the certificate. Throws ConnectionError. */
	secure(duplex: ByteDuplex, serverName: string): Task<ByteDuplex>;
}

export interface HttpGetTarget {
	readonly scheme: 'HTTP' | 'HTTPS';
	readonly address: string;
	readonly port: number;
	/** With its query. */
	readonly path: string;
	readonly headers: readonly (readonly [string, string])[];
}

/** The answer, or why there is none in Go's words without `Get "…": `. */
export type HttpGetResult =
	| { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly location: string | undefined }
	| { readonly kind: 'error'; readonly message: string };

/** Models the kubelet's maximum of a probe's body. */
const BODY_BYTES_MAX = 10 * 1024;

/** One request on a connection of its own. */
export function* httpGet(connector: HostConnector, target: HttpGetTarget): Task<HttpGetResult> {
	let duplex: ByteDuplex;
	try {
		duplex = yield* connector.connect(target.address, target.port);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return { kind: 'error', message: dialError(target.address, target.port, error.errno) };
	}
	try {
		const stream = target.scheme === 'HTTPS' ? yield* connector.secure(duplex, target.address) : duplex;
		const headers = new HttpHeaders([
			['Host', `${target.address}:${target.port}`],
			['User-Agent', 'kube-probe/1.35'],
			['Accept', '*/*'],
		]);
		for (const [name, value] of target.headers) headers.set(name, value);
		headers.set('Connection', 'close');
		yield* stream.write(encodeRequestHead({ method: 'GET', target: target.path, version: 'HTTP/1.1', headers }));
		const reader = new ByteReader(stream);
		const head = yield* readResponseHead(reader);
		if (head === undefined) return { kind: 'error', message: 'EOF' };
		const body = yield* readWholeBody(responseBody(reader, head, 'GET'), BODY_BYTES_MAX);
		return {
			kind: 'answer',
			status: head.status,
			body: body === undefined ? '' : decodeUtf8(body),
			location: head.headers.get('location'),
		};
	} catch (error) {
		if (error instanceof ConnectionError || error instanceof HttpSyntaxError)
			return { kind: 'error', message: error.message };
		if (error instanceof SystemError) return { kind: 'error', message: 'read: connection reset by peer' };
		throw error;
	} finally {
		duplex.close();
	}
}

/** "dial tcp 192.168.1.5:80: connect: connection refused". */
export function dialError(address: string, port: number, errno: Errno): string {
	const where = `dial tcp ${address}:${port}: `;
	switch (errno) {
		case 'ECONNREFUSED':
			return `${where}connect: connection refused`;
		case 'EHOSTUNREACH':
			return `${where}connect: no route to host`;
		case 'ENETUNREACH':
			return `${where}connect: network is unreachable`;
		case 'ETIMEDOUT':
			return `${where}i/o timeout`;
		default:
			return `${where}connect: connection reset by peer`;
	}
}
