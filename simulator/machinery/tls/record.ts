import type { ByteDuplex } from '../http/byte-duplex.ts';
import { concatBytes } from '../http/byte-reader.ts';
import type { Task, Wait } from '../task.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';

/**
 * The world's TLS: real record headers around two handshake messages in JSON, then the bytes as they are. Nobody in a
 * world can listen in, so nothing is encrypted; all that can go wrong in a handshake can.
 * Differs: no encryption, no key exchange, no session resumption.
 */
const HANDSHAKE = 0x16;
const ALERT = 0x15;
const HEADER_BYTES = 5;

export const ALERTS = {
	badCertificate: 42,
	certificateExpired: 45,
	unknownAuthority: 48,
	handshakeFailure: 40,
	protocolVersion: 70,
	internalError: 80,
	certificateRequired: 116,
} as const;
export type AlertName = keyof typeof ALERTS;

/** Alerts in Go's words. Models crypto/tls alertText. */
const GO_WORDS: ReadonlyMap<number, string> = new Map([
	[ALERTS.handshakeFailure, 'handshake failure'],
	[ALERTS.badCertificate, 'bad certificate'],
	[ALERTS.certificateExpired, 'expired certificate'],
	[ALERTS.unknownAuthority, 'unknown certificate authority'],
	[ALERTS.protocolVersion, 'protocol version not supported'],
	[ALERTS.internalError, 'internal error'],
	[ALERTS.certificateRequired, 'certificate required'],
]);

/** What a program written in Go says when the other side has ended the handshake: "remote error: tls: internal error". */
export function goAlert(code: number): string {
	return `remote error: tls: ${GO_WORDS.get(code) ?? `alert(${code})`}`;
}

export type Received =
	| { readonly kind: 'handshake'; readonly message: object; readonly rest: Uint8Array }
	| { readonly kind: 'alert'; readonly code: number }
	/** Not TLS: what has arrived. */
	| { readonly kind: 'foreign'; readonly bytes: Uint8Array }
	| { readonly kind: 'end' };

export function handshakeRecord(message: object): Uint8Array {
	const body = encodeUtf8(JSON.stringify(message));
	if (body.length > 0xffff) throw new Error('assertion failed: a handshake message longer than a record');
	const record = new Uint8Array(HEADER_BYTES + body.length);
	record.set([HANDSHAKE, 3, 3, body.length >> 8, body.length & 255]);
	record.set(body, HEADER_BYTES);
	return record;
}

export function alertRecord(name: AlertName): Uint8Array {
	return new Uint8Array([ALERT, 3, 3, 0, 2, 2, ALERTS[name]]);
}

/** A version of the protocol: 12 is TLS 1.2. What is said of nothing else speaks these. */
export const USUAL_VERSIONS: readonly number[] = [12, 13];

/** Reads one record. Throws ConnectionError. */
export function* receiveRecord(duplex: ByteDuplex): Task<Received> {
	let bytes: Uint8Array = yield* duplex.read();
	if (bytes.length === 0) return { kind: 'end' };
	if (bytes[0] !== HANDSHAKE && bytes[0] !== ALERT) return { kind: 'foreign', bytes };
	for (;;) {
		const length = bytes.length < HEADER_BYTES ? undefined : ((bytes[3] as number) << 8) | (bytes[4] as number);
		if (length !== undefined && bytes.length >= HEADER_BYTES + length) break;
		const more = yield* duplex.read();
		if (more.length === 0) return { kind: 'end' };
		bytes = concatBytes([bytes, more]);
	}
	const end = HEADER_BYTES + (((bytes[3] as number) << 8) | (bytes[4] as number));
	const body = bytes.subarray(HEADER_BYTES, end);
	if (bytes[0] === ALERT) return { kind: 'alert', code: body[1] ?? 0 };
	const message = parse(body);
	return message === undefined ? { kind: 'foreign', bytes } : { kind: 'handshake', message, rest: bytes.slice(end) };
}

function parse(body: Uint8Array): object | undefined {
	try {
		const message: unknown = JSON.parse(decodeUtf8(body));
		return typeof message === 'object' && message !== null ? message : undefined;
	} catch {
		return undefined;
	}
}

/** The same connection with `ahead` still to be read first. */
export function withReadAhead(duplex: ByteDuplex, ahead: Uint8Array): ByteDuplex {
	return ahead.length === 0 ? duplex : new ReadAhead(duplex, ahead);
}

class ReadAhead implements ByteDuplex {
	readonly #duplex: ByteDuplex;
	#ahead: Uint8Array | undefined;
	readonly readable: Wait;

	constructor(duplex: ByteDuplex, ahead: Uint8Array) {
		this.#duplex = duplex;
		this.#ahead = ahead;
		this.readable = duplex.readable;
	}

	*read(): Task<Uint8Array> {
		const first = this.#ahead;
		this.#ahead = undefined;
		return first ?? (yield* this.#duplex.read());
	}

	write(data: Uint8Array): Task<void> {
		return this.#duplex.write(data);
	}

	hasData(): boolean {
		return this.#ahead !== undefined || this.#duplex.hasData();
	}

	closeWrite(): void {
		this.#duplex.closeWrite();
	}

	close(): void {
		this.#duplex.close();
	}
}
