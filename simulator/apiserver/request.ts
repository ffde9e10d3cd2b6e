import type { Wait } from '../machinery/task.ts';

/** Who asks, once authenticated. Models apiserver/pkg/authentication/user Info. */
export interface UserInfo {
	readonly name: string;
	readonly uid?: string;
	readonly groups: readonly string[];
	readonly extra?: { readonly [key: string]: readonly string[] };
}

/** One HTTP request to the API server, before authentication. */
export interface ApiRequest {
	readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
	/** Decoded path without the query: "/api/v1/namespaces/default/pods". */
	readonly path: string;
	/** Every value of every parameter, in order. */
	readonly query: ReadonlyMap<string, readonly string[]>;
	/** Lower-case names. */
	readonly headers: ReadonlyMap<string, string>;
	/**
	 * Bytes from the wire, or an object from an in-process client (which must not mutate it afterwards).
	 */
	readonly body?: Uint8Array | object;
	/** What the connection proved: a verified client certificate's subject, or an in-process component's identity. */
	readonly peer?: UserInfo;
}

/** The answer: an object to be encoded as the client accepts it, raw bytes, a stream, or an upgraded connection. */
export interface ApiResponse {
	readonly status: number;
	/** Lower-case names; several values of one name (warning) as an array. */
	readonly headers: ReadonlyMap<string, string | readonly string[]>;
	readonly body?: object | string | Uint8Array;
	/** An object body's compact JSON, where it is kept. */
	readonly encoded?: Uint8Array;
	/** For watches and followed logs: the body goes on until it ends. */
	readonly stream?: ApiStream;
	/** For exec, attach and port-forward. */
	readonly upgrade?: UpgradeSession;
}

/** A body that arrives piece by piece. `next` gives what is there, or undefined while nothing is; then wait on `readable`. */
export interface ApiStream {
	/** Watch events are `{type, object}`; log streams give bytes. Undefined: nothing now. 'end': over. */
	next(): WatchEvent | Uint8Array | undefined | 'end';
	readonly readable: Wait;
	/** The reader has gone. */
	close(): void;
}

export interface WatchEvent {
	readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
	readonly object: object;
}

/** A remote command or port-forward: numbered byte channels in both directions, as the channel protocols number them. */
export interface UpgradeSession {
	/** Client to container: 0 stdin, 4 resize (JSON {"Width","Height"}); port-forward: data by port. */
	send(channel: number, data: Uint8Array): void;
	/** The client has closed one of its channels (stdin's end of file). */
	closeChannel(channel: number): void;
	/** Container to client: 1 stdout, 2 stderr, 3 error (a Status as JSON, last). Undefined: nothing now. */
	receive(): { channel: number; data: Uint8Array } | undefined | 'end';
	readonly readable: Wait;
	close(): void;
}
