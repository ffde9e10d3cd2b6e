/** SHA-512 and SHA-384 of FIPS 180-4. */
export function sha512(message: Uint8Array): Uint8Array {
	return digest(message, INITIAL_512).subarray(0, 64);
}

export function sha384(message: Uint8Array): Uint8Array {
	return digest(message, INITIAL_384).subarray(0, 48);
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

const ROUND_CONSTANTS = PRIMES.map((prime) => rootFraction(prime, 3n));
const INITIAL_512 = PRIMES.slice(0, 8).map((prime) => rootFraction(prime, 2n));
const INITIAL_384 = PRIMES.slice(8, 16).map((prime) => rootFraction(prime, 2n));

const rotate = (value: bigint, by: bigint): bigint => ((value >> by) | (value << (64n - by))) & MASK;

function digest(message: Uint8Array, initial: readonly bigint[]): Uint8Array {
	const padded = new Uint8Array(Math.ceil((message.length + 17) / 128) * 128);
	padded.set(message);
	padded[message.length] = 0x80;
	const view = new DataView(padded.buffer);
	view.setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
	const state = [...initial];
	for (let offset = 0; offset < padded.length; offset += 128) mix(state, view, offset);
	const out = new Uint8Array(64);
	const words = new DataView(out.buffer);
	state.forEach((word, at) => {
		words.setBigUint64(at * 8, word);
	});
	return out;
}

function mix(state: bigint[], view: DataView, offset: number): void {
	const w: bigint[] = [];
	for (let t = 0; t < 80; t++) {
		if (t < 16) {
			w.push(view.getBigUint64(offset + t * 8));
			continue;
		}
		const [x, y] = [w[t - 15] as bigint, w[t - 2] as bigint];
		const s0 = rotate(x, 1n) ^ rotate(x, 8n) ^ (x >> 7n);
		const s1 = rotate(y, 19n) ^ rotate(y, 61n) ^ (y >> 6n);
		w.push(((w[t - 16] as bigint) + s0 + (w[t - 7] as bigint) + s1) & MASK);
	}
	let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
	for (let t = 0; t < 80; t++) {
		const s1 = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n);
		const t1 = (h + s1 + ((e & f) ^ (~e & MASK & g)) + (ROUND_CONSTANTS[t] as bigint) + (w[t] as bigint)) & MASK;
		const s0 = rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n);
		const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) & MASK;
		[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
	}
	[a, b, c, d, e, f, g, h].forEach((word, at) => {
		state[at] = ((state[at] as bigint) + word) & MASK;
	});
}
