import { aboutPath } from '../../client/resource.ts';
import type { ClientRequest, ClientResponse, ClientStream, Transport } from '../../client/transport.ts';
import { TransportError } from '../../client/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import { genericStatus } from '../../machinery/generic-status.ts';
import { concatBytes } from '../../machinery/http/byte-reader.ts';
import { canonicalHeaderName } from '../../machinery/http/http-message.ts';
import { formatQuery, parseTarget, pathEscape } from '../../machinery/http/url.ts';
import type { Status } from '../../machinery/status.ts';
import { ApiError } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { CommandError, ConnectionFailure } from './errors.ts';
import type { ClientConfig } from './kubeconfig.ts';
import type { UpgradedConnection, UpgradeProtocols, UpgradingTransport } from './remote/remote-session.ts';

export type Query = readonly (readonly [string, string])[];

export interface RestRequest {
	readonly method: ClientRequest['method'];
	readonly path: string;
	readonly query?: Query;
	readonly accept?: string;
	readonly contentType?: string;
	readonly body?: object | string;
}

/** One event of a watch. */
export interface WatchedEvent {
	readonly type: string;
	readonly object: unknown;
}

/** Requests to one API server with errors as kubectl has them: what the server refuses is thrown as `ApiError`. */
export class RestClient {
	readonly #transport: Transport & UpgradingTransport;
	readonly #process: Process;
	readonly config: ClientConfig;
	readonly #onWarning: (text: string) => Task<void>;
	readonly #timeout: string;

	constructor(
		transport: Transport & UpgradingTransport,
		process: Process,
		config: ClientConfig,
		timeout: string,
		onWarning: (text: string) => Task<void>,
	) {
		this.#transport = transport;
		this.#process = process;
		this.config = config;
		this.#timeout = timeout;
		this.#onWarning = onWarning;
	}

	/** The decoded body: an object, or text when the server answered with text. */
	*request(request: RestRequest): Task<unknown> {
		const response = yield* this.#send(request, false);
		return response.body;
	}

	*text(request: RestRequest): Task<string> {
		const body = yield* this.request(request);
		if (typeof body === 'string') return body;
		if (body instanceof Uint8Array) return decodeUtf8(body);
		return `${JSON.stringify(body)}\n`;
	}

	/** The body as it comes, wherever that is: a GET goes where it is sent. Refusals are about nothing in particular. */
	*raw(request: RestRequest): Task<Uint8Array> {
		let asked = request;
		for (let redirects = 0; ; redirects++) {
			const response = yield* this.#send(asked, true, '');
			const body = yield* new ByteStream(this.#process, streamOf(response)).all();
			const location = response.headers.get('location');
			if (!REDIRECTS.has(response.status) || typeof location !== 'string' || request.method !== 'GET') return body;
			if (redirects === REDIRECTS_MAX) {
				const url = this.url(asked.path, asked.query ?? []);
				throw new ConnectionFailure(this.host, 'Get', url, 'stopped after 10 redirects');
			}
			asked = { ...asked, ...placeOf(location) };
		}
	}

	*get<T = unknown>(path: string, query: Query = [], accept?: string): Task<T> {
		return (yield* this.request({ method: 'GET', path, query, accept })) as T;
	}

	*watch(path: string, query: Query, accept?: string): Task<WatchStream> {
		const response = yield* this.#send({ method: 'GET', path, query: [...query, ['watch', 'true']], accept }, true);
		return new WatchStream(this.#process, streamOf(response));
	}

	/** The body piece by piece (logs). */
	*stream(path: string, query: Query): Task<ByteStream> {
		const response = yield* this.#send({ method: 'GET', path, query }, true);
		return new ByteStream(this.#process, streamOf(response));
	}

	/** Hands a connection over to numbered channels (exec, attach, port-forward). */
	*upgrade(path: string, query: Query, protocols: UpgradeProtocols): Task<UpgradedConnection> {
		const headers = this.#headers({ method: 'GET', path, accept: '*/*' });
		try {
			return yield* this.#transport.upgrade(path, query, headers, protocols);
		} catch (error) {
			if (!(error instanceof TransportError)) throw error;
			throw new ConnectionFailure(this.host, 'Get', this.url(path, query), error.detail);
		}
	}

	/** @param about what a refusal without a Status is said to be about. */
	*#send(request: RestRequest, stream: boolean, about = aboutPath(request.path)): Task<ClientResponse> {
		const asked = request.query ?? [];
		// --request-timeout takes the place of what a request would ask for by itself.
		const query =
			this.#timeout === ''
				? asked
				: [...asked.filter(([name]) => name !== 'timeout'), ['timeout', this.#timeout] as const];
		let response: ClientResponse;
		try {
			response = yield* this.#transport.request({
				method: request.method,
				path: request.path,
				query,
				headers: this.#headers(request),
				body: request.body,
				stream,
			});
		} catch (error) {
			if (!(error instanceof TransportError)) throw error;
			throw new ConnectionFailure(this.host, goMethod(request.method), this.url(request.path, query), error.detail);
		}
		const warnings = response.headers.get('warning');
		for (const warning of typeof warnings === 'string' ? [warnings] : (warnings ?? [])) yield* this.#warn(warning);
		if (response.status >= 400) throw new ApiError(yield* this.#statusOf(response, request, about));
		return response;
	}

	get host(): string {
		return this.config.server.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '');
	}

	url(path: string, query: Query): string {
		const text = formatQuery([...query].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)));
		return `${this.config.server}${pathEscape(path)}${text === '' ? '' : `?${text}`}`;
	}

	#headers(request: RestRequest): { [name: string]: string } {
		const headers: { [name: string]: string } = { accept: request.accept ?? 'application/json' };
		if (request.body !== undefined) headers['content-type'] = request.contentType ?? 'application/json';
		return { ...headers, ...this.#credentials() };
	}

	/** The same, for who holds the credentials: nobody else is impersonated. */
	unimpersonated(): RestClient {
		const { impersonate } = this.config;
		if (impersonate.user === '' && impersonate.uid === '' && impersonate.groups.length === 0) return this;
		const config = { ...this.config, impersonate: NOBODY };
		return new RestClient(this.#transport, this.#process, config, this.#timeout, this.#onWarning);
	}

	/** Headers that say who asks, as they are written. */
	credentials(): (readonly [string, string])[] {
		return Object.entries(this.#credentials()).flatMap(([name, values]) =>
			values.split('\n').map((value) => [canonicalHeaderName(name), value] as const),
		);
	}

	#credentials(): { [name: string]: string } {
		const headers: { [name: string]: string } = {};
		const { token, username, password, impersonate } = this.config;
		if (token !== undefined && token !== '') headers.authorization = `Bearer ${token}`;
		else if (username !== undefined && username !== '')
			headers.authorization = basicAuthorization(username, password ?? '');
		if (impersonate.user !== '') headers['impersonate-user'] = impersonate.user;
		if (impersonate.uid !== '') headers['impersonate-uid'] = impersonate.uid;
		if (impersonate.groups.length > 0) headers['impersonate-group'] = impersonate.groups.join('\n');
		for (const [name, values] of extraHeaders(impersonate.extra)) headers[name] = values.join('\n');
		return headers;
	}

	*#warn(header: string): Task<void> {
		const match = /^299 \S+ "((?:[^"\\]|\\.)*)"/.exec(header);
		if (match !== null) yield* this.#onWarning((match[1] as string).replace(/\\(.)/g, '$1'));
	}

	*#statusOf(response: ClientResponse, request: RestRequest, about: string): Task<Status> {
		let body = response.body;
		if (response.stream !== undefined && body === undefined) {
			body = parseJson(decodeUtf8(yield* new ByteStream(this.#process, response.stream).all()));
		}
		if (body !== null && typeof body === 'object' && (body as Status).kind === 'Status') return body as Status;
		const text = typeof body === 'string' ? body : body instanceof Uint8Array ? decodeUtf8(body) : '';
		return genericStatus({ code: response.status, method: request.method, text, about });
	}
}

const NOBODY: ClientConfig['impersonate'] = { user: '', uid: '', groups: [], extra: [] };

/** Models net/http Client. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const REDIRECTS_MAX = 10;

/** Where a Location leads to, on the same server. */
function placeOf(location: string): Pick<RestRequest, 'path' | 'query'> {
	const target = parseTarget(location.replace(/^[a-z]+:\/\/[^/]*/, ''));
	if (target === undefined) throw new CommandError(`failed to parse Location header ${JSON.stringify(location)}`);
	const query = [...target.query].flatMap(([name, values]) => values.map((value) => [name, value] as const));
	return { path: target.path, query };
}

/** --as-user-extra=key=value. Models client-go/transport impersonatingRoundTripper. */
function extraHeaders(extra: readonly string[]): Map<string, string[]> {
	const headers = new Map<string, string[]>();
	for (const pair of extra) {
		const equals = pair.indexOf('=');
		const key = equals < 0 ? pair : pair.slice(0, equals);
		const escaped = key.replace(/[^!#$&'*+.^_`|~0-9A-Za-z-]/g, (each) => {
			return `%${each.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
		});
		const name = `impersonate-extra-${escaped}`;
		headers.set(name, [...(headers.get(name) ?? []), equals < 0 ? '' : pair.slice(equals + 1)]);
	}
	return headers;
}

function basicAuthorization(username: string, password: string): string {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
	const bytes = encodeUtf8(`${username}:${password}`);
	let out = '';
	for (let i = 0; i < bytes.length; i += 3) {
		const group = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
		for (let k = 0; k < 4; k++) out += i + k > bytes.length ? '=' : alphabet[(group >> (18 - 6 * k)) & 63];
	}
	return `Basic ${out}`;
}

function goMethod(method: string): string {
	return method.charAt(0) + method.slice(1).toLowerCase();
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function streamOf(response: ClientResponse): ClientStream {
	if (response.stream === undefined) throw new CommandError('the server did not answer with a stream');
	return response.stream;
}

/** A body that arrives piece by piece. */
export class ByteStream {
	readonly #process: Process;
	readonly #stream: ClientStream;

	constructor(process: Process, stream: ClientStream) {
		this.#process = process;
		this.#stream = stream;
	}

	/** Undefined at the end. */
	*read(): Task<Uint8Array | undefined> {
		for (;;) {
			const piece = this.#stream.next();
			if (piece === 'end') return undefined;
			if (piece instanceof Uint8Array) return piece;
			if (piece !== undefined) return encodeUtf8(`${JSON.stringify(piece)}\n`);
			yield* this.#process.block(this.#stream.readable);
		}
	}

	/** What is there now; undefined when nothing is. */
	poll(): Uint8Array | undefined | 'end' {
		const piece = this.#stream.next();
		return piece === undefined || piece === 'end' || piece instanceof Uint8Array
			? piece
			: encodeUtf8(`${JSON.stringify(piece)}\n`);
	}

	*all(): Task<Uint8Array> {
		const parts: Uint8Array[] = [];
		for (;;) {
			const piece = yield* this.read();
			if (piece === undefined) return concatBytes(parts);
			parts.push(piece);
		}
	}

	/** Wakes when `poll` may have more. */
	get readable() {
		return this.#stream.readable;
	}

	close(): void {
		this.#stream.close();
	}
}

/** Events of a watch, decoded. */
export class WatchStream {
	readonly #process: Process;
	readonly #stream: ClientStream;
	#pending = '';

	constructor(process: Process, stream: ClientStream) {
		this.#process = process;
		this.#stream = stream;
	}

	/** Undefined when the server has ended it. @param deadlineMs virtual time at which to stop waiting: 'timeout'. */
	*next(deadlineMs?: number): Task<WatchedEvent | 'timeout' | undefined> {
		for (;;) {
			const buffered = this.#fromPending();
			if (buffered !== undefined) return buffered;
			const piece = this.#stream.next();
			if (piece === 'end') return undefined;
			if (piece instanceof Uint8Array) {
				this.#pending += decodeUtf8(piece);
			} else if (piece !== undefined) {
				return piece;
			} else if (deadlineMs === undefined) {
				yield* this.#process.block(this.#stream.readable);
			} else if (this.#process.now() >= deadlineMs) {
				return 'timeout';
			} else {
				yield* waitUntil(this.#process, this.#stream, deadlineMs);
			}
		}
	}

	#fromPending(): WatchedEvent | undefined {
		const at = this.#pending.indexOf('\n');
		if (at < 0) return undefined;
		const line = this.#pending.slice(0, at);
		this.#pending = this.#pending.slice(at + 1);
		return JSON.parse(line) as WatchedEvent;
	}

	close(): void {
		this.#stream.close();
	}
}

/** Waits for data or for the time, whichever is first: sleeping is the only timer a process has, so it sleeps in steps. */
function* waitUntil(process: Process, stream: ClientStream, deadlineMs: number): Task<void> {
	yield* raceWithSleep(process, stream.readable, deadlineMs - process.now());
}

function* raceWithSleep(process: Process, readable: ClientStream['readable'], ms: number): Task<void> {
	const sleeping = process.sleep(ms);
	const first = sleeping.next();
	if (first.done) return;
	const timer = first.value;
	yield* process.block({
		arm(wake) {
			const disarmTimer = timer.arm(() => {
				disarmData();
				wake();
			});
			const disarmData = readable.arm(() => {
				disarmTimer();
				wake();
			});
			return () => {
				disarmTimer();
				disarmData();
			};
		},
	});
}
