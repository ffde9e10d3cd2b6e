import { type Errno, type Process, SystemError } from '../../kernel/process-api.ts';
import type { HttpAnswer, HttpRequest } from '../../kernel/serving/http-server.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import { errorPage } from '../../kubelet/images/nginx/nginx-response.ts';
import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader, concatBytes } from '../../machinery/http/byte-reader.ts';
import { encodeRequestHead, HttpHeaders } from '../../machinery/http/http-message.ts';
import { HttpSyntaxError, readResponseHead, readWholeBody, responseBody } from '../../machinery/http/http-reader.ts';
import type { Task } from '../../machinery/task.ts';
import { formatHttpDate } from '../../machinery/timestamp.ts';
import { clientHandshake } from '../../machinery/tls/client-handshake.ts';

const ANSWER_BYTES_MAX = 16 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;

export interface Upstream {
	readonly address: string;
	readonly port: number;
	readonly secure: boolean;
}

/** What a server behind the proxy has answered. */
export interface UpstreamAnswer {
	readonly status: number;
	readonly headers: HttpHeaders;
	readonly body: Uint8Array;
}

/** Why there is no answer, as nginx writes it into its error log. */
export class UpstreamFailure extends Error {
	readonly timedOut: boolean;
	constructor(message: string, timedOut = false) {
		super(message);
		this.timedOut = timedOut;
	}
}

/** Passes a request on and gives what comes back. Throws UpstreamFailure. Models ngx_http_upstream. */
export function* askUpstream(
	process: Process,
	to: Upstream,
	request: Pick<HttpRequest, 'method' | 'target' | 'headers' | 'body'>,
): Task<UpstreamAnswer> {
	let duplex: ByteDuplex | undefined;
	try {
		const fd = yield* process.connect(to.address, to.port, { timeoutMs: CONNECT_TIMEOUT_MS });
		duplex = processDuplex(process, fd);
		const way = to.secure ? yield* securely(duplex) : duplex;
		const head = encodeRequestHead({ ...request, version: 'HTTP/1.1' });
		yield* way.write(request.body.length === 0 ? head : concatBytes([head, request.body]));
		const reader = new ByteReader(way);
		const response = yield* readResponseHead(reader);
		if (response === undefined) throw new ConnectionError('unexpected EOF');
		const body = yield* readWholeBody(responseBody(reader, response, request.method), ANSWER_BYTES_MAX);
		if (body === undefined) throw new UpstreamFailure('upstream sent too big body while reading upstream');
		return { status: response.status, headers: response.headers, body };
	} catch (error) {
		throw failureOf(error);
	} finally {
		duplex?.close();
	}
}

function* securely(duplex: ByteDuplex): Task<ByteDuplex> {
	const result = yield* clientHandshake(duplex, { serverName: '', verify: () => undefined });
	if (result.kind === 'open') return result.duplex;
	throw new UpstreamFailure('SSL_do_handshake() failed (SSL: wrong version number) while SSL handshaking to upstream');
}

function failureOf(error: unknown): unknown {
	if (error instanceof SystemError && error.errno !== 'EINTR') {
		return new UpstreamFailure(failureText(error.errno), error.errno === 'ETIMEDOUT');
	}
	if (error instanceof HttpSyntaxError) {
		return new UpstreamFailure('upstream sent invalid header while reading response header from upstream');
	}
	if (error instanceof ConnectionError) {
		return new UpstreamFailure('upstream prematurely closed connection while reading response header from upstream');
	}
	return error;
}

function failureText(errno: Errno): string {
	switch (errno) {
		case 'ETIMEDOUT':
			return 'upstream timed out (110: Operation timed out) while connecting to upstream';
		case 'EHOSTUNREACH':
			return 'connect() failed (113: Host is unreachable) while connecting to upstream';
		case 'ENETUNREACH':
			return 'connect() failed (101: Network unreachable) while connecting to upstream';
		default:
			return 'connect() failed (111: Connection refused) while connecting to upstream';
	}
}

/** What goes from hop to hop, and is not passed on. */
const HOP = /^(?:connection|keep-alive|transfer-encoding|upgrade|proxy-connection|te|trailer)$/i;

/** The headers of a request that goes on: those that are set first, then the client's own but for the ones set. */
export function passedHeaders(request: HttpRequest, set: readonly (readonly [string, string])[]): HttpHeaders {
	const headers = new HttpHeaders(set.filter(([, value]) => value !== ''));
	const isSet = new Set(set.map(([name]) => name.toLowerCase()));
	for (const [name, value] of request.headers.entries()) {
		if (!HOP.test(name) && !isSet.has(name.toLowerCase())) headers.add(name, value);
	}
	return headers;
}

/**
 * An answer with its headers in nginx's order.
 * @param server '' for none.
 */
export function passedAnswer(answer: UpstreamAnswer, process: Process, server = ''): HttpAnswer {
	const headers: (readonly [string, string])[] = [...firstHeaders(process, server)];
	const { status, body } = answer;
	const type = answer.headers.get('content-type');
	if (type !== undefined) headers.push(['Content-Type', type]);
	if (status !== 204 && status !== 304) {
		const length = answer.headers.get('content-length');
		headers.push(['Content-Length', length ?? String(body.length)]);
	}
	headers.push(['Connection', 'keep-alive']);
	for (const [name, value] of answer.headers.entries()) {
		if (!HOP.test(name) && !/^(?:server|date|content-type|content-length)$/i.test(name)) headers.push([name, value]);
	}
	return { status, headers, body };
}

/** A page of nginx's own, for an error or a redirect. */
export function nginxPage(
	status: number,
	process: Process,
	extra: readonly (readonly [string, string])[] = [],
	server = '',
): HttpAnswer {
	const body = errorPage(status, '');
	const headers: (readonly [string, string])[] = [
		...firstHeaders(process, server),
		['Content-Type', 'text/html'],
		['Content-Length', String(body.length)],
		['Connection', 'keep-alive'],
		...extra,
	];
	return { status, headers, body };
}

function firstHeaders(process: Process, server: string): (readonly [string, string])[] {
	const date = ['Date', formatHttpDate(process.now())] as const;
	return server === '' ? [date] : [['Server', server], date];
}
