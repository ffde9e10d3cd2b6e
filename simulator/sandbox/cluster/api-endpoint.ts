import type { ApiServer } from '../../apiserver/api-server.ts';
import type { UserInfo } from '../../apiserver/request.ts';
import { WatchStream } from '../../apiserver/watch/watch-stream.ts';
import type { ClientRequest, ClientResponse, ClientStream, Transport } from '../../client/transport.ts';
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
	 */
	transport(user: UserInfo, component: string, port: number): Transport {
		const server = (): ApiServer | undefined => (this.#port === port ? this.#server : undefined);
		return new EndpointTransport(this, new InProcessTransport(server, user, component));
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

/** Generators are methods here: a generator made for each transport would keep its world through the collector's scavenges. */
class EndpointTransport implements Transport {
	readonly #endpoint: ApiEndpoint;
	readonly #inner: InProcessTransport;

	constructor(endpoint: ApiEndpoint, inner: InProcessTransport) {
		this.#endpoint = endpoint;
		this.#inner = inner;
	}

	*request(request: ClientRequest): Task<ClientResponse> {
		const response = yield* this.#inner.request(request);
		if (response.stream === undefined) return response;
		return { ...response, stream: this.#endpoint.guarded(response.stream) };
	}

	quiet(resource: Parameters<InProcessTransport['quiet']>[0], revision: string): Wait | undefined {
		return this.#inner.quiet(resource, revision);
	}
}
