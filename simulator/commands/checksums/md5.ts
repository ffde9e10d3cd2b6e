/** MD5 of RFC 1321. */
export function md5(message: Uint8Array): Uint8Array {
	const blocks = Math.ceil((message.length + 9) / 64);
	const padded = new Uint8Array(blocks * 64);
	padded.set(message);
	padded[message.length] = 0x80;
	const view = new DataView(padded.buffer);
	view.setUint32(padded.length - 8, (message.length * 8) >>> 0, true);
	view.setUint32(padded.length - 4, Math.floor(message.length / 0x20000000), true);
	const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
	for (let block = 0; block < blocks; block++) mix(state, view, block * 64);
	const out = new Uint8Array(16);
	const digest = new DataView(out.buffer);
	state.forEach((word, at) => {
		digest.setUint32(at * 4, word >>> 0, true);
	});
	return out;
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
