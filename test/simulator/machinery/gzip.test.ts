import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gunzip, gzip } from '../../../simulator/machinery/deflate/gzip.ts';
import { Random } from '../../../simulator/machinery/random.ts';
import { encodeUtf8 } from '../../../simulator/machinery/utf8.ts';

const random = new Random('gzip');
const SAMPLES: readonly (readonly [string, Uint8Array])[] = [
	['nothing', new Uint8Array(0)],
	['one byte', Uint8Array.of(7)],
	['one byte often', new Uint8Array(70_000).fill(65)],
	['text', encodeUtf8('apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n'.repeat(200))],
	['noise', random.bytes(40_000)],
	['skewed', Uint8Array.from({ length: 50_000 }, () => Math.floor(2 ** (random.float() * 8)) - 1)],
	['far repetition', new Uint8Array([...random.bytes(33_000), ...random.bytes(10), ...new Uint8Array(300)])],
];

test.each(SAMPLES)('gzip: %s', (_name, data) => {
	const packed = gzip(data);
	expect(Buffer.from(gunzipSync(packed)).equals(Buffer.from(data))).toBe(true);
	expect(Buffer.from(gunzip(packed)).equals(Buffer.from(data))).toBe(true);
	expect(Buffer.from(gunzip(gzipSync(data))).equals(Buffer.from(data))).toBe(true);
});

test('repetitions make it smaller, as much as zlib does but for a few bytes in a hundred', () => {
	for (const [, data] of SAMPLES) expect(gzip(data).length).toBeLessThanOrEqual(gzipSync(data).length * 1.05 + 60);
});
