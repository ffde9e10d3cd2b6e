import { Signal, type Task, type Wait } from '../../machinery/task.ts';
import { anonymousNode, type Caller, OpenFile, type OpenFileStatus } from '../open-files/open-file.ts';
import { SystemError } from '../process-api.ts';
import type { EchoReply } from './echo-reply.ts';
import type { SocketClock } from './endpoint.ts';
import type { NetNamespace } from './net-namespace.ts';
import { SOCKET_DEVICE } from './tcp-socket.ts';

/** Answers that may wait to be read; more are dropped. */
const QUEUE_MAX = 256;

/** A socket for ICMP echo requests and their answers (SOCK_DGRAM, IPPROTO_ICMP). */
export class EchoSocket extends OpenFile {
	readonly namespace: NetNamespace;
	readonly changed: Signal;
	readonly #id: number;
	#queue: EchoReply[] = [];
	isOpen = true;

	constructor(namespace: NetNamespace, clock: SocketClock) {
		const id = clock.nextSocketId();
		super({ read: true, write: true }, `socket:[${id}]`);
		this.namespace = namespace;
		this.changed = new Signal(clock.post);
		this.#id = id;
	}

	status(): OpenFileStatus {
		return { node: anonymousNode('socket', this.#id), device: SOCKET_DEVICE, size: 0, links: 1 };
	}

	deliver(reply: EchoReply): void {
		if (!this.isOpen || this.namespace.deleted || this.#queue.length >= QUEUE_MAX) return;
		this.#queue.push(reply);
		this.changed.wakeAll();
	}

	/** @param deadline wakes on news and when the time is out. */
	*receive(caller: Caller, untilMs: number, deadline: Wait): Task<EchoReply | undefined> {
		for (;;) {
			const reply = this.#queue.shift();
			if (reply !== undefined) return reply;
			if (caller.now() >= untilMs) return undefined;
			yield* caller.pause(deadline);
		}
	}

	*read(): Task<Uint8Array> {
		throw new SystemError('EINVAL');
	}

	*write(): Task<void> {
		throw new SystemError('ENOTCONN');
	}

	override readable(): boolean {
		return this.#queue.length > 0;
	}

	override whenReadable(): Wait {
		return this.changed;
	}

	protected override closed(): void {
		this.isOpen = false;
	}
}
