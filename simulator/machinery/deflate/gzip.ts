import { deflate } from './deflate.ts';
import { InflateError, UnexpectedEnd } from './inflate-error.ts';
import { Inflater } from './inflater.ts';

const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const BYTES_MAX = 64 * 1024 * 1024;
const FLAGS = { headerCrc: 2, extra: 4, name: 8, comment: 16 };

/** A gzip file (RFC 1952) of one member, without a name or a time. */
export function gzip(data: Uint8Array): Uint8Array {
	// Made with the most effort, on no system in particular: as Go's compress/gzip says.
	return gzipMember(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255), deflate(data), crc32(data), data.length);
}

/** @param body deflated. @param crc of what it was, `length` bytes. */
export function gzipMember(header: Uint8Array, body: Uint8Array, crc: number, length: number): Uint8Array {
	const out = new Uint8Array(header.length + body.length + TRAILER_BYTES);
	out.set(header);
	out.set(body, header.length);
	const view = new DataView(out.buffer);
	view.setUint32(out.length - 8, crc, true);
	view.setUint32(out.length - 4, length, true);
	return out;
}

export function isGzip(data: Uint8Array): boolean {
	return data[0] === 0x1f && data[1] === 0x8b;
}

/** What a gzip file holds, of all its members; what follows the last of them is not read. @throws InflateError */
export function gunzip(data: Uint8Array): Uint8Array {
	const parts: Uint8Array[] = [];
	let length = 0;
	let at = 0;
	do {
		const member = readMember(data.subarray(at), BYTES_MAX - length);
		parts.push(member.output);
		length += member.output.length;
		at += member.used;
	} while (isGzip(data.subarray(at)));
	const [only] = parts;
	if (only !== undefined && parts.length === 1) return only;
	const whole = new Uint8Array(length);
	let end = 0;
	for (const part of parts) {
		whole.set(part, end);
		end += part.length;
	}
	return whole;
}

/**
 * The same in pieces: for whoever does not keep what it was. Checks the sums of
 * each member as it ends. @throws InflateError
 */
export function* gunzipSlowly(data: Uint8Array): Generator<Uint8Array, void> {
	let at = 0;
	let total = 0;
	do {
		const member = data.subarray(at);
		if (!isGzip(member) || (member.length > 2 && member[2] !== 8)) throw new InflateError('invalid gzip header');
		const start = bodyStart(member);
		const pieces = new Inflater(new Uint8Array(0), BYTES_MAX).inflateSlowly(member.subarray(start));
		let crc = 0xffffffff;
		let length = 0;
		let piece = pieces.next();
		for (; piece.done !== true; piece = pieces.next()) {
			crc = crcOf(piece.value, crc);
			length += piece.value.length;
			total += piece.value.length;
			if (total > BYTES_MAX) throw new InflateError('too much data');
			yield piece.value;
		}
		const end = start + piece.value + TRAILER_BYTES;
		if (end > member.length) throw new UnexpectedEnd();
		const view = new DataView(member.buffer, member.byteOffset, member.byteLength);
		if ((crc ^ 0xffffffff) >>> 0 !== view.getUint32(end - 8, true)) throw new InflateError('crc error');
		if (length % 2 ** 32 !== view.getUint32(end - 4, true)) throw new InflateError('length error');
		at += end;
	} while (isGzip(data.subarray(at)));
}

function readMember(data: Uint8Array, bytesMax: number): { readonly output: Uint8Array; readonly used: number } {
	if (!isGzip(data) || (data.length > 2 && data[2] !== 8)) throw new InflateError('invalid gzip header');
	const start = bodyStart(data);
	const { output, used } = new Inflater(new Uint8Array(0), bytesMax).inflateAll(data.subarray(start));
	const end = start + used + TRAILER_BYTES;
	if (end > data.length) throw new UnexpectedEnd();
	const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	if (crc32(output) !== view.getUint32(end - 8, true)) throw new InflateError('crc error');
	if (output.length !== view.getUint32(end - 4, true)) throw new InflateError('length error');
	return { output, used: end };
}

function bodyStart(data: Uint8Array): number {
	if (data.length < HEADER_BYTES) throw new UnexpectedEnd();
	const flags = data[3] as number;
	let at = HEADER_BYTES;
	if ((flags & FLAGS.extra) !== 0) at += 2 + ((data[at] ?? 0) | ((data[at + 1] ?? 0) << 8));
	for (const flag of [FLAGS.name, FLAGS.comment]) {
		if ((flags & flag) === 0) continue;
		const end = data.indexOf(0, at);
		if (end < 0) throw new UnexpectedEnd();
		at = end + 1;
	}
	return (flags & FLAGS.headerCrc) === 0 ? at : at + 2;
}

export function crc32(data: Uint8Array, before = 0): number {
	return (crcOf(data, before ^ 0xffffffff) ^ 0xffffffff) >>> 0;
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
	let crc = byte;
	for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
	return crc;
});

/** Goes on from what came before. */
function crcOf(data: Uint8Array, before: number): number {
	let crc = before;
	for (let at = 0; at < data.length; at++) {
		crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ (data[at] as number)) & 255] as number);
	}
	return crc;
}
