import { deflate } from './deflate.ts';
import { InflateError } from './inflate-error.ts';
import { Inflater } from './inflater.ts';

const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const BYTES_MAX = 64 * 1024 * 1024;
const FLAGS = { headerCrc: 2, extra: 4, name: 8, comment: 16 };

/** A gzip file (RFC 1952) of one member, without a name or a time. */
export function gzip(data: Uint8Array): Uint8Array {
	const body = deflate(data);
	const out = new Uint8Array(HEADER_BYTES + body.length + TRAILER_BYTES);
	// Made with the most effort, on no system in particular: as Go's compress/gzip says.
	out.set([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
	out.set(body, HEADER_BYTES);
	const view = new DataView(out.buffer);
	view.setUint32(out.length - 8, crc32(data), true);
	view.setUint32(out.length - 4, data.length, true);
	return out;
}

export function isGzip(data: Uint8Array): boolean {
	return data[0] === 0x1f && data[1] === 0x8b;
}

/** What a gzip file of one member holds. @throws InflateError */
export function gunzip(data: Uint8Array): Uint8Array {
	if (!isGzip(data) || data[2] !== 8 || data.length < HEADER_BYTES + TRAILER_BYTES) {
		throw new InflateError('invalid gzip header');
	}
	const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	const length = view.getUint32(data.length - 4, true);
	if (length > BYTES_MAX) throw new InflateError('too much data');
	const body = data.subarray(bodyStart(data), data.length - TRAILER_BYTES);
	const out = new Inflater(new Uint8Array(0), length).inflate(body);
	if (out.length !== length || crc32(out) !== view.getUint32(data.length - 8, true)) {
		throw new InflateError('invalid checksum');
	}
	return out;
}

function bodyStart(data: Uint8Array): number {
	const flags = data[3] as number;
	let at = HEADER_BYTES;
	if ((flags & FLAGS.extra) !== 0) at += 2 + ((data[at] as number) | ((data[at + 1] as number) << 8));
	for (const flag of [FLAGS.name, FLAGS.comment]) {
		if ((flags & flag) === 0) continue;
		const end = data.indexOf(0, at);
		if (end < 0) throw new InflateError('invalid gzip header');
		at = end + 1;
	}
	return (flags & FLAGS.headerCrc) === 0 ? at : at + 2;
}

/** Bit by bit: no table is kept. */
function crc32(data: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of data) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
	}
	return (crc ^ 0xffffffff) >>> 0;
}
