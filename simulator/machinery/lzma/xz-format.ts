import { crc32 } from '../deflate/gzip.ts';
import { Crc64 } from './crc64.ts';
import { Lzma2Decoder } from './lzma2-decoder.ts';
import { encodeLzma2 } from './lzma2-encoder.ts';
import { XzError } from './xz-error.ts';

const MAGIC = Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0);
const CHECK_CRC64 = 4;
/** Bytes of each kind of check. */
const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
const LZMA2 = 0x21;
/** Dictionaries of levels 0 to 9, as LZMA2 numbers them. */
const DICTIONARIES = [12, 16, 17, 18, 18, 20, 22, 24, 26, 28] as const;
const DEPTHS = [4, 8, 12, 8, 16, 32, 48, 64, 96, 128] as const;
const BYTES_MAX = 64 * 1024 * 1024;

export function isXz(data: Uint8Array): boolean {
	return MAGIC.every((byte, at) => data[at] === byte);
}

/** Packs data into a stream of one block, as xz does. Differs: sizes are a few in a hundred off. Yields often. @param level 0 to 9. */
export function* xz(data: Uint8Array, level: number): Generator<void, Uint8Array> {
	const flags = Uint8Array.of(0, CHECK_CRC64);
	const parts: Uint8Array[] = [MAGIC, flags, sumOf(flags)];
	let index: readonly number[] = [0];
	if (data.length > 0) {
		const head = Uint8Array.of(2, 0, LZMA2, 1, DICTIONARIES[level] as number, 0, 0, 0);
		const chunks = yield* encodeLzma2(data, DEPTHS[level] as number);
		const packed = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
		const crc = new Crc64();
		for (let at = 0; at < data.length; at += 65_536) {
			crc.update(data.subarray(at, at + 65_536));
			yield;
		}
		parts.push(head, sumOf(head), ...chunks, new Uint8Array((4 - (packed % 4)) % 4), crc.bytes());
		index = [1, ...varint(head.length + 4 + packed + 8), ...varint(data.length)];
	}
	const body = [0, ...index];
	const record = Uint8Array.from([...body, ...new Array<number>((4 - (body.length % 4)) % 4).fill(0)]);
	const footer = new Uint8Array(6);
	new DataView(footer.buffer).setUint32(0, (record.length + 4) / 4 - 1, true);
	footer.set(flags, 4);
	parts.push(record, sumOf(record), sumOf(footer), footer, Uint8Array.of(0x59, 0x5a));
	return joined(parts);
}

/** What xz data hold, all of their streams, piece by piece; between two steps of other work a piece is empty. @throws XzError */
export function* unxz(data: Uint8Array): Generator<Uint8Array, void> {
	if (
		data.length < MAGIC.length &&
		data.length > 0 &&
		MAGIC.slice(0, data.length).every((byte, at) => byte === data[at])
	) {
		throw new XzError('end');
	}
	if (!isXz(data)) throw new XzError('format');
	let at = 0;
	while (at < data.length) {
		if (data[at] === 0 && at > 0) {
			at += 4;
			continue;
		}
		if (!isXz(data.subarray(at))) throw new XzError('corrupt');
		at = yield* readStream(data, at);
	}
}

const NOTHING = new Uint8Array(0);
/** Bytes that are given at once. */
const PART_BYTES = 262_144;

function* readStream(data: Uint8Array, from: number): Generator<Uint8Array, number> {
	need(data, from + 12);
	if (!equal(sumOf(data.subarray(from + 6, from + 8)), data.subarray(from + 8, from + 12)))
		throw new XzError('corrupt');
	const check = (data[from + 7] as number) & 15;
	const sum = CHECK_BYTES[check] as number;
	let at = from + 12;
	for (need(data, at + 1); data[at] !== 0; need(data, at + 1)) {
		const start = at;
		at = headerEnd(data, at);
		const decoder = new Lzma2Decoder();
		const crc = new Crc64();
		let done = 0;
		for (;;) {
			for (const _ of decoder.prepare(BYTES_MAX)) yield NOTHING;
			const next = decoder.chunk(data, at);
			const piece = decoder.from(done);
			done = decoder.length;
			if (done > BYTES_MAX) throw new XzError('corrupt');
			// A chunk may have two megabytes; one without any is a step, too.
			for (let part = 0; part === 0 || part < piece.length; part += PART_BYTES) {
				const bytes = piece.slice(part, part + PART_BYTES);
				crc.update(bytes);
				yield bytes;
			}
			at = next ?? at + 1;
			if (next === undefined) break;
		}
		at += (4 - ((at - start) % 4)) % 4;
		need(data, at + sum);
		if (check === CHECK_CRC64 && !equal(crc.bytes(), data.subarray(at, at + sum))) throw new XzError('corrupt');
		at += sum;
	}
	return indexEnd(data, at);
}

/** Behind a block's header. Only LZMA2 alone is known. */
function headerEnd(data: Uint8Array, at: number): number {
	const size = 4 * ((data[at] as number) + 1);
	need(data, at + size);
	if (!equal(sumOf(data.subarray(at, at + size - 4)), data.subarray(at + size - 4, at + size)))
		throw new XzError('corrupt');
	const flags = data[at + 1] as number;
	let field = at + 2;
	for (const bit of [0x40, 0x80]) if ((flags & bit) !== 0) field = readVarint(data, field).end;
	if ((flags & 3) !== 0 || data[field] !== LZMA2) throw new XzError('options');
	return at + size;
}

/** Behind the index and the footer. */
function indexEnd(data: Uint8Array, from: number): number {
	const count = readVarint(data, from + 1);
	let at = count.end;
	for (let record = 0; record < count.value; record++) at = readVarint(data, readVarint(data, at).end).end;
	at += (4 - ((at - from) % 4)) % 4;
	need(data, at + 16);
	if (!equal(sumOf(data.subarray(from, at)), data.subarray(at, at + 4))) throw new XzError('corrupt');
	if (data[at + 14] !== 0x59 || data[at + 15] !== 0x5a) throw new XzError('corrupt');
	return at + 16;
}

function need(data: Uint8Array, length: number): void {
	if (data.length < length) throw new XzError('end');
}

function sumOf(data: Uint8Array): Uint8Array {
	const out = new DataView(new ArrayBuffer(4));
	out.setUint32(0, crc32(data), true);
	return new Uint8Array(out.buffer);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
	return a.every((byte, at) => byte === b[at]);
}

/** Seven bits a byte, the lowest first. */
function varint(value: number): number[] {
	return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function readVarint(data: Uint8Array, from: number): { value: number; end: number } {
	let value = 0;
	for (let at = from; at < from + 9; at++) {
		const byte = data[at];
		if (byte === undefined) throw new XzError('end');
		value += (byte & 127) * 128 ** (at - from);
		if (byte < 128) return { value, end: at + 1 };
	}
	throw new XzError('corrupt');
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}
