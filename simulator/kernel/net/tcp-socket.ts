import { Signal, type Task, type Wait } from '../../machinery/task.ts';
import { anonymousNode, type Caller, OpenFile, type OpenFileStatus } from '../open-files/open-file.ts';
import { takeBytes } from '../open-files/pipe.ts';
import { SystemError } from '../process-api.ts';
import type { Endpoint, SocketClock } from './endpoint.ts';
import type { NetNamespace } from './net-namespace.ts';
import { tapSegment } from './packet-taps.ts';
import type { TcpPeer } from './tcp-peer.ts';

/** Bytes under way or unread in one direction before the writer waits. */
const WINDOW_BYTES = 262_144;

/** One end of an established TCP connection. */
export class TcpSocket extends OpenFile implements TcpPeer {
	readonly namespace: NetNamespace;
	readonly local: Endpoint;
	readonly remote: Endpoint;
	readonly changed: Signal;
	readonly #clock: SocketClock;
	readonly #id: number;
	readonly #latencyMs: number;
	#peer: TcpPeer | undefined;
	#received: Uint8Array[] = [];
	#receivedBytes = 0;
	/** Bytes written that the peer has not read. */
	#unackedBytes = 0;
	#peerFinished = false;
	#finished = false;
	#reading = true;
	#reset = false;
	#isClosed = false;

	constructor(namespace: NetNamespace, local: Endpoint, remote: Endpoint, latencyMs: number, clock: SocketClock) {
		const id = clock.nextSocketId();
		super({ read: true, write: true }, `socket:[${id}]`);
		this.namespace = namespace;
		this.local = local;
		this.remote = remote;
		this.changed = new Signal(clock.post);
		this.#clock = clock;
		this.#id = id;
		this.#latencyMs = latencyMs;
		namespace.addConnection(this);
	}

	/** The two ends of one connection. */
	static join(a: TcpSocket, b: TcpSocket): void {
		a.meet(b);
		b.meet(a);
	}

	/** What it sends goes to `peer` from now on. */
	meet(peer: TcpPeer): void {
		this.#peer = peer;
	}

	/** As ss names it. */
	get state(): string {
		if (this.#finished) return this.#peerFinished ? 'LAST-ACK' : 'FIN-WAIT-2';
		return this.#peerFinished ? 'CLOSE-WAIT' : 'ESTAB';
	}

	status(): OpenFileStatus {
		return { node: anonymousNode('socket', this.#id), device: SOCKET_DEVICE, size: 0, links: 1 };
	}

	*read(caller: Caller, max: number): Task<Uint8Array> {
		for (;;) {
			if (this.#receivedBytes > 0 && max > 0) {
				const data = takeBytes(this.#received, Math.min(max, this.#receivedBytes));
				this.#receivedBytes -= data.length;
				this.#peer?.acknowledge(data.length);
				caller.charge(data.length >> 7);
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
			// Differs: no SIGPIPE, which Go, curl and nginx do without on sockets.
			if (this.#reset || this.#finished) throw new SystemError('EPIPE');
			const room = WINDOW_BYTES - this.#unackedBytes;
			if (room <= 0) {
				yield* caller.pause(this.changed);
				continue;
			}
			const piece = data.slice(done, done + room);
			done += piece.length;
			this.#unackedBytes += piece.length;
			tapSegment(this.namespace, 'Out', this.local, this.remote, 'P.', piece);
			caller.charge(piece.length >> 7);
			this.#send((peer) => peer.deliver(piece));
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
			tapSegment(this.namespace, 'Out', this.local, this.remote, 'F.');
			this.#send((peer) => peer.finish());
		}
		if (how !== 'write') this.#reading = false;
		this.changed.wakeAll();
	}

	/** The connection is cut: both ends find it reset. */
	abort(): void {
		this.#send((peer) => peer.resetByPeer());
		this.resetByPeer();
	}

	deliver(data: Uint8Array): void {
		this.#tapArrival('P.', data);
		if (this.#isClosed) {
			// Nobody will read it: the sender is told by a reset.
			this.#send((peer) => peer.resetByPeer());
			return;
		}
		this.#received.push(data);
		this.#receivedBytes += data.length;
		this.changed.wakeAll();
	}

	finish(): void {
		this.#tapArrival('F.');
		this.#peerFinished = true;
		this.changed.wakeAll();
		if (this.#isClosed) this.namespace.removeConnection(this);
	}

	acknowledge(bytes: number): void {
		this.#unackedBytes -= bytes;
		this.changed.wakeAll();
	}

	resetByPeer(): void {
		this.#reset = true;
		this.changed.wakeAll();
		this.namespace.removeConnection(this);
	}

	/** What arrives is acknowledged at once (as in tcp(7)'s quickack mode), and its sender sees that come in. */
	#tapArrival(flags: string, data?: Uint8Array): void {
		tapSegment(this.namespace, 'In', this.remote, this.local, flags, data);
		tapSegment(this.namespace, 'Out', this.local, this.remote, '.');
		const peer = this.#peer;
		if (peer instanceof TcpSocket && peer.namespace.taps?.isWatched === true)
			this.#send(() => peer.#tapAcknowledgement());
	}

	#tapAcknowledgement(): void {
		tapSegment(this.namespace, 'In', this.remote, this.local, '.');
	}

	protected override closed(): void {
		this.#isClosed = true;
		if (this.#receivedBytes > 0) {
			this.#received = [];
			this.#receivedBytes = 0;
			this.#send((peer) => peer.resetByPeer());
		} else if (!this.#finished) {
			this.#finished = true;
			tapSegment(this.namespace, 'Out', this.local, this.remote, 'F.');
			this.#send((peer) => peer.finish());
		}
		if (this.#peerFinished || this.#reset || this.#peer === undefined) this.namespace.removeConnection(this);
	}

	#send(action: (peer: TcpPeer) => void): void {
		const peer = this.#peer;
		// What was sent before this end's namespace went away still arrives.
		if (peer === undefined || this.namespace.deleted) return;
		const arrive = (): void => {
			if (!peer.namespace.deleted) action(peer);
		};
		if (this.#latencyMs > 0) this.#clock.after(this.#latencyMs, arrive);
		else arrive();
	}
}

/** The device number that fstat shows of a socket (sockfs). */
export const SOCKET_DEVICE = 8;
