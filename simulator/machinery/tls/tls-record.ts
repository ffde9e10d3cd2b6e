import { type ByteReader, concatBytes } from '../http/byte-reader.ts';
import type { Task } from '../task.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';

/**
 * The light TLS of the world: records as TLS frames them, so that other protocols notice it and it notices them, but
 * their contents are JSON and nothing is encrypted. Three records make the handshake: the client's hello (with its
 * certificates), the server's (with its own, and what it thinks of the client's), and the client's word that it is
 * content. What follows is plain.
 * Differs: keys are not proved, ciphers and versions not negotiated, and the client shows its certificate unasked.
 */
export type TlsRecordType = 'finished' | 'alert' | 'handshake';

const TYPE_BYTES: Readonly<Record<TlsRecordType, number>> = { finished: 20, alert: 21, handshake: 22 };
const TYPES: ReadonlyMap<number, TlsRecordType> = new Map([
	[20, 'finished'],
	[21, 'alert'],
	[22, 'handshake'],
]);

export interface ClientHello {
	/** '' when the client names none (it connects to an address). */
	readonly serverName: string;
	readonly alpn: readonly string[];
	/** PEM, leaf first; '' for none. */
	readonly certificates: string;
}

export interface ServerHello {
	readonly alpn: string;
	/** PEM, leaf first. */
	readonly certificates: string;
	/** Set when the server refuses the client. */
	readonly alert?: TlsAlert;
}

/** What one side tells the other when it gives up, as Go names it. */
export type TlsAlert =
	| 'bad certificate'
	| 'certificate required'
	| 'expired certificate'
	| 'unknown certificate authority'
	| 'unrecognized name'
	| 'no application protocol'
	| 'handshake failure';

/** A handshake that failed. `message` is Go's, without what its callers put before it. */
export class TlsError extends Error {
	/**
	 * `verify`: the peer's certificate is not good. `alert`: the peer said so of ours. `plaintext`: the peer does not
	 * speak TLS. `closed`: it hung up.
	 */
	readonly fault: 'verify' | 'alert' | 'plaintext' | 'closed';
	/** The first bytes of a peer that does not speak TLS. */
	readonly received: string;
	constructor(fault: TlsError['fault'], message: string, received = '') {
		super(message);
		this.name = 'TlsError';
		this.fault = fault;
		this.received = received;
	}
}

export function encodeRecord(type: TlsRecordType, content: object): Uint8Array {
	const body = encodeUtf8(JSON.stringify(content));
	if (body.length > 65_535) throw new Error('assertion failed: a handshake that does not fit into a record');
	return concatBytes([Uint8Array.of(TYPE_BYTES[type], 3, 3, body.length >> 8, body.length & 255), body]);
}

/** The peer's next record. Throws TlsError. */
export function* readRecord(reader: ByteReader): Task<{ type: TlsRecordType; content: unknown }> {
	const first = yield* reader.peek();
	if (first === undefined) throw new TlsError('closed', 'EOF');
	if (!TYPES.has(first)) throw yield* notTls(reader);
	const head = yield* reader.exactly(5);
	const type = TYPES.get(head[0] as number) as TlsRecordType;
	const length = ((head[3] as number) << 8) | (head[4] as number);
	const body = yield* reader.exactly(length);
	try {
		return { type, content: JSON.parse(decodeUtf8(body)) };
	} catch {
		throw new TlsError('plaintext', NOT_TLS);
	}
}

const NOT_TLS = 'tls: first record does not look like a TLS handshake';

function* notTls(reader: ByteReader): Task<TlsError> {
	return new TlsError('plaintext', NOT_TLS, decodeUtf8(yield* reader.some(16)));
}
