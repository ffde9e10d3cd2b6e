import { Signal, type Task, type Wait } from '../../machinery/task.ts';
import { anonymousNode, type Caller, OpenFile, type OpenFileStatus } from '../open-files/open-file.ts';
import { takeBytes } from '../open-files/pipe.ts';
import { SystemError } from '../process-api.ts';
import type { SocketClock } from './endpoint.ts';
import { SOCKET_DEVICE } from './tcp-socket.ts';

/** Bytes that nobody has read yet in one direction before the writer waits. Models net.core.wmem_default. */
const BUFFER_BYTES = 212_992;

/** One end of a connection within the machine. Models Linux net/unix/af_unix.c, SOCK_STREAM. */
export class LocalSocket extends OpenFile {
	/** What it was bound to; '' for the end that connected. */
	readonly path: string;
	readonly id: number;
	readonly changed: Signal;
	#peer: LocalSocket | undefined;
	#received: Uint8Array[] = [];
	#receivedBytes = 0;
	#finished = false;
	#peerFinished = false;
	#reading = true;
	#reset = false;

	private constructor(path: string, clock: SocketClock) {
		const id = clock.nextSocketId();
		super({ read: true, write: true }, `socket:[${id}]`);
		this.path = path;
		this.id = id;
		this.changed = new Signal(clock.post);
	}

	/** The two ends of a connection: who connects, and what is accepted there. */
	static pair(path: string, clock: SocketClock): { readonly client: LocalSocket; readonly server: LocalSocket } {
		const client = new LocalSocket('', clock);
		const server = new LocalSocket(path, clock);
		client.#peer = server;
		server.#peer = client;
		return { client, server };
	}

	/** The number of the other end; 0 when it has gone. */
	get peerId(): number {
		return this.#peer?.id ?? 0;
	}

	/** Bytes that wait to be read. */
	get waitingBytes(): number {
		return this.#receivedBytes;
	}

	status(): OpenFileStatus {
		return { node: anonymousNode('socket', this.id), device: SOCKET_DEVICE, size: 0, links: 1 };
	}

	*read(caller: Caller, max: number): Task<Uint8Array> {
		for (;;) {
			if (this.#receivedBytes > 0 && max > 0) {
				const data = takeBytes(this.#received, Math.min(max, this.#receivedBytes));
				this.#receivedBytes -= data.length;
				this.#peer?.changed.wakeAll();
				caller.charge(data.length >> 8);
				return data;
			}
			if (this.#reset) throw new SystemError('ECONNRESET');
			if (this.#peerFinished || !this.#reading || max === 0) return new Uint8Array(0);
			if (this.flags.nonBlock) throw new SystemError('EAGAIN');
			yield* caller.pause(this.changed);
		}
	}

	*write(caller: Caller, data: Uint8Array): Task<void> {
		for (let done = 0; done < data.length; ) {
			const peer = this.#peer;
			// Differs: no SIGPIPE, as for TCP.
			if (this.#finished || peer === undefined || !peer.#reading) throw new SystemError('EPIPE');
			const room = BUFFER_BYTES - peer.#receivedBytes;
			if (room <= 0) {
				if (this.flags.nonBlock) throw new SystemError('EAGAIN');
				yield* caller.pause(this.changed);
				continue;
			}
			const piece = data.slice(done, done + room);
			done += piece.length;
			caller.charge(piece.length >> 8);
			peer.#received.push(piece);
			peer.#receivedBytes += piece.length;
			peer.changed.wakeAll();
		}
	}

	override readable(): boolean {
		return this.#receivedBytes > 0 || this.#peerFinished || this.#reset || !this.#reading;
	}

	override whenReadable(): Wait {
		return this.changed;
	}

	shutdown(how: 'read' | 'write' | 'both'): void {
		if (how !== 'read' && !this.#finished) {
			this.#finished = true;
			const peer = this.#peer;
			if (peer !== undefined) {
				peer.#peerFinished = true;
				peer.changed.wakeAll();
			}
		}
		if (how !== 'write') this.#reading = false;
		this.#peer?.changed.wakeAll();
		this.changed.wakeAll();
	}

	/** Nobody will accept it, or what came was not read: the other end finds it reset. */
	abort(): void {
		const peer = this.#peer;
		if (peer !== undefined) peer.#reset = true;
		this.closed();
	}

	protected override closed(): void {
		const peer = this.#peer;
		const unread = this.#receivedBytes > 0;
		this.#received = [];
		this.#receivedBytes = 0;
		this.#finished = true;
		this.#peer = undefined;
		if (peer === undefined) return;
		if (unread) peer.#reset = true;
		peer.#peerFinished = true;
		peer.#peer = undefined;
		peer.changed.wakeAll();
	}
}
