import { ConnectionError } from '../http/byte-duplex.ts';
import type { ByteReader } from '../http/byte-reader.ts';
import type { Task } from '../task.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';

/**
 * What ssh and sshd say to each other: their version lines, as everybody can read them, then frames of a type, a channel
 * and a length. Differs: nothing is encrypted, a key is shown and not proven.
 */
export const VERSION_LINE = 'SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.14';

/** A JSON message; standard input or output; standard error; how many bytes more may be sent. */
export type FrameType = 'message' | 'data' | 'error-data' | 'window';

export interface Frame {
	readonly type: FrameType;
	/** 0: the connection itself. */
	readonly channel: number;
	readonly payload: Uint8Array;
}

/** Messages in the order in which they may come. */
export type SshMessage =
	/** Server, first. @param key its public key as in known_hosts: "ssh-ed25519 AAAA…"; of these kinds it has some. */
	| { readonly is: 'host-key'; readonly key: string; readonly others?: readonly string[] }
	/** Client: who wants in, with the public keys that it holds, or with a password. */
	| {
			readonly is: 'login';
			readonly user: string;
			readonly keys: readonly string[];
			readonly password?: string;
			/** Only whether one of the keys would do. */
			readonly asks?: boolean;
	  }
	/** Server: it would. */
	| { readonly is: 'acceptable'; readonly key: string }
	/** Server, before it lets anybody in: what sshd_config's Banner says. */
	| { readonly is: 'banner'; readonly text: string }
	/** Server: in, by which of the keys, or which ways there are. */
	| { readonly is: 'welcome'; readonly key?: string }
	| { readonly is: 'denied'; readonly methods: readonly string[] }
	/** Server, at any time: it has had enough. */
	| { readonly is: 'disconnect'; readonly reason: string }
	/** Either side: a channel of this number is to be opened. */
	| { readonly is: 'open'; readonly request: ChannelRequest }
	| { readonly is: 'opened' }
	| { readonly is: 'refused'; readonly reason: string }
	/** Client: connections to there are to come here. @param port 0: any. */
	| { readonly is: 'listen'; readonly address: string; readonly port: number }
	| { readonly is: 'listen-local'; readonly path: string }
	| { readonly is: 'unlisten'; readonly address: string; readonly port: number }
	/** Server, to each of these in turn. @param port that was chosen; absent: it will not. */
	| { readonly is: 'listening'; readonly port?: number }
	| { readonly is: 'resize'; readonly columns: number; readonly rows: number }
	/** Nothing more comes on this channel from this side. */
	| { readonly is: 'end-of-input' }
	/** Server: what ran there has ended. No status: a signal ended it. */
	| { readonly is: 'exit'; readonly status?: number; readonly signal?: string }
	/** The channel is over. */
	| { readonly is: 'close' };

/** What a channel is for. */
export type ChannelRequest =
	| ({ readonly kind: 'session' } & OpenSession)
	/** Client: to somewhere that the server reaches. */
	| { readonly kind: 'direct-tcpip'; readonly host: string; readonly port: number }
	| { readonly kind: 'direct-streamlocal'; readonly path: string }
	/** Server: somebody has come where it was to listen. */
	| { readonly kind: 'forwarded-tcpip'; readonly address: string; readonly port: number; readonly from: Endpoint }
	| { readonly kind: 'forwarded-streamlocal'; readonly path: string }
	/** Server: somebody there asks the client's agent. */
	| { readonly kind: 'auth-agent' };

export interface Endpoint {
	readonly address: string;
	readonly port: number;
}

export interface OpenSession {
	readonly command?: string;
	/** "sftp": the command is what the server has under this name. */
	readonly subsystem?: string;
	/** Programs there may ask the client's agent. */
	readonly agent?: boolean;
	readonly terminal?: { readonly type: string; readonly columns: number; readonly rows: number };
	/** What the client's configuration sends along (SendEnv). */
	readonly env: readonly (readonly [string, string])[];
	/** Which screen the user sits at: where editors open. */
	readonly screen?: string;
}

const TYPES: readonly FrameType[] = ['message', 'data', 'error-data', 'window'];
const HEADER_BYTES = 9;
/** Longer frames are nobody's. */
const PAYLOAD_BYTES_MAX = 1024 * 1024;

export function encodeFrame(type: FrameType, payload: Uint8Array, channel = 0): Uint8Array {
	const frame = new Uint8Array(HEADER_BYTES + payload.length);
	const view = new DataView(frame.buffer);
	frame[0] = TYPES.indexOf(type);
	view.setUint32(1, channel);
	view.setUint32(5, payload.length);
	frame.set(payload, HEADER_BYTES);
	return frame;
}

export function encodeMessage(message: SshMessage, channel = 0): Uint8Array {
	return encodeFrame('message', encodeUtf8(JSON.stringify(message)), channel);
}

/** So many bytes more may be sent on the channel. */
export function encodeWindow(channel: number, bytes: number): Uint8Array {
	const payload = new Uint8Array(4);
	new DataView(payload.buffer).setUint32(0, bytes);
	return encodeFrame('window', payload, channel);
}

/** Undefined at the end of the connection. Throws ConnectionError for what is no frame. */
export function* readFrame(reader: ByteReader): Task<Frame | undefined> {
	if ((yield* reader.peek()) === undefined) return undefined;
	const header = yield* reader.exactly(HEADER_BYTES);
	const type = TYPES[header[0] as number];
	const view = new DataView(header.buffer, header.byteOffset);
	const channel = view.getUint32(1);
	const length = view.getUint32(5);
	if (type === undefined || length > PAYLOAD_BYTES_MAX) throw new ConnectionError('Bad packet length.');
	return { type, channel, payload: yield* reader.exactly(length) };
}

/** The message of a frame. Throws ConnectionError when it is none. */
export function messageOf(frame: Frame | undefined): SshMessage {
	if (frame?.type !== 'message') throw new ConnectionError('Connection closed');
	try {
		const message = JSON.parse(decodeUtf8(frame.payload)) as SshMessage;
		if (typeof message?.is === 'string') return message;
	} catch {
		// Not JSON: no message either.
	}
	throw new ConnectionError('Bad packet');
}
