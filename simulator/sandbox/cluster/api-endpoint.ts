import type { ApiServer } from '../../apiserver/api-server.ts';
import type { UserInfo } from '../../apiserver/request.ts';
import { WatchStream } from '../../apiserver/watch/watch-stream.ts';
import type { ClientRequest, ClientResponse, ClientStream, Transport } from '../../client/transport.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import type { Task } from '../../machinery/task.ts';
import { anyOf, Signal } from '../../machinery/task.ts';
import { InProcessTransport } from '../in-process-transport.ts';

/**
 * Where the world's own components find the API server. While the server's container does not run, connections are
 * refused, and what was open when it died ends.
 */
export class ApiEndpoint {
	readonly #closed: Signal;
	#server: ApiServer | undefined;
	/** Counts the times that the server went away: streams of before are over. */
	#generation = 0;

	constructor(loop: EventLoop) {
		this.#closed = new Signal(loop.post);
	}

	get server(): ApiServer | undefined {
		return this.#server;
	}

	up(server: ApiServer): void {
		this.#server = server;
	}

	down(): void {
		this.#server?.stop();
		this.#server = undefined;
		this.#generation++;
		this.#closed.wakeAll();
	}

	/** A way to the server as `user`. @param component names the writer in managedFields. */
	transport(user: UserInfo, component: string): Transport {
		const inner = new InProcessTransport(() => this.#server, user, component);
		const guard = (stream: ClientStream): ClientStream => this.#guarded(stream);
		return {
			*request(request: ClientRequest): Task<ClientResponse> {
				const response = yield* inner.request(request);
				return response.stream === undefined ? response : { ...response, stream: guard(response.stream) };
			},
			quiet: (resource, revision) => inner.quiet(resource, revision),
		};
	}

	#guarded(stream: ClientStream): ClientStream {
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
