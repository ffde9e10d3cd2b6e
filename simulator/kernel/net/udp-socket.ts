import { Signal, type Task, type Wait } from '../../machinery/task.ts';
import { anonymousNode, type Caller, OpenFile, type OpenFileStatus } from '../open-files/open-file.ts';
import { type Errno, SystemError } from '../process-api.ts';
import type { Endpoint, SocketClock } from './endpoint.ts';
import type { Inspection } from './inspection.ts';
import { ANY_ADDRESS, type NetNamespace } from './net-namespace.ts';
import { SOCKET_DEVICE } from './tcp-socket.ts';

/** Datagrams that may wait to be read; more are dropped, as UDP does. */
const QUEUE_MAX = 256;
/** Conversations a socket remembers for answers. */
const FLOWS_MAX = 1024;

export interface Datagram extends Endpoint {
	readonly data: Uint8Array;
}

/** Who really sent a datagram (behind source translation), or whom a translated answer comes from. */
export interface Flow {
	readonly socket: UdpSocket;
	readonly latencyMs: number;
	/** The address that the other side believes it talks to. */
	readonly seenAs: Endpoint;
	/** Who reads the answers. */
	readonly inspections?: readonly Inspection[];
}

/** A UDP socket, with the connection tracking of its answers. */
export class UdpSocket extends OpenFile {
	readonly namespace: NetNamespace;
	readonly changed: Signal;
	address = ANY_ADDRESS;
	port = 0;
	/** Whom `write` sends to: a connected socket hears nobody else. */
	peer: (Endpoint & { readonly send: (data: Uint8Array) => void }) | undefined;
	readonly #id: number;
	#queue: Datagram[] = [];
	#error: Errno | undefined;
	/** By the address and port that this socket sees its partner under. */
	#flows: Map<string, Flow> | undefined;

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

	/** Throws EADDRINUSE, EADDRNOTAVAIL; EINVAL when it is bound already. */
	bind(address: string, port: number): void {
		if (this.port !== 0) throw new SystemError('EINVAL');
		this.port = this.namespace.choosePort('udp', address, port);
		this.address = address;
		this.namespace.addUdp(this, this.port);
	}

	get isOpen(): boolean {
		return !this.namespace.deleted && this.port !== 0;
	}

	flow(partner: Endpoint): Flow | undefined {
		return this.#flows?.get(`${partner.address}:${partner.port}`);
	}

	remember(partner: Endpoint, flow: Flow): void {
		this.#flows ??= new Map();
		const key = `${partner.address}:${partner.port}`;
		this.#flows.delete(key);
		this.#flows.set(key, flow);
		const oldest = this.#flows.keys().next().value;
		if (this.#flows.size > FLOWS_MAX && oldest !== undefined) this.#flows.delete(oldest);
	}

	receive(datagram: Datagram): void {
		if (this.#queue.length >= QUEUE_MAX) return;
		if (this.peer !== undefined && (datagram.address !== this.peer.address || datagram.port !== this.peer.port)) return;
		this.#queue.push(datagram);
		this.changed.wakeAll();
	}

	/** An ICMP error came back for something sent: the next receive reports it, as for a connected socket. */
	fail(errno: Errno): void {
		this.#error = errno;
		this.changed.wakeAll();
	}

	/** @param deadline a Wait for the time out; undefined waits for ever. */
	*receiveFrom(caller: Caller, untilMs: number, deadline: Wait): Task<Datagram | undefined> {
		for (;;) {
			const datagram = this.#queue.shift();
			if (datagram !== undefined) return datagram;
			const error = this.#error;
			this.#error = undefined;
			if (error !== undefined) throw new SystemError(error);
			if (caller.now() >= untilMs) return undefined;
			yield* caller.pause(deadline);
		}
	}

	*read(caller: Caller, max: number): Task<Uint8Array> {
		const datagram = yield* this.receiveFrom(caller, Number.POSITIVE_INFINITY, this.changed);
		return datagram === undefined ? new Uint8Array(0) : datagram.data.slice(0, max);
	}

	*write(caller: Caller, data: Uint8Array): Task<void> {
		if (this.peer === undefined) throw new SystemError('ENOTCONN');
		const error = this.#error;
		this.#error = undefined;
		if (error !== undefined) throw new SystemError(error);
		caller.charge(2 + (data.length >> 7));
		this.peer.send(data);
	}

	override readable(): boolean {
		return this.#queue.length > 0 || this.#error !== undefined;
	}

	override whenReadable(): Wait {
		return this.changed;
	}

	protected override closed(): void {
		if (this.port !== 0) this.namespace.removeUdp(this, this.port);
		this.port = 0;
	}
}
