import type { ApiServer } from '../../apiserver/api-server.ts';
import type { UserInfo } from '../../apiserver/request.ts';
import { WatchStream } from '../../apiserver/watch/watch-stream.ts';
import {
	type ClientRequest,
	type ClientResponse,
	type ClientStream,
	type Transport,
	TransportError,
} from '../../client/transport.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import { anyOf, Signal } from '../../machinery/task.ts';
import { InProcessTransport } from '../in-process-transport.ts';

/**
 * Where the world's own components find the API server. While the server's container does not run, connections are
 * refused, and what was open when it died ends.
 */
export class ApiEndpoint {
	readonly #closed: Signal;
	#server: ApiServer | undefined;
	#port = 0;
	/** Counts the times that the server went away: streams of before are over. */
	#generation = 0;

	constructor(loop: EventLoop) {
		this.#closed = new Signal(loop.post);
	}

	get server(): ApiServer | undefined {
		return this.#server;
	}

	/** @param port that it listens on: --secure-port. */
	up(server: ApiServer, port: number): void {
		this.#server = server;
		this.#port = port;
	}

	down(): void {
		this.#server?.stop();
		this.#server = undefined;
		this.#generation++;
		this.#closed.wakeAll();
	}

	/**
	 * A way to the server as `user`.
	 * @param component names the writer in managedFields.
	 * @param port where the component looks for the server; another one leads nowhere.
	 * @param isCut whether nothing comes through just now; a component beside the server has no way that could be cut.
	 */
	transport(user: UserInfo, component: string, port: number, isCut?: () => boolean): Transport {
		const server = (): ApiServer | undefined => (this.#port === port ? this.#server : undefined);
		return new EndpointTransport(this, new InProcessTransport(server, user, component), isCut);
	}

	/** `stream`, which also ends when the server goes away. */
	guarded(stream: ClientStream): ClientStream {
		// The server itself ends watches when it goes.
		if (stream instanceof WatchStream) return stream;
		const generation = this.#generation;
		const isOver = (): boolean => this.#generation !== generation;
		return {
			next: () => (isOver() ? 'end' : stream.next()),
			readable: anyOf([stream.readable, this.#closed]),
			close: () => stream.close(),
		};
	}
}

const NO_ROUTE = 'dial tcp 172.30.1.2:6443: connect: no route to host';

/** What has happened meanwhile comes when the way is there again; a stream that has ended has ended. */
function silenced(stream: ClientStream, isCut: () => boolean): ClientStream {
	return {
		next: () => (isCut() ? 'end' : stream.next()),
		readable: stream.readable,
		close: () => stream.close(),
	};
}

/** Generators are methods here: a generator made for each transport would keep its world through the collector's scavenges. */
class EndpointTransport implements Transport {
	readonly #endpoint: ApiEndpoint;
	readonly #inner: InProcessTransport;
	readonly #isCut: (() => boolean) | undefined;

	constructor(endpoint: ApiEndpoint, inner: InProcessTransport, isCut: (() => boolean) | undefined) {
		this.#endpoint = endpoint;
		this.#inner = inner;
		this.#isCut = isCut;
	}

	*request(request: ClientRequest): Task<ClientResponse> {
		const isCut = this.#isCut;
		if (isCut?.()) throw new TransportError(NO_ROUTE);
		const response = yield* this.#inner.request(request);
		if (response.stream === undefined) return response;
		const stream = this.#endpoint.guarded(response.stream);
		return { ...response, stream: isCut === undefined ? stream : silenced(stream, isCut) };
	}

	quiet(resource: Parameters<InProcessTransport['quiet']>[0], revision: string): Wait | undefined {
		return this.#inner.quiet(resource, revision);
	}
}
