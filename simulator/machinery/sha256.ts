import { BlockDigest, type Digest, digestOf } from './block-digest.ts';
import { resting } from './rest.ts';
import type { Task, Wait } from './task.ts';

const ROUND_CONSTANTS = new Uint32Array(64);
const INITIAL = new Uint32Array(8);

// The first 32 bits of the fractional parts of the cube and square roots of the first primes (FIPS 180-4).
{
	let found = 0;
	for (let candidate = 2; found < 64; candidate++) {
		let prime = true;
		for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) prime = false;
		if (!prime) continue;
		ROUND_CONSTANTS[found] = fraction(Math.cbrt(candidate));
		if (found < 8) INITIAL[found] = fraction(Math.sqrt(candidate));
		found++;
	}
}

function fraction(value: number): number {
	return Math.floor((value - Math.floor(value)) * 4294967296);
}

/** SHA-256 of `message`: 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array {
	return digestOf(sha256Digest(), message);
}

/** SHA-224 of `message`: 28 bytes. */
export function sha224(message: Uint8Array): Uint8Array {
	return digestOf(sha224Digest(), message);
}

/** The second 32 bits of the fractions of the square roots of the ninth to sixteenth primes. */
const INITIAL_224 = Uint32Array.of(
	0xc1059ed8,
	0x367cd507,
	0x3070dd17,
	0xf70e5939,
	0xffc00b31,
	0x68581511,
	0x64f98fa7,
	0xbefa4fa4,
);

export function sha256Digest(): Digest {
	return digest(INITIAL, 32);
}

export function sha224Digest(): Digest {
	return digest(INITIAL_224, 28);
}

function digest(initial: Uint32Array, bytes: number): Digest {
	const state = Uint32Array.from(initial);
	const schedule = new Uint32Array(64);
	return new BlockDigest({
		blockBytes: 64,
		isLittleEndian: false,
		mix: (view, offset) => compress(state, view, offset, schedule),
		sum() {
			const out = new Uint8Array(32);
			const words = new DataView(out.buffer);
			for (let i = 0; i < 8; i++) words.setUint32(i * 4, state[i] as number);
			return out.subarray(0, bytes);
		},
	});
}

/** SHA-256 in lower-case hex. */
export function sha256Hex(message: Uint8Array): string {
	return hexOf(sha256(message));
}

/** The same of a message that may be long, with a rest after every so many bytes. */
export function* sha256HexInSteps(message: Uint8Array, rest: Wait | undefined): Task<string> {
	return hexOf(yield* sha256InSteps(message, () => resting(rest)));
}

/** SHA-256 of a message that may be long. @param pause called after so many bytes. */
export function* sha256InSteps(message: Uint8Array, pause: (bytes: number) => Task<void>): Task<Uint8Array> {
	const digest = sha256Digest();
	for (let at = 0; at < message.length; at += BYTES_A_STEP) {
		if (at > 0) yield* pause(BYTES_A_STEP);
		digest.feed(message.subarray(at, at + BYTES_A_STEP));
	}
	return digest.finish();
}

const BYTES_A_STEP = 262_144;

export function hexOf(bytes: Uint8Array): string {
	let out = '';
	for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
	return out;
}

function rotate(value: number, by: number): number {
	return (value >>> by) | (value << (32 - by));
}

function compress(state: Uint32Array, view: DataView, offset: number, w: Uint32Array): void {
	for (let i = 0; i < 16; i++) w[i] = view.getUint32(offset + i * 4);
	for (let i = 16; i < 64; i++) {
		const a = w[i - 15] as number;
		const b = w[i - 2] as number;
		const small0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
		const small1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
		w[i] = ((w[i - 16] as number) + small0 + (w[i - 7] as number) + small1) | 0;
	}
	// One by one: iterating costs more than a round.
	let a = state[0] as number;
	let b = state[1] as number;
	let c = state[2] as number;
	let d = state[3] as number;
	let e = state[4] as number;
	let f = state[5] as number;
	let g = state[6] as number;
	let h = state[7] as number;
	for (let i = 0; i < 64; i++) {
		const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
		const choice = (e & f) ^ (~e & g);
		const one = (h + big1 + choice + (ROUND_CONSTANTS[i] as number) + (w[i] as number)) | 0;
		const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
		const majority = (a & b) ^ (a & c) ^ (b & c);
		h = g;
		g = f;
		f = e;
		e = (d + one) | 0;
		d = c;
		c = b;
		b = a;
		a = (one + big0 + majority) | 0;
	}
	state[0] = ((state[0] as number) + a) | 0;
	state[1] = ((state[1] as number) + b) | 0;
	state[2] = ((state[2] as number) + c) | 0;
	state[3] = ((state[3] as number) + d) | 0;
	state[4] = ((state[4] as number) + e) | 0;
	state[5] = ((state[5] as number) + f) | 0;
	state[6] = ((state[6] as number) + g) | 0;
	state[7] = ((state[7] as number) + h) | 0;
}
