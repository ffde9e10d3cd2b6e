import { BlockDigest, type Digest, digestOf } from '../../machinery/block-digest.ts';

/** SHA-512 and SHA-384 of FIPS 180-4. */
export function sha512(message: Uint8Array): Uint8Array {
	return digestOf(sha512Digest(), message);
}

export function sha384(message: Uint8Array): Uint8Array {
	return digestOf(sha384Digest(), message);
}

const MASK = 0xffffffffffffffffn;

/** The first 80 primes: their roots are the constants. */
const PRIMES = ((): bigint[] => {
	const primes: bigint[] = [];
	for (let n = 2n; primes.length < 80; n++) if (primes.every((prime) => n % prime !== 0n)) primes.push(n);
	return primes;
})();

/** The first 64 bits of the fraction of the `degree`th root of `n`. */
function rootFraction(n: bigint, degree: 2n | 3n): bigint {
	const scaled = n << (64n * degree);
	let low = 0n;
	let high = 1n << 80n;
	while (high - low > 1n) {
		const middle = (low + high) >> 1n;
		if (middle ** degree <= scaled) low = middle;
		else high = middle;
	}
	return low & MASK;
}

/** Words as pairs of 32 bits, the upper one first: BigInts are a hundred times slower. */
function pairs(words: readonly bigint[]): Int32Array {
	return Int32Array.from(words.flatMap((word) => [Number(word >> 32n) | 0, Number(word & 0xffffffffn) | 0]));
}

const ROUND_CONSTANTS = pairs(PRIMES.map((prime) => rootFraction(prime, 3n)));
const INITIAL_512 = pairs(PRIMES.slice(0, 8).map((prime) => rootFraction(prime, 2n)));
const INITIAL_384 = pairs(PRIMES.slice(8, 16).map((prime) => rootFraction(prime, 2n)));

export function sha512Digest(): Digest {
	return digest(INITIAL_512, 64);
}

export function sha384Digest(): Digest {
	return digest(INITIAL_384, 48);
}

function digest(initial: Int32Array, bytes: number): Digest {
	const state = Int32Array.from(initial);
	const schedule = new Int32Array(160);
	return new BlockDigest({
		blockBytes: 128,
		isLittleEndian: false,
		mix: (view, offset) => mix(state, schedule, view, offset),
		sum() {
			const out = new Uint8Array(64);
			const words = new DataView(out.buffer);
			for (let at = 0; at < 16; at++) words.setInt32(at * 4, state[at] as number);
			return out.subarray(0, bytes);
		},
	});
}

/** A word's turns to the right, XORed: by less than 32 each, or by more where the halves are given the other way round. */
const half = (high: number, low: number, by: number): number => (high >>> by) | (low << (32 - by));

function extend(w: Int32Array): void {
	for (let t = 32; t < 160; t += 2) {
		const [xh, xl] = [w[t - 30] as number, w[t - 29] as number];
		const [yh, yl] = [w[t - 4] as number, w[t - 3] as number];
		const s0h = half(xh, xl, 1) ^ half(xh, xl, 8) ^ (xh >>> 7);
		const s0l = half(xl, xh, 1) ^ half(xl, xh, 8) ^ half(xl, xh, 7);
		const s1h = half(yh, yl, 19) ^ half(yl, yh, 29) ^ (yh >>> 6);
		const s1l = half(yl, yh, 19) ^ half(yh, yl, 29) ^ half(yl, yh, 6);
		const low = ((w[t - 31] as number) >>> 0) + (s0l >>> 0) + ((w[t - 13] as number) >>> 0) + (s1l >>> 0);
		w[t + 1] = low | 0;
		w[t] = ((w[t - 32] as number) + s0h + (w[t - 14] as number) + s1h + Math.floor(low / 0x100000000)) | 0;
	}
}

function mix(state: Int32Array, w: Int32Array, view: DataView, offset: number): void {
	for (let at = 0; at < 32; at++) w[at] = view.getInt32(offset + at * 4);
	extend(w);
	// a … h, each as its upper half and its lower one; the first of them moves down one place a round.
	const v = Int32Array.from(state);
	for (let t = 0; t < 160; t += 2) {
		const at = (16 - (t % 16)) % 16;
		const [eh, el] = [v[(at + 8) & 15] as number, v[(at + 9) & 15] as number];
		const [fh, fl] = [v[(at + 10) & 15] as number, v[(at + 11) & 15] as number];
		const [gh, gl] = [v[(at + 12) & 15] as number, v[(at + 13) & 15] as number];
		const [hh, hl] = [v[(at + 14) & 15] as number, v[(at + 15) & 15] as number];
		const s1h = half(eh, el, 14) ^ half(eh, el, 18) ^ half(el, eh, 9);
		const s1l = half(el, eh, 14) ^ half(el, eh, 18) ^ half(eh, el, 9);
		const t1l =
			(hl >>> 0) +
			(s1l >>> 0) +
			(((el & fl) ^ (~el & gl)) >>> 0) +
			((ROUND_CONSTANTS[t + 1] as number) >>> 0) +
			((w[t + 1] as number) >>> 0);
		const t1h =
			(hh +
				s1h +
				((eh & fh) ^ (~eh & gh)) +
				(ROUND_CONSTANTS[t] as number) +
				(w[t] as number) +
				Math.floor(t1l / 0x100000000)) |
			0;
		const [ah, al] = [v[at] as number, v[(at + 1) & 15] as number];
		const [bh, bl] = [v[(at + 2) & 15] as number, v[(at + 3) & 15] as number];
		const [ch, cl] = [v[(at + 4) & 15] as number, v[(at + 5) & 15] as number];
		const s0h = half(ah, al, 28) ^ half(al, ah, 2) ^ half(al, ah, 7);
		const s0l = half(al, ah, 28) ^ half(ah, al, 2) ^ half(ah, al, 7);
		const t1Low = t1l | 0;
		const dl = ((v[(at + 7) & 15] as number) >>> 0) + (t1Low >>> 0);
		v[(at + 6) & 15] = ((v[(at + 6) & 15] as number) + t1h + (dl > 0xffffffff ? 1 : 0)) | 0;
		v[(at + 7) & 15] = dl | 0;
		const t2l = (t1Low >>> 0) + (s0l >>> 0) + (((al & bl) ^ (al & cl) ^ (bl & cl)) >>> 0);
		v[(at + 14) & 15] = (t1h + s0h + ((ah & bh) ^ (ah & ch) ^ (bh & ch)) + Math.floor(t2l / 0x100000000)) | 0;
		v[(at + 15) & 15] = t2l | 0;
	}
	for (let at = 0; at < 16; at += 2) {
		const low = ((state[at + 1] as number) >>> 0) + ((v[at + 1] as number) >>> 0);
		state[at] = ((state[at] as number) + (v[at] as number) + (low > 0xffffffff ? 1 : 0)) | 0;
		state[at + 1] = low | 0;
	}
}
