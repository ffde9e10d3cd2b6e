import { constants, createDeflate, createInflate, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Inflater } from '../../../simulator/machinery/deflate/inflater.ts';
import { ZlibReader, ZlibWriter } from '../../../simulator/machinery/deflate/zlib-stream.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';

const NONE = new Uint8Array(0);
const noise = (length: number): Uint8Array => {
	let seed = 1;
	return Uint8Array.from({ length }, () => {
		seed = (seed * 1_103_515_245 + 12_345) % 0x8000_0000;
		return seed >>> 16;
	});
};

/** What Node makes of pieces, flushed after each. */
async function flushed(stream: ReturnType<typeof createDeflate>, pieces: readonly Uint8Array[]): Promise<Buffer[]> {
	const out: Buffer[] = [];
	let got: Buffer[] = [];
	stream.on('data', (data: Buffer) => got.push(data));
	for (const piece of pieces) {
		stream.write(piece);
		await new Promise<void>((resolve) => stream.flush(constants.Z_SYNC_FLUSH, resolve));
		out.push(Buffer.concat(got));
		got = [];
	}
	return out;
}

describe('inflate reads what Node deflates', () => {
	test.each([
		['nothing', NONE, {}],
		['a short text', encodeUtf8('hello hello hello'), { strategy: constants.Z_FIXED }],
		['codes of its own', encodeUtf8('SELECT * FROM pods; '.repeat(500) + [...'abcdefgh'].join('x')), { level: 9 }],
		['stored', noise(100_000), { level: 0 }],
		['noise', noise(70_000), {}],
		['one byte over and over', new Uint8Array(200_000).fill(7), {}],
	])('%s', (_name, data, options) => {
		expect(Buffer.compare(new Inflater(NONE, 300_000).inflate(deflateRawSync(data, options)), data)).toBe(0);
	});
});

test('pieces of one zlib stream refer to those before and to the dictionary', async () => {
	const dictionary = encodeUtf8('streamtype stdout stderr error requestid port');
	const pieces = ['streamtype error', 'streamtype stdout', 'x'.repeat(40_000), 'streamtype error port'].map(encodeUtf8);
	const reader = new ZlibReader(dictionary, 50_000);
	const compressed = await flushed(createDeflate({ dictionary: Buffer.from(dictionary), level: 9 }), pieces);
	expect(compressed.map((piece) => Buffer.from(reader.read(piece)))).toEqual(pieces.map((piece) => Buffer.from(piece)));
});

test('what is written stored is a zlib stream', async () => {
	const writer = new ZlibWriter();
	const pieces = [encodeUtf8('one'), NONE, noise(150_000)];
	const stream = createInflate();
	const written = await flushed(
		stream as never,
		pieces.map((piece) => writer.write(piece)),
	);
	expect(written.map((piece, index) => piece.equals(pieces[index] as Uint8Array))).toEqual([true, true, true]);
});

test.each([
	['a bomb', deflateRawSync(Buffer.alloc(10_000_000)), 'too much data'],
	['a cut block', deflateRawSync(encodeUtf8('hello')).subarray(0, 4), 'unexpected end of compressed data'],
	['a copy from before the start', Buffer.from('0302', 'hex'), 'invalid distance'],
	['an unknown kind of block', Buffer.from('07', 'hex'), 'invalid block type'],
	['a length that is not confirmed', Buffer.from('000100feaa', 'hex'), 'invalid stored block length'],
	['code lengths that cannot be', Buffer.from('05e09324499224499200', 'hex'), 'invalid code lengths'],
])('%s is refused', (_name, data, message) => {
	expect(() => new Inflater(NONE, 16_384).inflate(data)).toThrow(message);
});

test('any bytes either inflate or are refused', () => {
	for (let seed = 0; seed < 1_000; seed++) {
		const data = noise(seed + 60).subarray(seed);
		try {
			expect(new Inflater(NONE, 16_384).inflate(data).length).toBeLessThanOrEqual(16_384);
		} catch (error) {
			expect(error).toMatchObject({ name: 'InflateError' });
		}
	}
});
