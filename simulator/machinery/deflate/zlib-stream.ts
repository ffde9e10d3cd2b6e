import { concatBytes } from '../http/byte-reader.ts';
import { InflateError } from './inflate-error.ts';
import { Inflater } from './inflater.ts';

const METHOD_DEFLATE = 8;
const HAS_DICTIONARY = 0x20;

/** Reads a zlib stream (RFC 1950) that is flushed after every piece and never ends. */
export class ZlibReader {
	readonly #dictionary: Uint8Array;
	readonly #bytesMax: number;
	#inflater: Inflater | undefined;

	/** @param dictionary what both sides know. @param bytesMax what one piece may become. */
	constructor(dictionary: Uint8Array, bytesMax: number) {
		this.#dictionary = dictionary;
		this.#bytesMax = bytesMax;
	}

	/** @throws InflateError; nothing can be read afterwards. */
	read(piece: Uint8Array): Uint8Array {
		if (this.#inflater !== undefined) return this.#inflater.inflate(piece);
		const [method = 0, flags = 0] = piece;
		if ((method & 0x0f) !== METHOD_DEFLATE || ((method << 8) | flags) % 31 !== 0) {
			throw new InflateError('invalid zlib header');
		}
		const named = (flags & HAS_DICTIONARY) !== 0;
		if (named && !sameBytes(piece.subarray(2, 6), adler32(this.#dictionary))) {
			throw new InflateError('invalid zlib dictionary');
		}
		this.#inflater = new Inflater(named ? this.#dictionary : new Uint8Array(0), this.#bytesMax);
		return this.#inflater.inflate(piece.subarray(named ? 6 : 2));
	}
}

/** The longest piece that one block can store. */
const STORED_BYTES_MAX = 65_535;

/**
 * Writes a zlib stream, flushed after every piece. Nothing is made smaller: what is sent this way is short, and every
 * reader takes stored blocks.
 */
export class ZlibWriter {
	#started = false;

	write(piece: Uint8Array): Uint8Array {
		const parts: Uint8Array[] = this.#started ? [] : [Uint8Array.of(0x78, 0x01)];
		this.#started = true;
		for (let at = 0; at < piece.length; at += STORED_BYTES_MAX) {
			const block = piece.subarray(at, at + STORED_BYTES_MAX);
			parts.push(storedHead(block.length), block);
		}
		// An empty block: readers hand out what they have.
		parts.push(storedHead(0));
		return concatBytes(parts);
	}
}

function storedHead(length: number): Uint8Array {
	const inverse = length ^ 0xffff;
	return Uint8Array.of(0, length & 0xff, length >> 8, inverse & 0xff, inverse >> 8);
}

function adler32(data: Uint8Array): Uint8Array {
	let a = 1;
	let b = 0;
	for (const byte of data) {
		a = (a + byte) % 65_521;
		b = (b + a) % 65_521;
	}
	return Uint8Array.of(b >> 8, b & 0xff, a >> 8, a & 0xff);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
