import type { Endpoint } from '../../kernel/net/endpoint.ts';
import type { Beyond, FarConnection, TcpPeer } from '../../kernel/net/tcp-peer.ts';
import type { Errno } from '../../kernel/process-api.ts';
import type { TrafficAnswer, TrafficSignal } from '../world-api.ts';
import { type Courier, journaled } from './courier.ts';

/** What was read is told when it is so much: each telling is an entry of the far journal. */
const TELL_BYTES = 32_768;
/** In the life of a world: its journal has room for more than them. */
const CONNECTIONS_MAX = 20_000;

/** Connections from the first machine to a cluster's ports, as the near side sees them. */
export class RemoteConnections {
	readonly #post: Courier;
	readonly #signal: (connection: string, signal: TrafficSignal) => void;
	readonly #answers = new Map<string, (outcome: FarConnection | Errno) => void>();
	readonly #open = new Map<string, NearEnd>();
	#made = 0;

	/** @param signal tells the cluster's own world. */
	constructor(post: Courier, signal: (connection: string, signal: TrafficSignal) => void) {
		this.#post = post;
		this.#signal = signal;
	}

	connect(host: string, port: number, { address }: Endpoint, answer: Parameters<Beyond['connect']>[2]): void {
		if (this.#made >= CONNECTIONS_MAX) {
			answer('ECONNREFUSED');
			return;
		}
		const id = `tcp${++this.#made}`;
		this.#answers.set(id, answer);
		this.#post(() => this.#signal(id, { act: 'connect', host, port, source: address }));
	}

	/** The cluster has something to say; it arrives a moment later. */
	take(id: string, answer: TrafficAnswer): void {
		this.#post(() => this.#arrive(id, answer));
	}

	#arrive(id: string, answer: TrafficAnswer): void {
		if (answer.kind === 'accepted' || answer.kind === 'failed') {
			const told = this.#answers.get(id);
			this.#answers.delete(id);
			told?.(answer.kind === 'failed' ? answer.errno : { join: (near) => this.#join(id, near) });
			return;
		}
		this.#open.get(id)?.arrive(answer);
	}

	#join(id: string, near: TcpPeer): TcpPeer {
		const end = new NearEnd(near, (signal) => {
			if (signal.act === 'cut') this.#open.delete(id);
			this.#post(() => this.#signal(id, signal));
			if (end.isOver) this.#open.delete(id);
		});
		this.#open.set(id, end);
		return end;
	}
}

/** One connection: what the near socket sends goes to the cluster, and what comes from there to the socket. */
class NearEnd implements TcpPeer {
	readonly namespace = { deleted: false };
	readonly #near: TcpPeer;
	readonly #tell: (signal: TrafficSignal) => void;
	#untold = 0;
	#finished = false;
	#farFinished = false;

	constructor(near: TcpPeer, tell: (signal: TrafficSignal) => void) {
		this.#near = near;
		this.#tell = tell;
	}

	get isOver(): boolean {
		return this.#finished && this.#farFinished;
	}

	deliver(data: Uint8Array): void {
		this.#tell({ act: 'send', ...journaled(data) });
	}

	finish(): void {
		this.#finished = true;
		this.#tell({ act: 'end' });
	}

	acknowledge(bytes: number): void {
		this.#untold += bytes;
		if (this.#untold < TELL_BYTES) return;
		this.#tell({ act: 'taken', bytes: this.#untold });
		this.#untold = 0;
	}

	resetByPeer(): void {
		this.#tell({ act: 'cut' });
	}

	arrive(answer: Exclude<TrafficAnswer, { kind: 'accepted' | 'failed' }>): void {
		if (this.#near.namespace.deleted) return;
		if (answer.kind === 'data') this.#near.deliver(answer.data);
		else if (answer.kind === 'taken') this.#near.acknowledge(answer.bytes);
		else if (answer.kind === 'cut') this.#near.resetByPeer();
		else {
			this.#farFinished = true;
			this.#near.finish();
		}
	}
}
