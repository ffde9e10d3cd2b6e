import type { Errno } from '../process-api.ts';
import type { Endpoint } from './endpoint.ts';

/** The other end of a TCP connection: where this end's segments arrive. */
export interface TcpPeer {
	readonly namespace: { readonly deleted: boolean };
	deliver(data: Uint8Array): void;
	/** No more comes. */
	finish(): void;
	/** So many bytes were read. */
	acknowledge(bytes: number): void;
	resetByPeer(): void;
}

/** What is behind a machine, outside its world: connections to ports at which nobody listens on the machine go on there. */
export interface Beyond {
	/** Calls `answer` when it is known how the attempt went; not at all when nobody answers. */
	connect(port: number, source: Endpoint, answer: (outcome: FarConnection | Errno) => void): void;
}

/** A connection that was accepted far away. */
export interface FarConnection {
	/** What comes for it arrives at `near` from now on. Called once. */
	join(near: TcpPeer): TcpPeer;
}
