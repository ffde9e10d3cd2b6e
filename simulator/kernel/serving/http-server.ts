import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader, concatBytes } from '../../machinery/http/byte-reader.ts';
import {
	encodeChunk,
	encodeResponseHead,
	HttpHeaders,
	type HttpRequestHead,
	lastChunk,
	reasonPhrase,
} from '../../machinery/http/http-message.ts';
import { HttpSyntaxError, readRequestHead, readWholeBody, requestBody } from '../../machinery/http/http-reader.ts';
import { nothing, type Task } from '../../machinery/task.ts';
import { formatHttpDate } from '../../machinery/timestamp.ts';
import type { ClientHello, ServerConnection } from '../../machinery/tls/server-handshake.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { ZEROS } from '../files/file-data.ts';
import type { Process } from '../process-api.ts';
import { processDuplex } from './process-duplex.ts';
import type { TaskGroup } from './task-group.ts';

/** A request with its whole body and where it came from. */
export interface HttpRequest extends HttpRequestHead {
	readonly body: Uint8Array;
	readonly remote: { readonly address: string; readonly port: number };
	readonly local: { readonly address: string; readonly port: number };
	/** What the client said in the TLS handshake; undefined without TLS. */
	readonly hello?: ClientHello | undefined;
}

export interface HttpAnswer {
	readonly status: number;
	/** Overrides the standard phrase. */
	readonly reason?: string;
	/** In the order and spelling of the server that is played; Content-Length and Connection are added when absent. */
	readonly headers: readonly (readonly [string, string])[];
	readonly body: string | Uint8Array;
	/** So many zeros are sent behind the body: large programs consist of little else. */
	readonly zeros?: number;
	/** And then what `write` puts, of which there are so many bytes: a file that is long is not held. */
	readonly more?: {
		readonly bytes: number;
		readonly write: (put: (data: Uint8Array) => Task<void>) => Task<void>;
	};
	/** Sent in chunks, as by a program that began before it knew the length. Clients of HTTP/1.0 get no chunks. */
	readonly chunked?: boolean;
	/** Close after this answer, whatever the client wants. */
	readonly close?: boolean;
}

export interface HttpServerOptions {
	readonly handle: (request: HttpRequest) => Task<HttpAnswer>;
	/** The answer to what is no HTTP; the connection is closed after it. */
	readonly refuse: (status: number) => HttpAnswer;
	/** Told after the answer has been written. */
	readonly onAnswered?: (request: HttpRequest, answer: HttpAnswer, bodyBytes: number) => Task<void>;
	readonly bodyBytesMax?: number;
	/** Which "Connection" header answers carry: nginx says keep-alive, Go says nothing. */
	readonly connectionHeader?: boolean;
	/** The status that a GET of `target` gets, when its answer leaves no trace: see `Process.vouch`. */
	readonly vouchedStatus?: (target: string) => number | undefined;
	/** Wraps an accepted connection (TLS); undefined when the handshake fails. */
	readonly secure?: (duplex: ByteDuplex) => Task<ServerConnection | undefined>;
}

/** Listens and answers HTTP/1.1 in `group` until the process ends. Throws SystemError (EADDRINUSE, EACCES). */
export function serveHttp(
	process: Process,
	group: Pick<TaskGroup, 'add'>,
	address: string,
	port: number,
	options: HttpServerOptions,
): void {
	serveHttpOn(process, group, process.listen(address, port), options);
}

/** As `serveHttp`, on a descriptor that listens already: of a port or of a local socket. */
export function serveHttpOn(
	process: Process,
	group: Pick<TaskGroup, 'add'>,
	listening: number,
	options: HttpServerOptions,
): void {
	const { vouchedStatus, secure } = options;
	if (vouchedStatus !== undefined) process.vouch(listening, { secure: secure !== undefined, status: vouchedStatus });
	group.add(acceptAll(process, group, listening, options));
}

function* acceptAll(
	process: Process,
	group: Pick<TaskGroup, 'add'>,
	listening: number,
	options: HttpServerOptions,
): Task<void> {
	for (;;) {
		const { fd, address, port } = yield* process.accept(listening);
		group.add(serveConnection(process, fd, { address, port }, options));
	}
}

function* serveConnection(
	process: Process,
	fd: number,
	remote: { address: string; port: number },
	options: HttpServerOptions,
): Task<void> {
	const raw = processDuplex(process, fd);
	const local = process.sockName(fd);
	try {
		const connection = options.secure === undefined ? { duplex: raw, hello: undefined } : yield* options.secure(raw);
		if (connection === undefined) return;
		const { duplex, hello } = connection;
		const reader = new ByteReader(duplex);
		while (yield* serveRequest(duplex, reader, { remote, local, hello }, options));
	} catch (error) {
		if (!(error instanceof ConnectionError)) throw error;
	} finally {
		raw.close();
	}
}

/** @returns whether another request may follow. */
function* serveRequest(
	duplex: ByteDuplex,
	reader: ByteReader,
	ends: Pick<HttpRequest, 'remote' | 'local' | 'hello'>,
	options: HttpServerOptions,
): Task<boolean> {
	let head: HttpRequestHead | undefined;
	let body: Uint8Array | undefined;
	try {
		head = yield* readRequestHead(reader);
		if (head === undefined) return false;
		if (head.headers.hasToken('expect', '100-continue')) {
			yield* duplex.write(encodeUtf8('HTTP/1.1 100 Continue\r\n\r\n'));
		}
		body = yield* readWholeBody(requestBody(reader, head), options.bodyBytesMax ?? 1_048_576);
	} catch (error) {
		if (!(error instanceof HttpSyntaxError)) throw error;
		yield* writeAnswer(duplex, undefined, options.refuse(error.status), true, options);
		return false;
	}
	if (body === undefined) {
		yield* writeAnswer(duplex, head, options.refuse(413), true, options);
		return false;
	}
	const request: HttpRequest = { ...head, body, ...ends };
	const answer = yield* options.handle(request);
	const close =
		answer.close === true ||
		head.headers.hasToken('connection', 'close') ||
		(head.version === 'HTTP/1.0' && !head.headers.hasToken('connection', 'keep-alive'));
	const bytes = yield* writeAnswer(duplex, head, answer, close, options);
	if (options.onAnswered !== undefined) yield* options.onAnswered(request, answer, bytes);
	return !close;
}

/** @returns the bytes of the body that were sent. */
function* writeAnswer(
	duplex: ByteDuplex,
	head: HttpRequestHead | undefined,
	answer: HttpAnswer,
	close: boolean,
	options: HttpServerOptions,
): Task<number> {
	const body = typeof answer.body === 'string' ? encodeUtf8(answer.body) : answer.body;
	const headers = new HttpHeaders(answer.headers);
	const empty = answer.status === 204 || answer.status === 304;
	const zeros = answer.zeros ?? 0;
	const behind = zeros + (answer.more?.bytes ?? 0);
	const chunked = answer.chunked === true && !empty && !headers.has('content-length') && head?.version !== 'HTTP/1.0';
	if (chunked) headers.add('Transfer-Encoding', 'chunked');
	else if (!empty && !headers.has('content-length')) headers.add('Content-Length', String(body.length + behind));
	if (!headers.has('connection')) {
		if (close) headers.add('Connection', 'close');
		else if (options.connectionHeader) headers.add('Connection', 'keep-alive');
	}
	const responseHead = encodeResponseHead({
		status: answer.status,
		reason: answer.reason ?? reasonPhrase(answer.status),
		version: 'HTTP/1.1',
		headers,
	});
	const sent = empty || head?.method === 'HEAD' ? 0 : body.length + behind;
	const content = chunked ? concatBytes([...chunks(body), lastChunk()]) : body;
	const isAlone = head?.method === 'HEAD' || (sent === 0 && !chunked);
	yield* duplex.write(isAlone ? responseHead : concatBytes([responseHead, content]));
	for (let left = sent === 0 ? 0 : zeros; left > 0; left -= ZEROS.length) {
		yield* duplex.write(ZEROS.subarray(0, Math.min(left, ZEROS.length)));
	}
	if (sent > 0) yield* answer.more?.write((data) => duplex.write(data)) ?? nothing();
	return sent;
}

function chunks(body: Uint8Array): readonly Uint8Array[] {
	return body.length === 0 ? [] : [encodeChunk(body)];
}

/** "20/Nov/2026:09:00:00 +0000". */
export function commonLogTime(ms: number): string {
	// "Fri, 20 Nov 2026 09:00:00 GMT"
	const date = formatHttpDate(ms);
	return `${date.slice(5, 7)}/${date.slice(8, 11)}/${date.slice(12, 16)}:${date.slice(17, 25)} +0000`;
}
