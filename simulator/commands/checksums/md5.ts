import { BlockDigest, type Digest, digestOf } from '../../machinery/block-digest.ts';

/** MD5 of RFC 1321. */
export function md5(message: Uint8Array): Uint8Array {
	return digestOf(md5Digest(), message);
}

export function md5Digest(): Digest {
	const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
	return new BlockDigest({
		blockBytes: 64,
		isLittleEndian: true,
		mix: (view, offset) => mix(state, view, offset),
		sum() {
			const out = new Uint8Array(16);
			const words = new DataView(out.buffer);
			for (const [at, word] of state.entries()) words.setUint32(at * 4, word >>> 0, true);
			return out;
		},
	});
}

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 0x1_0000_0000) >>> 0);

function mix(state: number[], view: DataView, offset: number): void {
	let [a, b, c, d] = state as [number, number, number, number];
	for (let i = 0; i < 64; i++) {
		const round = i >> 4;
		const f =
			round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
		const word = [i, 5 * i + 1, 3 * i + 5, 7 * i][round] as number;
		const sum = (a + f + (SINES[i] as number) + view.getUint32(offset + (word % 16) * 4, true)) | 0;
		const shift = SHIFTS[round * 4 + (i % 4)] as number;
		a = d;
		d = c;
		c = b;
		b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
	}
	[a, b, c, d].forEach((word, at) => {
		state[at] = ((state[at] as number) + word) | 0;
	});
}
