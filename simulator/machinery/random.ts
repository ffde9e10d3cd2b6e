/**
 * Seeded randomness (sfc32). A world has one root; every consumer takes a named stream of its own, so
 * that a new consumer does not change what the others draw.
 */
export class Random {
	#a: number;
	#b: number;
	#c: number;
	#counter: number;
	readonly #seed: string;

	constructor(seed: string) {
		this.#seed = seed;
		const [a, b, c, d] = hash128(seed);
		this.#a = a;
		this.#b = b;
		this.#c = c;
		this.#counter = d;
		for (let round = 0; round < 12; round++) this.uint32();
	}

	/** A stream that depends on this one's seed and `name` only, not on what was drawn so far. */
	stream(name: string): Random {
		return new Random(`${this.#seed}/${name}`);
	}

	/** A whole number from 0 to 2^32 − 1. */
	uint32(): number {
		const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
		this.#counter = (this.#counter + 1) | 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) | 0;
		this.#c = (this.#c << 21) | (this.#c >>> 11);
		this.#c = (this.#c + sum) | 0;
		return sum >>> 0;
	}

	/** From 0 (included) to 1 (excluded). */
	float(): number {
		return this.uint32() / 4294967296;
	}

	/** A whole number from 0 (included) to `end` (excluded). */
	below(end: number): number {
		return Math.floor(this.float() * end);
	}

	/** A whole number from `low` to `high`, both included. */
	between(low: number, high: number): number {
		return low + this.below(high - low + 1);
	}

	pick<T>(items: readonly T[]): T {
		if (items.length === 0) throw new Error('assertion failed: pick from an empty list');
		return items[this.below(items.length)] as T;
	}

	bytes(length: number): Uint8Array {
		const out = new Uint8Array(length);
		for (let i = 0; i < length; i++) out[i] = this.uint32() & 0xff;
		return out;
	}

	hex(length: number): string {
		let out = '';
		while (out.length < length) out += this.uint32().toString(16).padStart(8, '0');
		return out.slice(0, length);
	}

	/** A version 4 UUID. */
	uuid(): string {
		const hex = this.hex(32);
		const variant = '89ab'[Number.parseInt(hex[16] as string, 16) & 3];
		return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
	}

	/** The suffix that generated names get. Models apimachinery/pkg/util/rand String. */
	suffix(length = 5): string {
		let out = '';
		for (let i = 0; i < length; i++) out += SAFE_ALPHABET[this.below(SAFE_ALPHABET.length)];
		return out;
	}
}

/** No vowels, no 0, 1 and 3: no words, nothing that reads as something else. */
const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** cyrb128. */
function hash128(text: string): [number, number, number, number] {
	let h1 = 1779033703;
	let h2 = 3144134277;
	let h3 = 1013904242;
	let h4 = 2773480762;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		h1 = h2 ^ Math.imul(h1 ^ code, 597399067);
		h2 = h3 ^ Math.imul(h2 ^ code, 2869860233);
		h3 = h4 ^ Math.imul(h3 ^ code, 951274213);
		h4 = h1 ^ Math.imul(h4 ^ code, 2716044179);
	}
	h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
	h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
	h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
	h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
	return [h1 ^ h2 ^ h3 ^ h4, h2 ^ h1, h3 ^ h1, h4 ^ h1];
}
