import { BitOutput } from './bit-output.ts';
import { HuffmanWriter } from './huffman-writer.ts';

const MATCH_MIN = 3;
const MATCH_MAX = 258;
const WINDOW_BYTES = 32_768;
const HASH_SIZE = 1 << 15;
/** How many earlier places are looked at for a longer match. */
const CHAIN_MAX = 64;

/** Raw deflate (RFC 1951), block by block: repetitions within a block as references, the rest in a code made for it. */
export class Deflater {
	readonly #out = new BitOutput();

	/** A hundred thousand bytes or so are a good block. */
	block(data: Uint8Array, isLast: boolean): void {
		const writer = new HuffmanWriter();
		const heads = new Int32Array(HASH_SIZE).fill(-1);
		const previous = new Int32Array(data.length);
		for (let at = 0; at < data.length; ) {
			const { distance, length } = longestMatch(data, at, heads, previous);
			if (length < MATCH_MIN) {
				writer.literal(data[at] as number);
				remember(data, at++, heads, previous);
				continue;
			}
			writer.copy(length, distance);
			for (const end = at + length; at < end; at++) remember(data, at, heads, previous);
		}
		writer.write(this.#out, isLast);
	}

	/** All that was written; nothing can be written afterwards. */
	finish(): Uint8Array {
		return this.#out.finish();
	}
}

const BLOCK_BYTES = 131_072;

/** All of it at once. */
export function deflate(data: Uint8Array): Uint8Array {
	const deflater = new Deflater();
	for (let at = 0; at === 0 || at < data.length; at += BLOCK_BYTES) {
		deflater.block(data.subarray(at, at + BLOCK_BYTES), at + BLOCK_BYTES >= data.length);
	}
	return deflater.finish();
}

function remember(data: Uint8Array, at: number, heads: Int32Array, previous: Int32Array): void {
	if (at + MATCH_MIN > data.length) return;
	const hash = hashAt(data, at);
	previous[at] = heads[hash] as number;
	heads[hash] = at;
}

function hashAt(data: Uint8Array, at: number): number {
	const three = ((data[at] as number) << 16) | ((data[at + 1] as number) << 8) | (data[at + 2] as number);
	return (Math.imul(three, 0x9e3779b1) >>> 17) & (HASH_SIZE - 1);
}

function longestMatch(
	data: Uint8Array,
	at: number,
	heads: Int32Array,
	previous: Int32Array,
): { distance: number; length: number } {
	const best = { distance: 0, length: 0 };
	if (at + MATCH_MIN > data.length) return best;
	const limit = Math.min(MATCH_MAX, data.length - at);
	let candidate = heads[hashAt(data, at)] as number;
	for (let tries = 0; candidate >= 0 && at - candidate <= WINDOW_BYTES && tries < CHAIN_MAX; tries++) {
		let length = 0;
		while (length < limit && data[candidate + length] === data[at + length]) length++;
		if (length > best.length) {
			best.length = length;
			best.distance = at - candidate;
			if (length === limit) break;
		}
		candidate = previous[candidate] as number;
	}
	return best;
}
