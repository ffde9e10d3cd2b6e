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
	/** The address that the connection comes from; of an in-process client absent. */
	readonly source?: string;
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
	readonly upgrade?: Upgrade;
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

/** How a connection goes on that is no longer HTTP. */
export type Upgrade =
	| {
			readonly framing: 'websocket';
			/** The subprotocol that both sides have agreed on, if any was asked for. */
			readonly protocol: string | undefined;
			readonly session: UpgradeSession;
	  }
	| {
			readonly framing: 'spdy';
			readonly protocol: string;
			/** Inside the messages of a WebSocket. */
			readonly tunnelled: boolean;
			readonly sessions: StreamSessions;
	  };

/** What the streams of a SPDY connection are: each a channel of a session. */
export interface StreamSessions {
	/** Channels without which a session does not start. */
	readonly channels: readonly number[];
	/** The connection lasts as long as its one session. */
	readonly single: boolean;
	/** Which session (any name) a new stream is part of, and as which channel; undefined: it is refused. */
	place(stream: number, headers: ReadonlyMap<string, string>): { session: string; channel: number } | undefined;
	/** Starts a session. @param headers of its last stream. */
	open(headers: ReadonlyMap<string, string>): UpgradeSession;
	/** The connection has gone. Sessions are closed before. */
	close(): void;
}

/** A remote command or forwarded port: numbered byte channels in both directions, as the channel protocols number them. */
export interface UpgradeSession {
	/** Client to container: 0 stdin, 4 resize (JSON {"Width","Height"}); port-forward: 0 data. */
	send(channel: number, data: Uint8Array): void;
	/** The client has closed one of its channels (stdin's end of file). */
	closeChannel(channel: number): void;
	/** No more is to be sent now; `readable` wakes when it may be. */
	full(): boolean;
	/** Container to client: 1 stdout, 2 stderr, 3 error (a Status as JSON, last); port-forward: 0 data, 1 error. Undefined: nothing now. */
	receive(): { channel: number; data: Uint8Array } | undefined | 'end';
	readonly readable: Wait;
	close(): void;
}
