import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
	decodeBase64,
	decodeStandardBase64,
	encodeBase64,
	encodeBase64Url,
} from '../../../simulator/machinery/base64.ts';
import { sha256Hex } from '../../../simulator/machinery/sha256.ts';
import { decodeUtf8, encodeUtf8, wholeCharacters } from '../../../simulator/machinery/utf8.ts';

const samples = [0, 1, 2, 3, 54, 55, 56, 63, 64, 65, 1000].map((length) =>
	Uint8Array.from({ length }, (_, index) => (index * 37) & 255),
);

test('sha256 agrees with the platform', () => {
	for (const sample of samples) expect(sha256Hex(sample)).toBe(createHash('sha256').update(sample).digest('hex'));
});

test('base64 agrees with the platform, both ways', () => {
	for (const sample of samples) {
		expect(encodeBase64(sample)).toBe(Buffer.from(sample).toString('base64'));
		expect(encodeBase64Url(sample)).toBe(Buffer.from(sample).toString('base64url'));
		expect(decodeBase64(encodeBase64(sample))).toEqual(sample);
		expect(decodeBase64(encodeBase64Url(sample))).toEqual(sample);
	}
});

test.each([
	['YQ=', 3],
	['a', 1],
	['YW!j', 2],
	['YQ==YQ==', 4],
])('base64 %j is refused', (text, offset) => {
	expect(() => decodeBase64(text)).toThrow(`illegal base64 data at input byte ${offset}`);
});

test.each([
	['abc', 0],
	['mypassword', 8],
	['p@ss', 1],
	['YWJj_-', 4],
	['YWJj\nYQ', 5],
	['YQ=', 3],
	['YQ=a', 2],
	['YQ==a', 4],
	['YWI==', 4],
	['Y===', 1],
])('base64 %j is refused as Go does', (text, offset) => {
	expect(() => decodeStandardBase64(text)).toThrow(`illegal base64 data at input byte ${offset}`);
});

test('line ends do not count in base64', () => {
	expect(decodeUtf8(decodeStandardBase64('YW\nJj\r\nYQ=\n=\n'))).toBe('abca');
});

test('utf-8', () => {
	expect(decodeUtf8(encodeUtf8('쿠버네티스 ☸ 𝒌8s'))).toBe('쿠버네티스 ☸ 𝒌8s');
	expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
	expect(wholeCharacters(encodeUtf8('a쿠').subarray(0, 3))).toBe(1);
	expect(wholeCharacters(encodeUtf8('a쿠'))).toBe(4);
});
