import { BlockDigest, type Digest, digestOf } from './block-digest.ts';

/** SHA-1 of `message`: 20 bytes. Only where a protocol demands it (WebSocket handshakes). */
export function sha1(message: Uint8Array): Uint8Array {
	return digestOf(sha1Digest(), message);
}

export function sha1Digest(): Digest {
	const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
	const schedule = new Uint32Array(80);
	return new BlockDigest({
		blockBytes: 64,
		isLittleEndian: false,
		mix: (view, offset) => compress(state, view, offset, schedule),
		sum() {
			const out = new Uint8Array(20);
			const words = new DataView(out.buffer);
			for (const [i, word] of state.entries()) words.setUint32(i * 4, word);
			return out;
		},
	});
}

function rotate(value: number, by: number): number {
	return (value << by) | (value >>> (32 - by));
}

function compress(state: Uint32Array, view: DataView, offset: number, w: Uint32Array): void {
	for (let i = 0; i < 16; i++) w[i] = view.getUint32(offset + i * 4);
	for (let i = 16; i < 80; i++) {
		const mixed = (w[i - 3] as number) ^ (w[i - 8] as number) ^ (w[i - 14] as number) ^ (w[i - 16] as number);
		w[i] = rotate(mixed, 1);
	}
	let [a, b, c, d, e] = [...state] as [number, number, number, number, number];
	for (let i = 0; i < 80; i++) {
		const [f, k] = roundOf(i, b, c, d);
		const next = (rotate(a, 5) + f + e + k + (w[i] as number)) | 0;
		e = d;
		d = c;
		c = rotate(b, 30);
		b = a;
		a = next;
	}
	for (const [i, value] of [a, b, c, d, e].entries()) state[i] = ((state[i] as number) + value) | 0;
}

function roundOf(i: number, b: number, c: number, d: number): [number, number] {
	if (i < 20) return [(b & c) | (~b & d), 0x5a827999];
	if (i < 40) return [b ^ c ^ d, 0x6ed9eba1];
	if (i < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
	return [b ^ c ^ d, 0xca62c1d6];
}
