import { hmacSha256 } from '../hmac.ts';
import type { Task } from '../task.ts';

export interface ScryptCost {
	/** A power of two. */
	readonly n: number;
	readonly r: number;
	readonly p: number;
}

const WORDS = 16;

/** A key of a password that takes time and memory. @param tick called now and then. Models RFC 7914. */
export function* scrypt(
	password: Uint8Array,
	salt: Uint8Array,
	{ n, r, p }: ScryptCost,
	length: number,
	tick: () => Task<void>,
): Task<Uint8Array> {
	const blockWords = 2 * r * WORDS;
	const bytes = pbkdf2(password, salt, p * blockWords * 4);
	const view = new DataView(bytes.buffer);
	for (let part = 0; part < p; part++) {
		const block = Uint32Array.from({ length: blockWords }, (_, i) => view.getUint32(4 * (part * blockWords + i), true));
		yield* mixed(block, n, r, tick);
		for (let i = 0; i < blockWords; i++) view.setUint32(4 * (part * blockWords + i), block[i] as number, true);
	}
	return pbkdf2(password, bytes, length);
}

/** PBKDF2 with HMAC-SHA256 and one round. */
function pbkdf2(password: Uint8Array, salt: Uint8Array, length: number): Uint8Array {
	const out = new Uint8Array(length);
	for (let index = 0; index * 32 < length; index++) {
		const counted = new Uint8Array(salt.length + 4);
		counted.set(salt);
		new DataView(counted.buffer).setUint32(salt.length, index + 1);
		out.set(hmacSha256(password, counted).subarray(0, Math.min(32, length - 32 * index)), 32 * index);
	}
	return out;
}

/** Blocks of eight (r) that are mixed between two ticks; longer ones take longer. */
const TICK_EVERY = 64;

function* mixed(block: Uint32Array, n: number, r: number, tick: () => Task<void>): Task<void> {
	const size = block.length;
	const memory = new Uint32Array(size * n);
	const scratch = new Uint32Array(size);
	const every = Math.max(1, Math.floor((8 * TICK_EVERY) / r));
	for (let i = 0; i < n; i++) {
		memory.set(block, i * size);
		mixBlock(block, scratch, r);
		if (i % every === 0) yield* tick();
	}
	for (let i = 0; i < n; i++) {
		const at = ((block[size - WORDS] as number) & (n - 1)) * size;
		for (let word = 0; word < size; word++) block[word] = (block[word] as number) ^ (memory[at + word] as number);
		mixBlock(block, scratch, r);
		if (i % every === 0) yield* tick();
	}
}

/** Salsa20/8 over the pieces in turn, even ones first. */
function mixBlock(block: Uint32Array, scratch: Uint32Array, r: number): void {
	const x = block.slice(block.length - WORDS);
	for (let piece = 0; piece < 2 * r; piece++) {
		for (let i = 0; i < WORDS; i++) x[i] = (x[i] as number) ^ (block[piece * WORDS + i] as number);
		salsa8(x);
		scratch.set(x, ((piece >> 1) + (piece & 1) * r) * WORDS);
	}
	block.set(scratch);
}

/** The four words that a quarter round works on: columns, then rows. */
const QUARTERS = [
	[0, 4, 8, 12],
	[5, 9, 13, 1],
	[10, 14, 2, 6],
	[15, 3, 7, 11],
	[0, 1, 2, 3],
	[5, 6, 7, 4],
	[10, 11, 8, 9],
	[15, 12, 13, 14],
].map((each) => Uint8Array.from(each));

function salsa8(x: Uint32Array): void {
	const before = x.slice();
	for (let round = 0; round < 4; round++) {
		for (const quarter of QUARTERS) {
			const [a = 0, b = 0, c = 0, d = 0] = quarter;
			x[b] = (x[b] as number) ^ rotated(((x[a] as number) + (x[d] as number)) | 0, 7);
			x[c] = (x[c] as number) ^ rotated(((x[b] as number) + (x[a] as number)) | 0, 9);
			x[d] = (x[d] as number) ^ rotated(((x[c] as number) + (x[b] as number)) | 0, 13);
			x[a] = (x[a] as number) ^ rotated(((x[d] as number) + (x[c] as number)) | 0, 18);
		}
	}
	for (let i = 0; i < WORDS; i++) x[i] = ((x[i] as number) + (before[i] as number)) | 0;
}

function rotated(word: number, bits: number): number {
	return (word << bits) | (word >>> (32 - bits));
}
