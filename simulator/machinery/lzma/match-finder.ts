import { MATCH_MAX } from './lzma-model.ts';

export interface Match {
	readonly length: number;
	readonly distance: number;
}

const NONE: Match = { length: 0, distance: 0 };
const HASH_BITS = 16;
/** How far back matches reach: the dictionary of xz -6. */
const WINDOW = 2 ** 23;

/** Finds where what stands at a place stood before, by chains of places with the same hash of three bytes. */
export class MatchFinder {
	readonly #data: Uint8Array;
	readonly #depth: number;
	readonly #heads = new Int32Array(2 ** HASH_BITS).fill(-1);
	readonly #previous: Int32Array;
	/** Of two bytes: the last place alone. */
	readonly #pairs = new Int32Array(2 ** 16).fill(-1);
	#known = 0;

	constructor(data: Uint8Array, depth: number) {
		this.#data = data;
		this.#depth = depth;
		this.#previous = new Int32Array(data.length);
	}

	/** The longest match at `at`, the nearest of equals. Places must come in order. */
	longest(at: number): Match {
		while (this.#known < at) this.#add(this.#known++);
		const rest = Math.min(MATCH_MAX, this.#data.length - at);
		if (rest < 2) return NONE;
		let best = NONE;
		const pair = this.#pairs[this.#pairAt(at)] as number;
		if (pair >= 0 && at - pair <= WINDOW) best = { length: this.lengthAt(at, at - pair), distance: at - pair };
		if (rest < 3) return best;
		let place = this.#heads[this.#hashAt(at)] as number;
		for (let left = this.#depth; left > 0 && place >= 0 && at - place <= WINDOW; left--) {
			if (this.#data[place + best.length] === this.#data[at + best.length]) {
				const length = this.lengthAt(at, at - place);
				if (length > best.length) best = { length, distance: at - place };
				if (length === rest) break;
			}
			place = this.#previous[place] as number;
		}
		return best;
	}

	/** How much of what stands at `at` stands so far before it too. */
	lengthAt(at: number, distance: number): number {
		if (distance > at) return 0;
		const data = this.#data;
		const max = Math.min(MATCH_MAX, data.length - at);
		let length = 0;
		while (length < max && data[at + length] === data[at + length - distance]) length++;
		return length;
	}

	#add(at: number): void {
		this.#pairs[this.#pairAt(at)] = at;
		const hash = this.#hashAt(at);
		this.#previous[at] = this.#heads[hash] as number;
		this.#heads[hash] = at;
	}

	#pairAt(at: number): number {
		return ((this.#data[at] as number) << 8) | (this.#data[at + 1] ?? 0);
	}

	#hashAt(at: number): number {
		const value = (this.#pairAt(at) << 8) | (this.#data[at + 2] ?? 0);
		return Math.imul(value, 0x9e3779b1) >>> (32 - HASH_BITS);
	}
}
