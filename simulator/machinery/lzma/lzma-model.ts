/** What both directions of LZMA share: adaptive probabilities of bits, by what came before. */
export const PROBABILITY_BITS = 11;
export const MOVE_BITS = 5;
const HALF = 2 ** (PROBABILITY_BITS - 1);

export const MATCH_MIN = 2;
export const MATCH_MAX = 273;
/** Distances from this slot on have direct bits, and four that are coded. */
export const DIRECT_SLOT = 14;
const LENGTH_STATES = 4;
const LITERAL_SIZE = 0x300;

export function probabilities(count: number): Uint16Array {
	return new Uint16Array(count).fill(HALF);
}

/** Of lengths: up to 9, up to 17, up to 273. */
export class LengthModel {
	readonly choice = probabilities(2);
	readonly low = Array.from({ length: 16 }, () => probabilities(8));
	readonly middle = Array.from({ length: 16 }, () => probabilities(8));
	readonly high = probabilities(256);
}

/** @param lc bits of the byte before, @param lp and @param pb bits of the place that choose among probabilities. */
export class LzmaModel {
	readonly lc: number;
	readonly literalMask: number;
	readonly placeMask: number;
	readonly isMatch = probabilities(12 * 16);
	readonly isRep = probabilities(12);
	readonly isRep0 = probabilities(12);
	readonly isRep1 = probabilities(12);
	readonly isRep2 = probabilities(12);
	readonly isLong = probabilities(12 * 16);
	readonly slots = Array.from({ length: LENGTH_STATES }, () => probabilities(64));
	readonly special = probabilities(128);
	readonly align = probabilities(16);
	readonly matchLength = new LengthModel();
	readonly repLength = new LengthModel();
	readonly literals: Uint16Array;
	/** What kinds of symbols came last. */
	state = 0;
	/** The last four distances, less one. */
	readonly reps: [number, number, number, number] = [0, 0, 0, 0];

	constructor(lc: number, lp: number, pb: number) {
		this.lc = lc;
		this.literalMask = 2 ** lp - 1;
		this.placeMask = 2 ** pb - 1;
		this.literals = probabilities(LITERAL_SIZE << (lc + lp));
	}

	/** Where the probabilities of a literal begin. */
	literalAt(position: number, before: number): number {
		return LITERAL_SIZE * (((position & this.literalMask) << this.lc) + (before >> (8 - this.lc)));
	}

	slotsOf(length: number): Uint16Array {
		return this.slots[Math.min(length - MATCH_MIN, LENGTH_STATES - 1)] as Uint16Array;
	}

	afterLiteral(): void {
		this.state = this.state < 4 ? 0 : this.state < 10 ? this.state - 3 : this.state - 6;
	}

	/** @param kind 7 of a match, 8 of one with a known distance, 9 of a single byte. */
	after(kind: 7 | 8 | 9): void {
		this.state = this.state < 7 ? kind : kind === 7 ? 10 : 11;
	}

	/** A known distance comes first now. */
	takeRep(index: number): void {
		const [distance] = this.reps.splice(index, 1) as [number];
		this.reps.unshift(distance);
	}

	takeDistance(distance: number): void {
		this.reps.pop();
		this.reps.unshift(distance);
	}
}
