import type { ApiServer } from '../apiserver/api-server.ts';
import type { ApiRequest, UserInfo } from '../apiserver/request.ts';
import {
	type ClientRequest,
	type ClientResponse,
	type ClientStream,
	type Transport,
	TransportError,
} from '../client/transport.ts';
import { JsonSyntaxError, parseJson } from '../machinery/parse-json.ts';
import type { Task, Wait } from '../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../machinery/utf8.ts';

/**
 * The way of the world's own components to the API server: a call with objects, no bytes. What is handed over in
 * either direction is shared and must not be mutated.
 */
export class InProcessTransport implements Transport {
	readonly #server: () => ApiServer | undefined;
	readonly #user: UserInfo;
	readonly #headers: ReadonlyMap<string, string>;
	readonly #refusal: string;
	/** The last headers that came along, and what they make of ours: a client sends the same object again and again. */
	#lastHeaders: ClientRequest['headers'];
	#lastMerged: ReadonlyMap<string, string>;

	/**
	 * @param server undefined while none is running.
	 * @param component names the writer in managedFields ("kube-controller-manager", "kubelet").
	 * @param address of the server, for the error of a connection that is refused.
	 */
	constructor(server: () => ApiServer | undefined, user: UserInfo, component: string, address = '172.30.1.2:6443') {
		this.#server = server;
		this.#user = user.name === '' || user.groups.includes(UNAUTHENTICATED) ? user : authenticated(user);
		this.#headers = new Map([
			['user-agent', `${component}/v0`],
			['x-in-process', 'true'],
		]);
		this.#lastMerged = this.#headers;
		this.#refusal = `dial tcp ${address}: connect: connection refused`;
	}

	*request(request: ClientRequest): Task<ClientResponse> {
		const server = this.#server();
		if (server === undefined) throw new TransportError(this.#refusal);
		const response = yield* server.handle(this.#apiRequest(request));
		const { status, headers, body, stream } = response;
		if (stream === undefined)
			return { status, headers, body: body instanceof Uint8Array ? decoded(body, headers) : body };
		return request.stream === true
			? { status, headers, body: undefined, stream: stream as ClientStream }
			: { status, headers, body: yield* drain(stream as ClientStream) };
	}

	quiet(
		{ group, version, resource }: Parameters<NonNullable<Transport['quiet']>>[0],
		revision: string,
	): Wait | undefined {
		return this.#server()?.quiet(group, version, resource, revision);
	}

	*repeat<T>(write: Task<T>, skipped = ONCE): Task<T> {
		const server = this.#server();
		const store = server?.isAudited === true ? undefined : server?.store;
		store?.repeat(skipped);
		let result: IteratorResult<Wait, T>;
		try {
			result = write.next();
		} finally {
			store?.repeat(undefined);
		}
		return result.done === true ? result.value : yield* goOn(write, result.value);
	}

	leavesNoTrace(): boolean {
		return this.#server()?.isAudited === false;
	}

	#apiRequest({ method, path, query, headers, body }: ClientRequest): ApiRequest {
		return {
			method,
			path,
			query: query === undefined || query.length === 0 ? NO_QUERY : groupPairs(query),
			headers: this.#merged(headers),
			...(body === undefined ? {} : { body: typeof body === 'string' ? encodeUtf8(body) : body }),
			// The server knows by itself who shows nothing.
			...(this.#user.groups.includes(UNAUTHENTICATED) ? {} : { peer: this.#user }),
		};
	}

	#merged(headers: ClientRequest['headers']): ReadonlyMap<string, string> {
		if (headers === this.#lastHeaders) return this.#lastMerged;
		this.#lastMerged = headers === undefined ? this.#headers : new Map([...this.#headers, ...Object.entries(headers)]);
		this.#lastHeaders = headers;
		return this.#lastMerged;
	}
}

const ONCE = { times: 0, writes: 1 };

/** The rest of a task that waits already. */
function* goOn<T>(task: Task<T>, wait: Wait): Task<T> {
	let waits = true;
	try {
		yield wait;
		waits = false;
	} finally {
		if (waits) task.return(undefined as never);
	}
	return yield* task;
}

/** What another server has answered for ours comes as bytes. */
function decoded(body: Uint8Array, headers: ClientResponse['headers']): unknown {
	const text = decodeUtf8(body);
	const type = headers.get('content-type');
	if (typeof type !== 'string' || !type.startsWith('application/json')) return text;
	try {
		return parseJson(text);
	} catch (error) {
		if (error instanceof JsonSyntaxError) return text;
		throw error;
	}
}

const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';

function authenticated(user: UserInfo): UserInfo {
	return { ...user, groups: user.groups.filter((group) => group !== AUTHENTICATED).concat(AUTHENTICATED) };
}

const NO_QUERY: ReadonlyMap<string, readonly string[]> = new Map();

function groupPairs(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
	const query = new Map<string, string[]>();
	for (const [key, value] of pairs) {
		const values = query.get(key);
		if (values === undefined) query.set(key, [value]);
		else values.push(value);
	}
	return query;
}

/** The whole of a log. */
function* drain(stream: ClientStream): Task<string> {
	let text = '';
	for (;;) {
		const part = stream.next();
		if (part === 'end') return text;
		if (part === undefined) yield stream.readable;
		else if (part instanceof Uint8Array) text += decodeUtf8(part);
	}
}
