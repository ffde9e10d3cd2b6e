import { serveConnection } from '../apiserver/serving/serve-connection.ts';
import { type ByteDuplex, ConnectionError } from '../machinery/http/byte-duplex.ts';
import type { Task } from '../machinery/task.ts';
import { Signal, startTask } from '../machinery/task.ts';
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
	/** The user that the client's certificate proves. */
	readonly user: { readonly name: string; readonly groups: readonly string[] } | undefined;
	/** Returns false when the receiver is full: nothing more is sent until `drained`. */
	readonly send: (data: Uint8Array) => boolean;
	readonly onClose: () => void;
}

/**
 * Lets a client outside the world speak to its API server (`sim serve`). What comes in this way is not journaled: such
 * a world can be neither replayed nor forked.
 */
export function connectApi(world: SimulatedWorld, options: ApiConnectionOptions): ApiConnection {
	const { cluster } = world;
	const changed = new Signal(cluster.context.loop.post);
	const received: Uint8Array[] = [];
	let ended = false;
	let full = false;
	let closed = false;
	const close = (): void => {
		if (closed) return;
		closed = true;
		changed.wakeAll();
		options.onClose();
	};
	const duplex: ByteDuplex = {
		*read(): Task<Uint8Array> {
			for (;;) {
				const data = received.shift();
				if (data !== undefined) return data;
				if (ended || closed) return new Uint8Array(0);
				yield changed;
			}
		},
		*write(data): Task<void> {
			while (full && !closed) yield changed;
			if (closed) throw new ConnectionError('write: broken pipe');
			full = !options.send(data);
		},
		hasData: () => received.length > 0 || ended || closed,
		readable: changed,
		closeWrite: close,
		close,
	};
	const server = cluster.api.server;
	if (server === undefined) close();
	else startTask(serveConnection(duplex, server, options.user), close);
	return {
		receive(data) {
			received.push(data);
			changed.wakeAll();
		},
		end() {
			ended = true;
			changed.wakeAll();
		},
		drained() {
			full = false;
			changed.wakeAll();
		},
		close,
	};
}
