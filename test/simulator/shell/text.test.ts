import { expect, test } from 'vitest';
import { decodeBytes, encodeText } from '../../../simulator/shell/text.ts';

/** A byte that is no part of a character stands for itself, whatever is around it. */
test.each([
	[[0x61, 0xff, 0x62], 'a\udcffb'],
	[[0xc3, 0xa9, 0x80, 0xed, 0x95, 0x9c], 'é\udc80한'],
	[[0xf0, 0x9f, 0x98, 0x80, 0xf0, 0x9f, 0x98], '😀\udcf0\udc9f\udc98'],
	// An encoded surrogate, one that is longer than it need be, one beyond the last, and U+FFFD itself.
	[[0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
	[[0xc0, 0xaf, 0xe0, 0x80, 0xaf], '\udcc0\udcaf\udce0\udc80\udcaf'],
	[[0xf4, 0x90, 0x80, 0x80, 0xf4, 0x8f, 0xbf, 0xbf], '\udcf4\udc90\udc80\udc80\u{10ffff}'],
	[[0xef, 0xbf, 0xbd, 0xfe], '\ufffd\udcfe'],
])('%j', (bytes, text) => {
	expect(decodeBytes(Uint8Array.from(bytes))).toBe(text);
	expect([...encodeText(text)]).toEqual(bytes);
});

/** As in Node's own encoding: a lone surrogate that is no byte of ours becomes U+FFFD. */
test('what is no character', () => {
	expect(Buffer.from(encodeText('\ud800b\udc80\udd00')).toString('hex')).toBe('efbfbd6280efbfbd');
});

test('thousands of them', () => {
	const bytes = Uint8Array.from({ length: 20_000 }, (_, at) => (at * at * 31 + at * 7) % 256);
	expect(Buffer.compare(encodeText(decodeBytes(bytes)), bytes)).toBe(0);
});
