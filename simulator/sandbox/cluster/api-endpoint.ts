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
import { type ComponentClient, NOBODY } from './component-client.ts';

/** Where an API server listens. */
export interface ApiPlace {
	/** Its host's name and address. */
	readonly node: string;
	readonly address: string;
	/** --secure-port */
	readonly port: number;
	/** Of the Service that stands for it. */
	readonly serviceAddress: string;
}

/**
 * Where the world's own components find the API server. While the server's container does not run, connections are
 * refused, and what was open when it died ends.
 */
export class ApiEndpoint {
	readonly #closed: Signal;
	#server: ApiServer | undefined;
	#place: ApiPlace = { node: '', address: '', port: 0, serviceAddress: '' };
	/** Counts the times that the server went away: streams of before are over. */
	#generation = 0;

	constructor(loop: EventLoop) {
		this.#closed = new Signal(loop.post);
	}

	get server(): ApiServer | undefined {
		return this.#server;
	}

	/** Wakes when the server goes away. */
	get closed(): Wait {
		return this.#closed;
	}

	up(server: ApiServer, place: ApiPlace): void {
		this.#server = server;
		this.#place = place;
	}

	down(): void {
		this.#server?.stop();
		this.#server = undefined;
		this.#generation++;
		this.#closed.wakeAll();
	}

	/**
	 * A way to the server as `user`, wherever it is.
	 * @param component names the writer in managedFields.
	 * @param isCut whether nothing comes through just now; a component beside the server has no way that could be cut.
	 */
	transport(user: UserInfo, component: string, isCut?: () => boolean): Transport {
		return new EndpointTransport(this, { inner: new InProcessTransport(() => this.#server, user, component), isCut });
	}

	/**
	 * A component's way, which leads where its kubeconfig says and no further than both sides believe each other.
	 * @param user another than the client's own: an account that it has a token of.
	 */
	clientTransport(
		client: ComponentClient,
		component: string,
		isCut: (() => boolean) | undefined,
		user?: UserInfo,
	): Transport {
		const server = (): ApiServer | undefined => (this.isAt(client) ? this.#server : undefined);
		const { host, port } = client.config;
		const way = (as: UserInfo): InProcessTransport => new InProcessTransport(server, as, component, `${host}:${port}`);
		return new EndpointTransport(this, { inner: way(user ?? client.user), way, isCut, client, user });
	}

	/** Whether the API server listens where the client looks for it. */
	isAt({ host, config: { port }, node }: ComponentClient): boolean {
		const { serviceAddress, address, port: own, node: name } = this.#place;
		if (host === serviceAddress) return port === SERVICE_PORT;
		return port === own && (host === address || (LOOPBACK.test(host) && node.host.name === name));
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
		onRepeat: (take) => stream.onRepeat?.((object) => !isCut() && take(object)),
	};
}

interface Way {
	readonly inner: InProcessTransport;
	readonly isCut: (() => boolean) | undefined;
	readonly client?: ComponentClient;
	/** The same way as somebody else. */
	readonly way?: (user: UserInfo) => InProcessTransport;
	/** Who it is whatever certificate the client shows. */
	readonly user?: UserInfo | undefined;
}

/** Generators are methods here: a generator made for each transport would keep its world through the collector's scavenges. */
class EndpointTransport implements Transport {
	readonly #endpoint: ApiEndpoint;
	#way: Way;
	#known: UserInfo | undefined;

	constructor(endpoint: ApiEndpoint, way: Way) {
		this.#endpoint = endpoint;
		this.#way = way;
		this.#known = way.client?.user;
	}

	*request(request: ClientRequest): Task<ClientResponse> {
		const { isCut } = this.#way;
		if (isCut?.()) throw new TransportError(NO_ROUTE);
		const response = yield* this.#chosen().request(request);
		if (response.stream === undefined) return response;
		const stream = this.#endpoint.guarded(response.stream);
		return { ...response, stream: isCut === undefined ? stream : silenced(stream, isCut) };
	}

	/** Throws TransportError. */
	#chosen(): InProcessTransport {
		const { client, way, user } = this.#way;
		if (client === undefined || way === undefined) return this.#way.inner;
		const distrust = client.distrust();
		if (distrust !== undefined && this.#endpoint.isAt(client)) {
			client.complain(distrust.reason);
			if (distrust.by === 'client') throw new TransportError(distrust.reason);
			return way(NOBODY);
		}
		if (user === undefined && client.user !== this.#known) {
			this.#known = client.user;
			this.#way = { ...this.#way, inner: way(client.user) };
		}
		return this.#way.inner;
	}

	quiet(resource: Parameters<InProcessTransport['quiet']>[0], revision: string): Wait | undefined {
		return this.#way.inner.quiet(resource, revision);
	}

	leavesNoTrace(): boolean {
		return this.#way.inner.leavesNoTrace();
	}

	repeat<T>(...write: Parameters<InProcessTransport['repeat']>): Task<T> {
		return this.#way.inner.repeat(...write) as Task<T>;
	}
}

/** Of the Service "kubernetes". */
const SERVICE_PORT = 443;
const LOOPBACK = /^(?:localhost|127\.)/;
