import { ConnectionError } from '../http/byte-duplex.ts';
import { type ByteReader, concatBytes } from '../http/byte-reader.ts';
import type { Limits } from '../limits.ts';
import type { Task } from '../task.ts';
import type { SpdyFrame } from './frame.ts';
import { HeaderBlockReader, HeaderBlockWriter } from './header-block.ts';
import { SpdyError } from './spdy-error.ts';

const VERSION = 3;
const FIN = 0x01;
const TYPES = {
	'syn-stream': 1,
	'syn-reply': 2,
	'rst-stream': 3,
	settings: 4,
	ping: 6,
	goaway: 7,
	headers: 8,
	'window-update': 9,
} as const;
const KINDS = new Map(Object.entries(TYPES).map(([kind, type]) => [type, kind as keyof typeof TYPES]));
/** As much of a DATA frame as is handed on at once. */
const PIECE_BYTES = 65_536;

/** One side's frames of one connection, both ways. Models moby/spdystream spdy/read.go and write.go. */
export class SpdyCodec {
	readonly #blocksIn: HeaderBlockReader;
	readonly #blocksOut = new HeaderBlockWriter();
	readonly #controlBytesMax: number;
	/** What is still to come of the DATA frame that is being read. */
	#data: { readonly stream: number; readonly fin: boolean; left: number } | undefined;

	constructor(limits: Limits) {
		this.#blocksIn = new HeaderBlockReader(limits.headerBlockBytes);
		this.#controlBytesMax = limits.headerBlockBytes;
	}

	/** The next frame, or undefined at the end of the connection. @throws SpdyError, ConnectionError. */
	*read(reader: ByteReader): Task<SpdyFrame | undefined> {
		if (this.#data === undefined) {
			if ((yield* reader.peek()) === undefined) return undefined;
			const head = viewOf(yield* reader.exactly(8));
			const first = head.getUint32(0);
			const flags = head.getUint8(4);
			const length = head.getUint32(4) & 0xff_ffff;
			if (first >= 0x8000_0000) return yield* this.#control(reader, first, flags, length);
			this.#data = { stream: requireStream(first), fin: (flags & FIN) !== 0, left: length };
		}
		const { stream, fin, left } = this.#data;
		const data = left === 0 ? new Uint8Array(0) : yield* reader.some(Math.min(left, PIECE_BYTES));
		if (left > 0 && data.length === 0) throw new ConnectionError('unexpected EOF');
		this.#data.left -= data.length;
		const last = this.#data.left === 0;
		if (last) this.#data = undefined;
		return { kind: 'data', stream, fin: fin && last, data };
	}

	*#control(reader: ByteReader, first: number, flags: number, length: number): Task<SpdyFrame> {
		const kind = KINDS.get((first & 0xffff) as never);
		if (kind === undefined || ((first >>> 16) & 0x7fff) !== VERSION) throw new SpdyError('invalid control frame');
		if (length > this.#controlBytesMax) throw new SpdyError('control frame too large');
		const payload = yield* reader.exactly(length);
		const view = viewOf(payload);
		const number = (at: number): number => {
			if (at + 4 > length) throw new SpdyError('invalid control frame');
			return view.getUint32(at);
		};
		const stream = (): number => requireStream(number(0) & 0x7fff_ffff);
		const fin = (flags & FIN) !== 0;
		switch (kind) {
			case 'syn-stream':
				// Behind the id: the stream that it belongs to, a priority and a slot.
				return { kind, stream: stream(), fin, headers: this.#blocksIn.read(payload.subarray(10)) };
			case 'syn-reply':
			case 'headers':
				return { kind, stream: stream(), fin, headers: this.#blocksIn.read(payload.subarray(4)) };
			case 'rst-stream':
				return { kind, stream: stream(), status: number(4) };
			case 'settings': {
				const count = number(0);
				if (length !== 4 + count * 8) throw new SpdyError('invalid control frame');
				const values = Array.from({ length: count }, (_, index) => {
					return { id: number(4 + index * 8) & 0xff_ffff, value: number(8 + index * 8) };
				});
				return { kind, values };
			}
			case 'ping':
				return { kind, id: number(0) };
			case 'goaway':
				return { kind, lastStream: number(0) & 0x7fff_ffff, status: number(4) };
			case 'window-update':
				return { kind, stream: number(0) & 0x7fff_ffff, bytes: number(4) & 0x7fff_ffff };
		}
	}

	/** The bytes of a frame; to be sent in the order of the calls. */
	encode(frame: SpdyFrame): Uint8Array {
		switch (frame.kind) {
			case 'data':
				return concatBytes([words(frame.stream, flagsAndLength(frame.fin, frame.data.length)), frame.data]);
			case 'syn-stream':
				return this.#encodeControl(frame.kind, frame.fin, [
					words(frame.stream, 0),
					new Uint8Array(2),
					this.#blocksOut.write(frame.headers),
				]);
			case 'syn-reply':
			case 'headers':
				return this.#encodeControl(frame.kind, frame.fin, [words(frame.stream), this.#blocksOut.write(frame.headers)]);
			case 'rst-stream':
				return this.#encodeControl(frame.kind, false, [words(frame.stream, frame.status)]);
			case 'settings':
				return this.#encodeControl(frame.kind, false, [
					words(frame.values.length, ...frame.values.flatMap(({ id, value }) => [id, value])),
				]);
			case 'ping':
				return this.#encodeControl(frame.kind, false, [words(frame.id)]);
			case 'goaway':
				return this.#encodeControl(frame.kind, false, [words(frame.lastStream, frame.status)]);
			case 'window-update':
				return this.#encodeControl(frame.kind, false, [words(frame.stream, frame.bytes)]);
		}
	}

	#encodeControl(kind: keyof typeof TYPES, fin: boolean, parts: readonly Uint8Array[]): Uint8Array {
		const payload = concatBytes(parts);
		const first = 0x8000_0000 + VERSION * 0x1_0000 + TYPES[kind];
		return concatBytes([words(first, flagsAndLength(fin, payload.length)), payload]);
	}
}

function requireStream(id: number): number {
	if (id === 0) throw new SpdyError('stream id zero is disallowed');
	return id;
}

function flagsAndLength(fin: boolean, length: number): number {
	return (fin ? FIN : 0) * 0x100_0000 + length;
}

/** 32-bit numbers, the highest byte first. */
function words(...values: readonly number[]): Uint8Array {
	const out = new Uint8Array(values.length * 4);
	const view = viewOf(out);
	values.forEach((value, index) => {
		view.setUint32(index * 4, value);
	});
	return out;
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
