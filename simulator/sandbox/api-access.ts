import { serveConnection } from '../apiserver/serving/serve-connection.ts';
import { type ByteDuplex, ConnectionError } from '../machinery/http/byte-duplex.ts';
import type { Task } from '../machinery/task.ts';
import { Signal, startTask } from '../machinery/task.ts';
import { type ClientCertificate, certificateUser } from './cluster/certificate-user.ts';
import type { SimulatedWorld } from './world.ts';

/** One connection from outside to a world's API server, after TLS: bytes in, bytes out. */
export interface ApiConnection {
	/** What the client has sent. Run the world afterwards. */
	receive(data: Uint8Array): void;
	/** The client sends no more. */
	end(): void;
	/** The client has taken so many bytes more: writing may go on. */
	drained(): void;
	/** The connection is gone. */
	close(): void;
}

export interface ApiConnectionOptions {
	/** The client's, when the cluster's authority has signed it. */
	readonly certificate: ClientCertificate | undefined;
	/** Returns false when the receiver is full: nothing more is sent until `drained`. */
	readonly send: (data: Uint8Array) => boolean;
	readonly onClose: () => void;
}

/**
 * Lets a client outside the world speak to its API server (`sim serve`). What comes in this way is not journaled: such
 * a world can be neither replayed nor forked.
 */
export function connectApi(world: SimulatedWorld, options: ApiConnectionOptions): ApiConnection {
	return new WorldConnection(world, options);
}

class WorldConnection implements ApiConnection, ByteDuplex {
	readonly readable: Signal;
	readonly #options: ApiConnectionOptions;
	readonly #received: Uint8Array[] = [];
	#ended = false;
	#full = false;
	#closed = false;

	constructor({ cluster }: SimulatedWorld, options: ApiConnectionOptions) {
		cluster.wake();
		this.#options = options;
		this.readable = new Signal(cluster.context.loop.post);
		const { server } = cluster.api;
		const user = options.certificate && certificateUser(options.certificate);
		if (server === undefined) this.close();
		else startTask(serveConnection(this, server, user), () => this.close());
	}

	receive(data: Uint8Array): void {
		this.#received.push(data);
		this.readable.wakeAll();
	}

	end(): void {
		this.#ended = true;
		this.readable.wakeAll();
	}

	drained(): void {
		this.#full = false;
		this.readable.wakeAll();
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.readable.wakeAll();
		this.#options.onClose();
	}

	*read(): Task<Uint8Array> {
		for (;;) {
			const data = this.#received.shift();
			if (data !== undefined) return data;
			if (this.#ended || this.#closed) return new Uint8Array(0);
			yield this.readable;
		}
	}

	*write(data: Uint8Array): Task<void> {
		while (this.#full && !this.#closed) yield this.readable;
		if (this.#closed) throw new ConnectionError('write: broken pipe');
		this.#full = !this.#options.send(data);
	}

	hasData(): boolean {
		return this.#received.length > 0 || this.#ended || this.#closed;
	}

	closeWrite(): void {
		this.close();
	}
}
