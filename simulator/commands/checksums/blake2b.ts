import { type Digest, digestOf } from '../../machinery/block-digest.ts';

const BLOCK_BYTES = 128;
const MASK = (1n << 64n) - 1n;

/** BLAKE2b without a key (RFC 7693). @param length of the sum, in bytes, at most 64. */
export function blake2b(data: Uint8Array, length = 64): Uint8Array {
	return digestOf(new Blake2b(length), data);
}

export class Blake2b implements Digest {
	readonly #state: bigint[];
	readonly #length: number;
	/** The last block is known only when nothing follows. */
	readonly #block = new Uint8Array(BLOCK_BYTES);
	#blockBytes = 0;
	#count = 0;

	/** @param length of the sum, in bytes, at most 64. */
	constructor(length = 64) {
		this.#length = length;
		this.#state = INITIAL.map((word, index) => (index === 0 ? word ^ 0x01010000n ^ BigInt(length) : word));
	}

	feed(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; ) {
			if (this.#blockBytes === BLOCK_BYTES) this.#mix(false);
			const piece = bytes.subarray(at, at + BLOCK_BYTES - this.#blockBytes);
			this.#block.set(piece, this.#blockBytes);
			this.#blockBytes += piece.length;
			at += piece.length;
		}
	}

	finish(): Uint8Array {
		this.#block.fill(0, this.#blockBytes);
		this.#mix(true);
		const out = new Uint8Array(64);
		const sums = new DataView(out.buffer);
		for (const [index, word] of this.#state.entries()) sums.setBigUint64(index * 8, word, true);
		return out.slice(0, this.#length);
	}

	#mix(isLast: boolean): void {
		this.#count += this.#blockBytes;
		this.#blockBytes = 0;
		compress(this.#state, new DataView(this.#block.buffer), BigInt(this.#count), isLast);
	}
}

const INITIAL: readonly bigint[] = [
	0x6a09e667f3bcc908n,
	0xbb67ae8584caa73bn,
	0x3c6ef372fe94f82bn,
	0xa54ff53a5f1d36f1n,
	0x510e527fade682d1n,
	0x9b05688c2b3e6c1fn,
	0x1f83d9abfb41bd6bn,
	0x5be0cd19137e2179n,
];

/** Which words of the message the steps of a round take; the last two of the twelve rounds begin again. */
const ORDERS = [
	'0123456789abcdef',
	'ea489fd61c02b753',
	'b8c052fdae367194',
	'7931dcbe265a40f8',
	'905724afe1bc683d',
	'2c6a0b834d75fe19',
	'c51fed4a0763928b',
	'db7ec13950f4862a',
	'6fe9b308c2d714a5',
	'a2847615fb9e3cd0',
].map((order) => [...order].map((digit) => Number.parseInt(digit, 16)));

/** The four columns and the four diagonals that a round mixes. */
const STEPS: readonly (readonly [number, number, number, number])[] = [
	[0, 4, 8, 12],
	[1, 5, 9, 13],
	[2, 6, 10, 14],
	[3, 7, 11, 15],
	[0, 5, 10, 15],
	[1, 6, 11, 12],
	[2, 7, 8, 13],
	[3, 4, 9, 14],
];

function compress(state: bigint[], message: DataView, count: bigint, isLast: boolean): void {
	const work = [...state, ...INITIAL];
	const word = (index: number): bigint => work[index] as bigint;
	work[12] = word(12) ^ count;
	if (isLast) work[14] = word(14) ^ MASK;
	for (let round = 0; round < 12; round++) {
		const order = ORDERS[round % 10] as readonly number[];
		for (const [step, [a, b, c, d]] of STEPS.entries()) {
			const x = message.getBigUint64((order[2 * step] as number) * 8, true);
			const y = message.getBigUint64((order[2 * step + 1] as number) * 8, true);
			work[a] = (word(a) + word(b) + x) & MASK;
			work[d] = rotated(word(d) ^ word(a), 32n);
			work[c] = (word(c) + word(d)) & MASK;
			work[b] = rotated(word(b) ^ word(c), 24n);
			work[a] = (word(a) + word(b) + y) & MASK;
			work[d] = rotated(word(d) ^ word(a), 16n);
			work[c] = (word(c) + word(d)) & MASK;
			work[b] = rotated(word(b) ^ word(c), 63n);
		}
	}
	for (let index = 0; index < 8; index++) state[index] = (state[index] as bigint) ^ word(index) ^ word(index + 8);
}

function rotated(word: bigint, bits: bigint): bigint {
	return ((word >> bits) | (word << (64n - bits))) & MASK;
}
