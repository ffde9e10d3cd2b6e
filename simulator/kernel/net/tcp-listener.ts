import { Signal, type Task, type Wait } from '../../machinery/task.ts';
import { anonymousNode, type Caller, OpenFile, type OpenFileStatus } from '../open-files/open-file.ts';
import { SystemError } from '../process-api.ts';
import type { SocketClock } from './endpoint.ts';
import type { NetNamespace } from './net-namespace.ts';
import { SOCKET_DEVICE, type TcpSocket } from './tcp-socket.ts';
import type { VouchedAnswers } from './vouched-answers.ts';

/** Connections that may wait to be accepted; beyond it a connection attempt goes unanswered. Models net.core.somaxconn. */
const BACKLOG = 4096;

/** A listening TCP socket. */
export class TcpListener extends OpenFile {
	readonly namespace: NetNamespace;
	readonly address: string;
	readonly port: number;
	readonly changed: Signal;
	readonly #id: number;
	#waiting: TcpSocket[] = [];
	/** Said by its process, and whether that process is just waiting for the next client. */
	vouched: { readonly answers: VouchedAnswers; readonly isIdle: () => boolean } | undefined;

	constructor(namespace: NetNamespace, address: string, port: number, clock: SocketClock) {
		const id = clock.nextSocketId();
		super({ read: true, write: true }, `socket:[${id}]`);
		this.namespace = namespace;
		this.address = address;
		this.port = port;
		this.changed = new Signal(clock.post);
		this.#id = id;
		namespace.addListener(this);
	}

	get isFull(): boolean {
		return this.#waiting.length >= BACKLOG;
	}

	status(): OpenFileStatus {
		return { node: anonymousNode('socket', this.#id), device: SOCKET_DEVICE, size: 0, links: 1 };
	}

	/** A connection has been made: it waits to be accepted. */
	offer(socket: TcpSocket): void {
		this.#waiting.push(socket);
		this.changed.wakeAll();
	}

	*accept(caller: Caller): Task<TcpSocket> {
		for (;;) {
			const socket = this.#waiting.shift();
			if (socket !== undefined) return socket;
			yield* caller.pause(this.changed);
		}
	}

	*read(): Task<Uint8Array> {
		throw new SystemError('ENOTCONN');
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
		this.namespace.removeListener(this);
		for (const socket of this.#waiting.splice(0)) socket.abort();
	}
}
