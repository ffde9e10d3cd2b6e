import type { Task } from '../task.ts';
import { decodeUtf8 } from '../utf8.ts';
import { type ByteDuplex, ConnectionError } from './byte-duplex.ts';

/** Reads a connection by lines and lengths; what it has read ahead stays for the next call. */
export class ByteReader {
	readonly #duplex: ByteDuplex;
	#buffer: Uint8Array = EMPTY;
	#ended = false;

	constructor(duplex: ByteDuplex) {
		this.#duplex = duplex;
	}

	/** Whether the next read would not wait. */
	hasData(): boolean {
		return this.#buffer.length > 0 || this.#ended || this.#duplex.hasData();
	}

	/**
	 * The next line without its end (LF or CRLF), or undefined at the end of the stream.
	 * Throws LineTooLongError beyond `maxBytes`.
	 */
	*line(maxBytes: number): Task<string | undefined> {
		for (let from = 0; ; ) {
			const at = this.#buffer.indexOf(10, from);
			if (at >= 0) {
				const end = at > 0 && this.#buffer[at - 1] === 13 ? at - 1 : at;
				const text = decodeUtf8(this.#buffer.subarray(0, end));
				this.#buffer = this.#buffer.subarray(at + 1);
				return text;
			}
			from = this.#buffer.length;
			if (from > maxBytes) throw new LineTooLongError();
			if (!(yield* this.#fill())) {
				if (this.#buffer.length === 0) return undefined;
				throw new ConnectionError('unexpected EOF');
			}
		}
	}

	/** Exactly `length` bytes. Throws ConnectionError when the stream ends before. */
	*exactly(length: number): Task<Uint8Array> {
		while (this.#buffer.length < length) {
			if (!(yield* this.#fill())) throw new ConnectionError('unexpected EOF');
		}
		const out = this.#buffer.slice(0, length);
		this.#buffer = this.#buffer.subarray(length);
		return out;
	}

	/** What is there, at most `max` bytes, waiting for at least one; empty at the end. */
	*some(max: number): Task<Uint8Array> {
		if (this.#buffer.length === 0 && !(yield* this.#fill())) return EMPTY;
		const buffer = this.#buffer;
		if (buffer.length <= max) {
			this.#buffer = EMPTY;
			return buffer;
		}
		this.#buffer = buffer.subarray(max);
		return buffer.slice(0, max);
	}

	/** The next byte without taking it, or undefined at the end. */
	*peek(): Task<number | undefined> {
		if (this.#buffer.length === 0 && !(yield* this.#fill())) return undefined;
		return this.#buffer[0];
	}

	*#fill(): Task<boolean> {
		if (this.#ended) return false;
		const data = yield* this.#duplex.read();
		if (data.length === 0) {
			this.#ended = true;
			return false;
		}
		this.#buffer = this.#buffer.length === 0 ? data : concatBytes([this.#buffer, data]);
		return true;
	}
}

/** The other side sends what nobody reads: who does not say more of it than that the connection is of no use need not. */
export class LineTooLongError extends ConnectionError {
	constructor() {
		super('line too long');
	}
}

const EMPTY = new Uint8Array(0);

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
	let length = 0;
	for (const part of parts) length += part.length;
	const out = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}
