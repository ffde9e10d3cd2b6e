import { type ByteDuplex, ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader } from '../../machinery/http/byte-reader.ts';
import { encodeChunk, type HttpRequestHead, lastChunk } from '../../machinery/http/http-message.ts';
import { HttpSyntaxError, readRequestHead, readWholeBody, requestBody } from '../../machinery/http/http-reader.ts';
import { parseTarget } from '../../machinery/http/url.ts';
import { rest } from '../../machinery/rest.ts';
import { tooLarge } from '../../machinery/status.ts';
import { anyOf, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiRequest, ApiResponse, ApiStream, UserInfo } from '../request.ts';
import { statusResponse } from '../verbs/response.ts';
import { type BodyStyle, encodeBodyInSteps } from './encode-body.ts';
import type { EventTexts } from './event-texts.ts';
import { encodeHead } from './response-head.ts';
import { serveUpgrade } from './serve-upgrade.ts';

/** Models apiserver's MaxRequestBodyBytes. */
const BODY_BYTES_MAX = 3 * 1024 * 1024;

/**
 * Speaks HTTP/1.1 with one client until either side has enough, then closes the connection. The TLS handshake, if any,
 * has been made. Models net/http's server in front of the API server's handler.
 * @param peer whom the client's certificate proves; undefined: nobody.
 * @param source the client's address.
 */
export function* serveConnection(
	duplex: ByteDuplex,
	server: ApiServer,
	peer: UserInfo | undefined,
	source?: string,
): Task<void> {
	const reader = new ByteReader(duplex);
	try {
		while (yield* serveRequest(duplex, reader, server, { peer, source }));
	} catch (error) {
		// A client that breaks off is no concern of the server's.
		if (!(error instanceof ConnectionError)) throw error;
	} finally {
		duplex.close();
	}
}

interface Client {
	readonly peer: UserInfo | undefined;
	readonly source: string | undefined;
}

/** @returns whether the connection goes on. */
function* serveRequest(duplex: ByteDuplex, reader: ByteReader, server: ApiServer, client: Client): Task<boolean> {
	try {
		const head = yield* readRequestHead(reader);
		if (head === undefined) return false;
		if (head.headers.get('expect')?.toLowerCase() === '100-continue') {
			yield* duplex.write(encodeUtf8('HTTP/1.1 100 Continue\r\n\r\n'));
		}
		const body = yield* readWholeBody(requestBody(reader, head), BODY_BYTES_MAX);
		const keepAlive = wantsKeepAlive(head) && body !== undefined;
		if (body === undefined) {
			const refusal = statusResponse(tooLarge(`Request entity too large: limit is ${BODY_BYTES_MAX}`).status);
			yield* writeResponse(duplex, reader, server, head, refusal, false);
			return false;
		}
		const request = toApiRequest(head, body, client);
		if (request === undefined) throw new HttpSyntaxError(400, 'invalid URL escape');
		const startMs = server.world.loop.now();
		const response = yield* server.handle(request);
		server.requests.add(request, response, server.world.loop.now() - startMs);
		if (response.upgrade !== undefined) {
			yield* serveUpgrade({ duplex, reader, head, server }, response.upgrade);
			return false;
		}
		yield* writeResponse(duplex, reader, server, head, response, keepAlive);
		return keepAlive;
	} catch (error) {
		if (!(error instanceof HttpSyntaxError)) throw error;
		yield* duplex.write(syntaxRefusal(error));
		return false;
	}
}

function wantsKeepAlive({ version, headers }: HttpRequestHead): boolean {
	if (headers.hasToken('connection', 'close')) return false;
	return version === 'HTTP/1.1' || headers.hasToken('connection', 'keep-alive');
}

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function toApiRequest(head: HttpRequestHead, body: Uint8Array, { peer, source }: Client): ApiRequest | undefined {
	const target = parseTarget(head.target);
	if (target === undefined || !METHODS.includes(head.method)) return undefined;
	const headers = new Map<string, string>();
	for (const [name, value] of head.headers.entries()) {
		const key = name.toLowerCase();
		// Nobody claims to be a part of the server over the wire.
		if (key === 'x-in-process') continue;
		const before = headers.get(key);
		headers.set(key, before === undefined ? value : `${before},${value}`);
	}
	return {
		method: head.method as ApiRequest['method'],
		path: target.path,
		query: target.query,
		headers,
		...(body.length === 0 ? {} : { body }),
		...(peer === undefined ? {} : { peer }),
		...(source === undefined ? {} : { source }),
	};
}

/** Go buffers so much before it gives up on a Content-Length. */
const BUFFERED_BYTES = 2_048;

function* writeResponse(
	duplex: ByteDuplex,
	reader: ByteReader,
	server: ApiServer,
	request: HttpRequestHead,
	response: ApiResponse,
	keepAlive: boolean,
): Task<void> {
	const head = { status: response.status, headers: response.headers, nowMs: server.world.loop.now(), keepAlive };
	if (response.stream !== undefined) {
		yield* duplex.write(encodeHead({ ...head, length: 'chunked' }));
		yield* writeStream(duplex, reader, response.stream, server.eventTexts);
		return;
	}
	const style = bodyStyle(request, response);
	const kept = style === 'compact' ? response.encoded : undefined;
	const body =
		response.body === undefined
			? new Uint8Array(0)
			: (kept ?? (yield* encodeBodyInSteps(response.body, style, server.texts, rest(server.world.loop))));
	if (response.status === 304 || response.status === 204) {
		yield* duplex.write(encodeHead({ ...head, length: undefined }));
		return;
	}
	const chunked = body.length > BUFFERED_BYTES && request.version === 'HTTP/1.1';
	const headers =
		style === 'yaml' ? new Map([...response.headers, ['content-type', 'application/yaml']]) : head.headers;
	yield* duplex.write(encodeHead({ ...head, headers, length: chunked ? 'chunked' : body.length }));
	if (request.method === 'HEAD' || body.length === 0) return;
	if (!chunked) {
		yield* duplex.write(body);
		return;
	}
	for (let at = 0; at < body.length; at += CHUNK_BYTES) {
		yield* duplex.write(encodeChunk(body.subarray(at, at + CHUNK_BYTES)));
	}
	yield* duplex.write(lastChunk());
}

const CHUNK_BYTES = 65_536;

/** Until the stream or the client ends. */
function* writeStream(duplex: ByteDuplex, reader: ByteReader, stream: ApiStream, texts: EventTexts): Task<void> {
	let clientSpoke = false;
	try {
		for (;;) {
			const part = stream.next();
			if (part === 'end') break;
			if (part !== undefined) {
				yield* duplex.write(encodeChunk(part instanceof Uint8Array ? part : texts.encode(part)));
				continue;
			}
			if (!clientSpoke && reader.hasData()) {
				if ((yield* reader.peek()) === undefined) return;
				// A request sent ahead: it is read when the stream is over.
				clientSpoke = true;
			}
			yield clientSpoke ? stream.readable : anyOf([stream.readable, duplex.readable]);
		}
		yield* duplex.write(lastChunk());
	} finally {
		stream.close();
	}
}

/** Models apiserver's negotiation: browsers and curl get indented JSON. */
function bodyStyle({ headers, target }: HttpRequestHead, response: ApiResponse): BodyStyle {
	const accept = headers.get('accept') ?? '';
	if (/^application\/yaml\b/.test(accept) && typeof response.body === 'object') return 'yaml';
	const asked = /[?&]pretty=([^&]*)/.exec(target)?.[1];
	if (asked !== undefined) return asked === 'false' || asked === '0' ? 'compact' : 'pretty';
	return /^(curl|Wget|Mozilla\/5\.0)/.test(headers.get('user-agent') ?? '') ? 'pretty' : 'compact';
}

/** Texts that Go's server passes on to the client; of other faults it says no more than the status. */
const PUBLIC_FAULTS = new Set([
	'missing required Host header',
	'too many Host headers',
	'unsupported protocol version',
]);

/** Models net/http conn.serve's answers to what it cannot read. */
function syntaxRefusal({ status, message }: HttpSyntaxError): Uint8Array {
	const names: ReadonlyMap<number, string> = new Map([
		[400, 'Bad Request'],
		[431, 'Request Header Fields Too Large'],
		[501, 'Not Implemented'],
		[505, 'HTTP Version Not Supported'],
	]);
	const name = `${status} ${names.get(status) ?? 'Bad Request'}`;
	const headers = '\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n';
	if (status === 501) return encodeUtf8(`HTTP/1.1 ${name}${headers}Unsupported transfer encoding`);
	const text = PUBLIC_FAULTS.has(message) ? `${name}: ${message}` : name;
	return encodeUtf8(`HTTP/1.1 ${text}${headers}${text}`);
}
