import { ConnectionError } from '../http/byte-duplex.ts';
import type { ByteReader } from '../http/byte-reader.ts';
import type { Task } from '../task.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';

/**
 * What ssh and sshd say to each other: their version lines, as everybody can read them, then frames of a type and a
 * length. Differs: nothing is encrypted, a key is shown and not proven, there is one session a connection.
 */
export const VERSION_LINE = 'SSH-2.0-OpenSSH_9.6p1 Ubuntu-3ubuntu13.14';

/** A JSON message; standard input or output; standard error. */
export type FrameType = 'message' | 'data' | 'error-data';

export interface Frame {
	readonly type: FrameType;
	readonly payload: Uint8Array;
}

/** Messages in the order in which they may come. */
export type SshMessage =
	/** Server, first. @param key its public key as in known_hosts: "ssh-ed25519 AAAA…". */
	| { readonly is: 'host-key'; readonly key: string }
	/** Client: who wants in, with the public keys that it holds, or with a password. */
	| { readonly is: 'login'; readonly user: string; readonly keys: readonly string[]; readonly password?: string }
	/** Server, before it lets anybody in: what sshd_config's Banner says. */
	| { readonly is: 'banner'; readonly text: string }
	/** Server: in, or which ways there are. */
	| { readonly is: 'welcome' }
	| { readonly is: 'denied'; readonly methods: readonly string[] }
	/** Client: what to run; no command is a shell. */
	| ({ readonly is: 'open' } & OpenSession)
	/** Client: a connection from there to somewhere else instead of a session; then its bytes both ways. */
	| { readonly is: 'forward'; readonly host: string; readonly port: number }
	| { readonly is: 'forwarded' }
	| { readonly is: 'refused'; readonly reason: string }
	| { readonly is: 'resize'; readonly columns: number; readonly rows: number }
	/** Client: standard input is over. */
	| { readonly is: 'end-of-input' }
	/** Server, last. No status: a signal ended it. */
	| { readonly is: 'exit'; readonly status?: number };

export interface OpenSession {
	readonly command?: string;
	readonly terminal?: { readonly type: string; readonly columns: number; readonly rows: number };
	/** What the client's configuration sends along (SendEnv). */
	readonly env: readonly (readonly [string, string])[];
	/** Which screen the user sits at: where editors open. */
	readonly screen?: string;
}

const TYPES: readonly FrameType[] = ['message', 'data', 'error-data'];
const HEADER_BYTES = 5;
/** Longer frames are nobody's. */
const PAYLOAD_BYTES_MAX = 1024 * 1024;

export function encodeFrame(type: FrameType, payload: Uint8Array): Uint8Array {
	const frame = new Uint8Array(HEADER_BYTES + payload.length);
	frame[0] = TYPES.indexOf(type);
	new DataView(frame.buffer).setUint32(1, payload.length);
	frame.set(payload, HEADER_BYTES);
	return frame;
}

export function encodeMessage(message: SshMessage): Uint8Array {
	return encodeFrame('message', encodeUtf8(JSON.stringify(message)));
}

/** Undefined at the end of the connection. Throws ConnectionError for what is no frame. */
export function* readFrame(reader: ByteReader): Task<Frame | undefined> {
	if ((yield* reader.peek()) === undefined) return undefined;
	const header = yield* reader.exactly(HEADER_BYTES);
	const type = TYPES[header[0] as number];
	const length = new DataView(header.buffer, header.byteOffset).getUint32(1);
	if (type === undefined || length > PAYLOAD_BYTES_MAX) throw new ConnectionError('Bad packet length.');
	return { type, payload: yield* reader.exactly(length) };
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
