import { TransportError } from '../../../client/transport.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import { processDuplex } from '../../../kernel/serving/process-duplex.ts';
import { TaskGroup } from '../../../kernel/serving/task-group.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../../machinery/http/byte-reader.ts';
import {
	encodeChunk,
	encodeRequestHead,
	encodeResponseHead,
	HttpHeaders,
	type HttpRequestHead,
	lastChunk,
	reasonPhrase,
} from '../../../machinery/http/http-message.ts';
import {
	HttpSyntaxError,
	readRequestHead,
	readResponseHead,
	readWholeBody,
	requestBody,
	responseBody,
} from '../../../machinery/http/http-reader.ts';
import { percentDecode } from '../../../machinery/http/url.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatHttpDate } from '../../../machinery/timestamp.ts';
import { CommandError, goErrno } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { SocketTransport } from '../transport.ts';
import type { RequestFilter } from './request-filter.ts';
import { type Page, plainPage, staticPage } from './static-files.ts';

export interface ProxyOptions {
	readonly address: string;
	/** 0: any. */
	readonly port: number;
	/** Undefined: everything is handed on. */
	readonly filter: RequestFilter | undefined;
	/** "/", or a path that ends with a slash. */
	readonly apiPrefix: string;
	/** '' for no files. */
	readonly directory: string;
	readonly directoryPrefix: string;
}

/** Models http.Request's limit of the API server behind. */
const BODY_BYTES_MAX = 3 * 1024 * 1024;

/** Listens, and hands requests on to the API server with the user's credentials, until it is stopped. */
export function* serveProxy(kubectl: Kubectl, options: ProxyOptions): Task<void> {
	const { process, io } = kubectl;
	const { address, port } = options;
	let listening: number;
	try {
		listening = process.listen(address, port);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new CommandError(`listen tcp ${address}:${port}: bind: ${goErrno(error)}`);
	}
	yield* io.out(`Starting to serve on ${address}:${process.sockName(listening).port}\n`);
	const group = new TaskGroup();
	group.add(acceptAll(kubectl, options, group, listening));
	yield* group.run(process, () => undefined);
}

function* acceptAll(kubectl: Kubectl, options: ProxyOptions, group: TaskGroup, listening: number): Task<void> {
	for (;;) {
		const { fd, address } = yield* kubectl.process.accept(listening);
		group.add(serveClient(kubectl, options, processDuplex(kubectl.process, fd), address));
	}
}

function* serveClient(kubectl: Kubectl, options: ProxyOptions, duplex: ByteDuplex, remote: string): Task<void> {
	const reader = new ByteReader(duplex);
	try {
		while (yield* serveRequest(kubectl, options, { duplex, reader, remote }));
	} catch (error) {
		if (!(error instanceof ConnectionError) && !(error instanceof HttpSyntaxError)) throw error;
	} finally {
		duplex.close();
	}
}

interface Client {
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
	/** Its address. */
	readonly remote: string;
}

/** @returns whether another request may follow. */
function* serveRequest(kubectl: Kubectl, options: ProxyOptions, client: Client): Task<boolean> {
	const head = yield* readRequestHead(client.reader);
	if (head === undefined) return false;
	const body = yield* readWholeBody(requestBody(client.reader, head), BODY_BYTES_MAX);
	const keepAlive = body !== undefined && !head.headers.hasToken('connection', 'close');
	const [rawPath = '', query] = splitOnce(head.target, '?');
	const path = percentDecode(rawPath) ?? rawPath;
	const page = yield* ownPage(kubectl, options, head, path);
	if (page !== undefined) {
		yield* writePage(kubectl, client.duplex, head, page);
		return keepAlive;
	}
	const inner = options.apiPrefix.startsWith('/api') ? rawPath : `/${rawPath.slice(options.apiPrefix.length)}`;
	const target = query === undefined ? inner : `${inner}?${query}`;
	return (yield* handOn(kubectl, client, { ...head, target }, body ?? new Uint8Array(0))) && keepAlive;
}

/** What is answered here: files, and refusals. */
function* ownPage(
	{ io }: Kubectl,
	{ filter, apiPrefix, directory, directoryPrefix }: ProxyOptions,
	{ method, headers }: HttpRequestHead,
	path: string,
): Task<Page | undefined> {
	const isCloser = directoryPrefix.length > apiPrefix.length || !path.startsWith(apiPrefix);
	if (directory !== '' && path.startsWith(directoryPrefix) && isCloser)
		return yield* staticPage(io, directory, `/${path.slice(directoryPrefix.length)}`);
	if (!path.startsWith(apiPrefix)) return plainPage(404, '404 page not found\n');
	const inner = apiPrefix.startsWith('/api') ? path : `/${path.slice(apiPrefix.length)}`;
	if (filter === undefined || filter.accepts(method, inner, headers.get('host') ?? '')) return undefined;
	return plainPage(403, 'Forbidden\n');
}

function* writePage({ process }: Kubectl, duplex: ByteDuplex, request: HttpRequestHead, page: Page): Task<void> {
	const headers = new HttpHeaders();
	if (page.contentType !== '') headers.add('Content-Type', page.contentType);
	if (page.location !== undefined) headers.add('Location', page.location);
	if (page.status >= 400) headers.add('X-Content-Type-Options', 'nosniff');
	headers.add('Date', formatHttpDate(process.now()));
	headers.add('Content-Length', String(page.body.length));
	const { status } = page;
	yield* duplex.write(encodeResponseHead({ status, reason: reasonPhrase(status), version: 'HTTP/1.1', headers }));
	if (request.method !== 'HEAD' && page.body.length > 0) yield* duplex.write(page.body);
}

/** The request to the API server, its answer to the client, piece by piece. @returns whether the client may go on. */
function* handOn(kubectl: Kubectl, client: Client, head: HttpRequestHead, body: Uint8Array): Task<boolean> {
	const { process } = kubectl;
	const api = yield* kubectl.client();
	const transport = new SocketTransport(process, api.config);
	let server: { readonly duplex: ByteDuplex; readonly reader: ByteReader };
	try {
		server = yield* transport.open();
	} catch (error) {
		if (!(error instanceof TransportError)) throw error;
		yield* kubectl.logProxyError(error.detail);
		yield* writePage(kubectl, client.duplex, head, plainPage(500, `${error.detail}\n`));
		return true;
	}
	try {
		const headers = forwardedHeaders(head, client.remote, transport.hostHeader, api.credentials());
		if (body.length > 0) headers.add('Content-Length', String(body.length));
		yield* server.duplex.write(encodeRequestHead({ ...head, version: 'HTTP/1.1', headers }));
		if (body.length > 0) yield* server.duplex.write(body);
		return yield* relayAnswer(client, server.reader, head);
	} finally {
		server.duplex.close();
	}
}

const OF_ONE_CONNECTION: ReadonlySet<string> = new Set(
	'connection content-length keep-alive proxy-authenticate proxy-connection te trailer transfer-encoding upgrade'.split(
		' ',
	),
);

function forwardedHeaders(
	{ headers }: HttpRequestHead,
	remote: string,
	host: string,
	credentials: readonly (readonly [string, string])[],
): HttpHeaders {
	const own = new Set(['host', 'x-forwarded-for', ...credentials.map(([name]) => name.toLowerCase())]);
	const result = new HttpHeaders([['Host', host]]);
	for (const [name, value] of headers.entries()) {
		if (!OF_ONE_CONNECTION.has(name.toLowerCase()) && !own.has(name.toLowerCase())) result.add(name, value);
	}
	for (const [name, value] of credentials) result.add(name, value);
	result.add('X-Forwarded-For', remote);
	return result;
}

function* relayAnswer(client: Client, reader: ByteReader, request: HttpRequestHead): Task<boolean> {
	const head = yield* readResponseHead(reader);
	if (head === undefined) return false;
	const length = head.headers.get('content-length');
	const headers = new HttpHeaders();
	for (const [name, value] of head.headers.entries()) {
		if (!OF_ONE_CONNECTION.has(name.toLowerCase())) headers.add(name, value);
	}
	const bodyless = request.method === 'HEAD' || head.status === 204 || head.status === 304;
	if (length !== undefined) headers.add('Content-Length', length);
	else if (!bodyless) headers.add('Transfer-Encoding', 'chunked');
	yield* client.duplex.write(encodeResponseHead({ ...head, version: 'HTTP/1.1', headers }));
	if (bodyless) return true;
	const body = responseBody(reader, head, request.method);
	for (;;) {
		const part = yield* body.read();
		if (part === undefined) break;
		if (part.length > 0) yield* client.duplex.write(length === undefined ? encodeChunk(part) : part);
	}
	if (length === undefined) yield* client.duplex.write(lastChunk());
	return true;
}

function splitOnce(text: string, separator: string): [string, string?] {
	const at = text.indexOf(separator);
	return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
