import type { ByteDuplex } from '../../../machinery/http/byte-duplex.ts';
import type { ByteReader } from '../../../machinery/http/byte-reader.ts';
import type { Task, Wait } from '../../../machinery/task.ts';

/** Numbered byte channels to a container: 0 stdin, 1 stdout, 2 stderr, 3 the outcome (a Status), 4 window sizes. */
export interface RemoteSession {
	/** One at a time, with `closeChannel`. */
	send(channel: number, data: Uint8Array): Task<void>;
	closeChannel(channel: number): Task<void>;
	/** Undefined: nothing now; wait on `readable`. */
	receive(): { readonly channel: number; readonly data: Uint8Array } | undefined | 'end';
	readonly readable: Wait;
	close(): void;
}

/** A connection that is no longer HTTP. */
export interface UpgradedConnection {
	readonly framing: 'websocket' | 'spdy';
	readonly duplex: ByteDuplex;
	readonly reader: ByteReader;
}

/** What a client would like to speak: each the names of protocols, best first. */
export interface UpgradeProtocols {
	readonly webSocket: readonly string[];
	readonly spdy: readonly string[];
}

/** A transport that can also hand over a connection. */
export interface UpgradingTransport {
	/** @throws ApiError, TransportError. */
	upgrade(
		path: string,
		query: readonly (readonly [string, string])[],
		headers: { readonly [name: string]: string },
		protocols: UpgradeProtocols,
	): Task<UpgradedConnection>;
}
