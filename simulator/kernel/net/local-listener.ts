import { Signal, type Task, type Wait } from '../../machinery/task.ts';
import { anonymousNode, type Caller, OpenFile, type OpenFileStatus } from '../open-files/open-file.ts';
import { SystemError } from '../process-api.ts';
import type { SocketClock } from './endpoint.ts';
import { LocalSocket } from './local-socket.ts';
import { SOCKET_DEVICE } from './tcp-socket.ts';

/** A socket that waits for others under the name of a file. */
export class LocalListener extends OpenFile {
	/** As it was given to bind. */
	readonly path: string;
	readonly backlog: number;
	readonly id: number;
	readonly changed: Signal;
	/** Told once, when it no longer listens. */
	readonly #onClosed: () => void;
	readonly #clock: SocketClock;
	#waiting: LocalSocket[] = [];

	constructor(path: string, backlog: number, clock: SocketClock, onClosed: () => void) {
		const id = clock.nextSocketId();
		super({ read: true, write: true }, `socket:[${id}]`);
		this.path = path;
		this.backlog = backlog;
		this.id = id;
		this.changed = new Signal(clock.post);
		this.#clock = clock;
		this.#onClosed = onClosed;
	}

	/** Connections that wait to be accepted. */
	get waitingCount(): number {
		return this.#waiting.length;
	}

	get isFull(): boolean {
		return this.#waiting.length > this.backlog;
	}

	/** The other end of a new connection. Wait for `changed` while it `isFull`. */
	connect(): LocalSocket {
		const { client, server } = LocalSocket.pair(this.path, this.#clock);
		this.#waiting.push(server);
		this.changed.wakeAll();
		return client;
	}

	*accept(caller: Caller): Task<LocalSocket> {
		for (;;) {
			const socket = this.#waiting.shift();
			if (socket !== undefined) {
				this.changed.wakeAll();
				return socket;
			}
			yield* caller.pause(this.changed);
		}
	}

	status(): OpenFileStatus {
		return { node: anonymousNode('socket', this.id), device: SOCKET_DEVICE, size: 0, links: 1 };
	}

	*read(): Task<Uint8Array> {
		throw new SystemError('EINVAL');
	}

	*write(): Task<void> {
		throw new SystemError('ENOTCONN');
	}

	override readable(): boolean {
		return this.#waiting.length > 0;
	}

	override whenReadable(): Wait {
		return this.changed;
	}

	protected override closed(): void {
		this.#onClosed();
		for (const socket of this.#waiting.splice(0)) socket.abort();
		this.changed.wakeAll();
	}
}
