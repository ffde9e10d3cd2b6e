import { InflateError } from '../deflate/inflate-error.ts';
import { ZlibReader, ZlibWriter } from '../deflate/zlib-stream.ts';
import { concatBytes } from '../http/byte-reader.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';
import { headerDictionary } from './header-dictionary.ts';
import { SpdyError } from './spdy-error.ts';

/** Lower-case names; several values of one name are parted by NUL. */
export type SpdyHeaders = ReadonlyMap<string, string>;

/** Reads one direction's header blocks, which share a compression. Models moby/spdystream spdy/read.go. */
export class HeaderBlockReader {
	readonly #zlib: ZlibReader;

	/** @param bytesMax of one block, whatever it was compressed to. */
	constructor(bytesMax: number) {
		this.#zlib = new ZlibReader(headerDictionary(), bytesMax);
	}

	/** @throws SpdyError. */
	read(compressed: Uint8Array): SpdyHeaders {
		const block = this.#inflate(compressed);
		const view = new DataView(block.buffer, block.byteOffset, block.length);
		let at = 0;
		const number = (): number => {
			if (at + 4 > block.length) throw new SpdyError('header block ends early');
			at += 4;
			return view.getUint32(at - 4);
		};
		const text = (): string => {
			const length = number();
			if (at + length > block.length) throw new SpdyError('header block ends early');
			at += length;
			return decodeUtf8(block.subarray(at - length, at));
		};
		const headers = new Map<string, string>();
		for (let count = number(); count > 0; count--) {
			const name = text();
			if (name !== name.toLowerCase()) throw new SpdyError('header was not lowercased');
			if (headers.has(name)) throw new SpdyError('multiple headers with same name');
			headers.set(name, text());
		}
		if (at < block.length) throw new SpdyError('compressed payload size was incorrect');
		return headers;
	}

	#inflate(compressed: Uint8Array): Uint8Array {
		try {
			return this.#zlib.read(compressed);
		} catch (error) {
			if (error instanceof InflateError) throw new SpdyError(error.message);
			throw error;
		}
	}
}

/** Writes one direction's header blocks. */
export class HeaderBlockWriter {
	readonly #zlib = new ZlibWriter();

	write(headers: SpdyHeaders): Uint8Array {
		const parts = [uint32(headers.size)];
		for (const text of [...headers].flat()) {
			const bytes = encodeUtf8(text);
			parts.push(uint32(bytes.length), bytes);
		}
		return this.#zlib.write(concatBytes(parts));
	}
}

function uint32(value: number): Uint8Array {
	return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}
