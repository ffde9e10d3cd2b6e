import type { ClientRequest, ClientResponse, ClientStream, Transport } from '../../client/transport.ts';
import { TransportError } from '../../client/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import { formatJsonInSteps } from '../../machinery/format-json-in-steps.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { ByteReader, concatBytes } from '../../machinery/http/byte-reader.ts';
import type { HttpResponseHead } from '../../machinery/http/http-message.ts';
import { canonicalHeaderName, encodeRequestHead, HttpHeaders } from '../../machinery/http/http-message.ts';
import type { HttpBody } from '../../machinery/http/http-reader.ts';
import { HttpSyntaxError, readResponseHead, responseBody } from '../../machinery/http/http-reader.ts';
import { formatQuery, parseUrl, pathEscape } from '../../machinery/http/url.ts';
import type { Memo } from '../../machinery/memo.ts';
import { parseJsonInSteps } from '../../machinery/parse-json-in-steps.ts';
import { hasManyParts } from '../../machinery/rest.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { goErrno } from './errors.ts';
import { parseLongTable } from './long-table.ts';
import { openUpgrade } from './remote/open-upgrade.ts';
import type { UpgradedConnection, UpgradeProtocols, UpgradingTransport } from './remote/remote-session.ts';
import { resolveHost } from './resolve-host.ts';
import type { Query } from './rest-client.ts';
import { secureConnection } from './secure-connection.ts';
import { SocketDuplex, TimedOut } from './socket-duplex.ts';
import { userAgent } from './version.ts';

/** What has to be known of a server to open a connection to it. */
export interface Endpoint {
	/** "https://172.30.1.2:6443". */
	readonly server: string;
	readonly caPem: string | undefined;
	readonly insecure: boolean;
	readonly tlsServerName?: string;
	readonly clientCertificatePem?: string;
	readonly clientKeyPem?: string;
	/** How long one request may take. */
	readonly timeoutMs?: number;
}

interface Connection {
	readonly socket: SocketDuplex;
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
}

const DIAL_TIMEOUT_MS = 30_000;

/** HTTP/1.1 over a socket of the world, one connection kept for the next request. */
export class SocketTransport implements Transport, UpgradingTransport {
	readonly #process: Process;
	readonly #endpoint: Endpoint;
	#idle: Connection | undefined;

	constructor(process: Process, endpoint: Endpoint) {
		this.#process = process;
		this.#endpoint = endpoint;
	}

	*request(request: ClientRequest): Task<ClientResponse> {
		const reused = this.#idle;
		this.#idle = undefined;
		const { timeoutMs } = this.#endpoint;
		const deadlineMs = timeoutMs === undefined ? undefined : this.#process.now() + timeoutMs;
		const connection = reused ?? (yield* this.open(deadlineMs));
		connection.socket.deadlineMs = deadlineMs;
		try {
			const response = yield* this.#exchange(connection, request);
			connection.socket.deadlineMs = undefined;
			return response;
		} catch (error) {
			connection.duplex.close();
			if (error instanceof TimedOut) {
				throw new TransportError('net/http: request canceled (Client.Timeout exceeded while awaiting headers)');
			}
			const broken =
				error instanceof ConnectionError || error instanceof HttpSyntaxError || error instanceof ClosedEarly;
			if (!broken) throw error;
			// A kept connection may have been closed by the server meanwhile: once more on a new one.
			if (reused !== undefined) return yield* this.request(request);
			throw new TransportError(error instanceof ClosedEarly ? 'EOF' : error.message);
		}
	}

	/** A connection of its own: for upgrades, which take it over. */
	*open(deadlineMs?: number): Task<Connection> {
		const url = parseUrl(this.#endpoint.server);
		if (url === undefined) throw new TransportError(`parse ${JSON.stringify(this.#endpoint.server)}: invalid URL`);
		const port = url.port ?? (url.scheme === 'https' ? 443 : 80);
		const address = yield* resolveHost(this.#process, url.host);
		let fd: number;
		try {
			const leftMs = deadlineMs === undefined ? DIAL_TIMEOUT_MS : deadlineMs - this.#process.now();
			fd = yield* this.#process.connect(address, port, { timeoutMs: Math.min(leftMs, DIAL_TIMEOUT_MS) });
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
			if (error.errno === 'ETIMEDOUT' && deadlineMs !== undefined && this.#process.now() >= deadlineMs) {
				throw new TransportError(
					'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
				);
			}
			throw new TransportError(dialError(address, port, error));
		}
		const socket = new SocketDuplex(this.#process, fd);
		const duplex =
			url.scheme === 'https' ? yield* secureConnection(socket, url.host, this.#endpoint, this.#process) : socket;
		return { socket, duplex, reader: new ByteReader(duplex) };
	}

	/**
	 * A WebSocket, or SPDY where there is none: what the server says to the latter is its answer.
	 * Models client-go/tools/remotecommand FallbackExecutor and client-go/tools/portforward FallbackDialer.
	 */
	*upgrade(
		path: string,
		query: Query,
		headers: { readonly [name: string]: string },
		protocols: UpgradeProtocols,
	): Task<UpgradedConnection> {
		const target = `${basePath(this.#endpoint.server)}${pathEscape(path)}${query.length === 0 ? '' : `?${formatQuery(query)}`}`;
		const fields: readonly (readonly [string, string])[] = [
			['Host', this.hostHeader],
			['User-Agent', userAgent(this.#process.release)],
			...Object.entries(headers).map(([name, value]) => [canonicalHeaderName(name), value] as const),
			['Connection', 'Upgrade'],
		];
		const webSocket = yield* this.open();
		try {
			yield* openUpgrade(webSocket, {
				method: 'GET',
				target,
				headers: [
					...fields,
					['Upgrade', 'websocket'],
					['Sec-WebSocket-Key', webSocketKey(this.#process)],
					['Sec-WebSocket-Version', '13'],
					['Sec-WebSocket-Protocol', protocols.webSocket.join(', ')],
				],
			});
			return { framing: 'websocket', ...webSocket };
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
		}
		const spdy = yield* this.open();
		const versions = protocols.spdy.map((protocol) => ['X-Stream-Protocol-Version', protocol] as const);
		yield* openUpgrade(spdy, { method: 'POST', target, headers: [...fields, ['Upgrade', 'SPDY/3.1'], ...versions] });
		return { framing: 'spdy', ...spdy };
	}

	/** "172.30.1.2:6443". */
	get hostHeader(): string {
		return this.#endpoint.server.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '');
	}

	*#exchange(connection: Connection, request: ClientRequest): Task<ClientResponse> {
		const body = yield* encodeBody(request.body, this.#process);
		yield* connection.duplex.write(concatBytes([this.#head(request, body), ...(body === undefined ? [] : [body])]));
		const head = yield* readResponseHead(connection.reader);
		if (head === undefined) throw new ClosedEarly();
		const httpBody = responseBody(connection.reader, head, request.method);
		const headers = headerMap(head);
		const reusable = !head.headers.hasToken('Connection', 'close') && head.version === 'HTTP/1.1';
		if (request.stream === true && head.status < 400) {
			return { status: head.status, headers, body: undefined, stream: new PumpedStream(httpBody, connection.duplex) };
		}
		const bytes = yield* wholeBody(httpBody);
		if (reusable) this.#idle = connection;
		else connection.duplex.close();
		return { status: head.status, headers, body: yield* decodeBody(bytes, head, this.#process) };
	}

	#head(request: ClientRequest, body: Uint8Array | undefined): Uint8Array {
		const base = basePath(this.#endpoint.server);
		const query = request.query === undefined || request.query.length === 0 ? '' : `?${formatQuery(request.query)}`;
		const headers = new HttpHeaders([
			['Host', this.hostHeader],
			// Whoever writes is kubectl where nobody says otherwise.
			...(request.headers?.['user-agent'] === undefined
				? [['User-Agent', userAgent(this.#process.release)] as const]
				: []),
		]);
		if (body !== undefined) headers.add('Content-Length', String(body.length));
		for (const [name, value] of Object.entries(request.headers ?? {})) {
			// One name may stand for several headers (Impersonate-Group): their values come in lines.
			for (const line of value.split('\n')) headers.add(canonicalHeaderName(name), line);
		}
		return encodeRequestHead({
			method: request.method,
			target: `${base}${pathEscape(request.path)}${query}`,
			version: 'HTTP/1.1',
			headers,
		});
	}
}

function basePath(server: string): string {
	const parsed = parseUrl(server);
	return parsed === undefined || parsed.path === '/' ? '' : parsed.path;
}

class ClosedEarly extends Error {}

function dialError(address: string, port: number, error: SystemError): string {
	if (error.errno === 'ETIMEDOUT') return `dial tcp ${address}:${port}: i/o timeout`;
	return `dial tcp ${address}:${port}: connect: ${goErrno(error)}`;
}

function* encodeBody(body: ClientRequest['body'], process: Process): Task<Uint8Array | undefined> {
	if (body === undefined || body instanceof Uint8Array) return body;
	if (typeof body === 'string') return encodeUtf8(body);
	if (!hasManyParts(body)) return encodeUtf8(JSON.stringify(body));
	const pause = (parts: number): Task<void> => process.tick(parts >> PARTS_A_STEP_LOG2);
	return encodeUtf8(yield* formatJsonInSteps(body, { keepOrder: true }, pause));
}

function headerMap(head: HttpResponseHead): Map<string, string | readonly string[]> {
	const headers = new Map<string, string | string[]>();
	for (const [name, value] of head.headers.entries()) {
		const lower = name.toLowerCase();
		const earlier = headers.get(lower);
		if (earlier === undefined) headers.set(lower, value);
		else headers.set(lower, [...(typeof earlier === 'string' ? [earlier] : earlier), value]);
	}
	return headers;
}

function* wholeBody(body: HttpBody): Task<Uint8Array> {
	const parts: Uint8Array[] = [];
	for (;;) {
		const part = yield* body.read();
		if (part === undefined) return concatBytes(parts);
		parts.push(part);
	}
}

/** Reading so many characters is one step. */
const LENGTH_A_STEP_LOG2 = 8;
/** Writing so many values is. */
const PARTS_A_STEP_LOG2 = 3;

/** What is sent with an ETag (discovery, OpenAPI) is large, and the same for everybody. */
const SHARED_LENGTH_MIN = 4_096;

function* decodeBody(bytes: Uint8Array, head: HttpResponseHead, process: Process): Task<unknown> {
	const memo = process.port<Memo>('memo');
	const type = head.headers.get('Content-Type') ?? '';
	const text = decodeUtf8(bytes);
	if (!/json/.test(type)) return text;
	try {
		const table = parseLongTable(text);
		if (table !== undefined) return table;
		const shared = memo !== undefined && text.length >= SHARED_LENGTH_MIN && head.headers.has('etag');
		return shared
			? memo.of('json', text, () => JSON.parse(text))
			: yield* parseJsonInSteps(text, (length) => process.tick(length >> LENGTH_A_STEP_LOG2));
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		return text;
	}
}

/** A body read as it arrives, behind the interface that in-process streams have too: `next` never waits. */
class PumpedStream implements ClientStream {
	readonly #body: HttpBody;
	readonly #duplex: ByteDuplex;
	#reading: Task<Uint8Array | undefined> | undefined;
	#waiting: Wait | undefined;
	#ended = false;
	readonly readable: Wait;

	constructor(body: HttpBody, duplex: ByteDuplex) {
		this.#body = body;
		this.#duplex = duplex;
		this.readable = { arm: (wake) => (this.#waiting ?? duplex.readable).arm(wake) };
	}

	next(): Uint8Array | undefined | 'end' {
		if (this.#ended) return 'end';
		this.#reading ??= this.#body.read();
		let step: IteratorResult<Wait, Uint8Array | undefined>;
		try {
			step = this.#reading.next();
		} catch (error) {
			if (!(error instanceof ConnectionError) && !(error instanceof HttpSyntaxError)) throw error;
			this.close();
			return 'end';
		}
		if (!step.done) {
			this.#waiting = step.value;
			return undefined;
		}
		this.#reading = undefined;
		this.#waiting = undefined;
		if (step.value !== undefined) return step.value;
		this.close();
		return 'end';
	}

	close(): void {
		this.#ended = true;
		this.#duplex.close();
	}
}

function webSocketKey(process: Process): string {
	const key = new Uint8Array(16);
	for (let i = 0; i < key.length; i++) key[i] = process.randomUint32() & 0xff;
	return encodeBase64(key);
}
