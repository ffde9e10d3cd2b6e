import { constants, createDeflate } from 'node:zlib';
import { expect, test } from 'vitest';
import { ByteReader, concatBytes } from '../../../simulator/machinery/http/byte-reader.ts';
import { DEFAULT_LIMITS } from '../../../simulator/machinery/limits.ts';
import type { SpdyFrame } from '../../../simulator/machinery/spdy/frame.ts';
import { headerDictionary } from '../../../simulator/machinery/spdy/header-dictionary.ts';
import { SpdyCodec } from '../../../simulator/machinery/spdy/spdy-codec.ts';
import { runToCompletion } from '../../../simulator/machinery/task.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';
import { MemoryDuplex } from '../../support/memory-duplex.ts';

function readerOf(bytes: Uint8Array): ByteReader {
	const duplex = new MemoryDuplex(
		() => undefined,
		() => undefined,
		() => undefined,
	);
	duplex.push(bytes);
	duplex.pushEnd();
	return new ByteReader(duplex);
}

/** All frames of a connection's bytes. */
function decode(bytes: Uint8Array, codec = new SpdyCodec(DEFAULT_LIMITS)): SpdyFrame[] {
	const reader = readerOf(bytes);
	const frames: SpdyFrame[] = [];
	for (;;) {
		const frame = runToCompletion(codec.read(reader));
		if (frame === undefined) return frames;
		frames.push(frame);
	}
}

const FRAMES: readonly SpdyFrame[] = [
	{
		kind: 'syn-stream',
		stream: 1,
		fin: false,
		headers: new Map([
			['streamtype', 'error'],
			['port', '80'],
		]),
	},
	{ kind: 'syn-stream', stream: 3, fin: true, headers: new Map([['a', 'one\0two']]) },
	{ kind: 'syn-reply', stream: 1, fin: false, headers: new Map() },
	{ kind: 'headers', stream: 0x7fff_ffff, fin: true, headers: new Map([['é', '']]) },
	{ kind: 'rst-stream', stream: 3, status: 5 },
	{
		kind: 'settings',
		values: [
			{ id: 4, value: 100 },
			{ id: 7, value: 65_536 },
		],
	},
	{ kind: 'ping', id: 7 },
	{ kind: 'goaway', lastStream: 3, status: 0 },
	{ kind: 'window-update', stream: 1, bytes: 65_536 },
	{ kind: 'data', stream: 1, fin: false, data: encodeUtf8('hello') },
	{ kind: 'data', stream: 1, fin: true, data: new Uint8Array(0) },
];

test('frames come back as they were', () => {
	const codec = new SpdyCodec(DEFAULT_LIMITS);
	expect(decode(concatBytes(FRAMES.map((frame) => codec.encode(frame))))).toEqual(FRAMES);
});

test('a frame on the wire', () => {
	const codec = new SpdyCodec(DEFAULT_LIMITS);
	const hex = FRAMES.slice(4, 8).map((frame) => Buffer.from(codec.encode(frame)).toString('hex'));
	expect(hex).toEqual([
		'80030003000000080000000300000005',
		'8003000400000014000000020000000400000064000000070001' + '0000',
		'800300060000000400000007',
		'80030007000000080000000300000000',
	]);
});

test('long data is handed on in pieces, its end with the last', () => {
	const data = new Uint8Array(200_000).fill(1);
	const frames = decode(new SpdyCodec(DEFAULT_LIMITS).encode({ kind: 'data', stream: 5, fin: true, data }));
	expect(frames.map((frame) => frame.kind === 'data' && [frame.data.length, frame.fin])).toEqual([
		[65_536, false],
		[65_536, false],
		[65_536, false],
		[3_392, true],
	]);
});

/** Header blocks as zlib makes them, one compression for all. */
async function synStreams(blocks: readonly Uint8Array[]): Promise<Uint8Array> {
	const stream = createDeflate({ dictionary: Buffer.from(headerDictionary()), level: 9 });
	let got: Buffer[] = [];
	stream.on('data', (data: Buffer) => got.push(data));
	const frames: Buffer[] = [];
	for (const [index, block] of blocks.entries()) {
		stream.write(block);
		await new Promise<void>((resolve) => stream.flush(constants.Z_SYNC_FLUSH, resolve));
		const payload = Buffer.concat([Buffer.alloc(10), ...got]);
		payload.writeUInt32BE(2 * index + 1);
		const head = Buffer.from('8003000100000000', 'hex');
		head.writeUInt32BE(payload.length, 4);
		frames.push(head, payload);
		got = [];
	}
	return Buffer.concat(frames);
}

function block(...texts: readonly string[]): Buffer {
	const number = (value: number): Buffer => {
		const out = Buffer.alloc(4);
		out.writeUInt32BE(value);
		return out;
	};
	return Buffer.concat([
		number(texts.length / 2),
		...texts.flatMap((text) => [number(Buffer.byteLength(text)), Buffer.from(text)]),
	]);
}

test('compressed header blocks refer to each other', async () => {
	const frames = decode(
		await synStreams([block('streamtype', 'error', 'port', '80'), block(), block('streamtype', 'data', 'port', '80')]),
	);
	expect(frames.map((frame) => frame.kind === 'syn-stream' && [frame.stream, ...frame.headers])).toEqual([
		[1, ['streamtype', 'error'], ['port', '80']],
		[3],
		[5, ['streamtype', 'data'], ['port', '80']],
	]);
});

test.each([
	['a bomb', block('a', 'x'.repeat(3_000_000)), 'too much data'],
	['a count that promises more', Buffer.from('7fffffff', 'hex'), 'header block ends early'],
	['a length that promises more', Buffer.from('00000001ffffffff61', 'hex'), 'header block ends early'],
	['bytes left over', Buffer.concat([block('a', 'b'), Buffer.from('c')]), 'compressed payload size was incorrect'],
	['capitals', block('A', 'b'), 'header was not lowercased'],
	['one name twice', block('a', 'b', 'a', 'c'), 'multiple headers with same name'],
])('headers: %s is refused', async (_name, bytes, message) => {
	const frames = await synStreams([bytes]);
	expect(() => decode(frames)).toThrow(message);
});

test.each([
	['an unknown type', '8003000500000000', 'invalid control frame'],
	['another version', '800200060000000400000001', 'invalid control frame'],
	['a frame that is too short', '8003000600000002000000000000', 'invalid control frame'],
	['a control frame that is too long', '8003000400ffffff', 'control frame too large'],
	['settings that promise more', '8003000400000004ffffffff', 'invalid control frame'],
	['no compression', '800300010000000c000000010000000000000000', 'invalid zlib header'],
	['stream 0', '0000000000000001aa', 'stream id zero is disallowed'],
	['an end within a frame', '0000000100000005aa', 'unexpected EOF'],
	['another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n').toString('hex'), 'unexpected EOF'],
])('%s ends the connection', (_name, hex, message) => {
	expect(() => decode(Buffer.from(hex, 'hex'))).toThrow(message);
});
