import { DIRECT_SLOT, type LengthModel, LzmaModel, MATCH_MAX, MATCH_MIN } from './lzma-model.ts';
import { type Match, MatchFinder } from './match-finder.ts';
import { RangeEncoder } from './range-encoder.ts';

/** A chunk ends before either of its sizes could be too large for its header. */
const PACKED_MAX = 0xf000;
const UNPACKED_MAX = 2 ** 21 - MATCH_MAX;
const STORED_MAX = 2 ** 16;
/** Symbols between two yields, and bytes: a symbol may stand for hundreds. */
const SLICE = 512;
const SLICE_BYTES = 16_384;
/** lc 3, lp 0, pb 2. */
const PROPERTIES = [3, 0, 2] as const;
const PROPERTIES_BYTE = (2 * 5 + 0) * 9 + 3;

/** Packs data as chunks of LZMA2, their end mark included. Yields often. @param depth how long matches are looked for. */
export function* encodeLzma2(data: Uint8Array, depth: number): Generator<void, Uint8Array[]> {
	const chunks: Uint8Array[] = [];
	const finder = new MatchFinder(data, depth);
	let model = new LzmaModel(...PROPERTIES);
	let [needsState, needsProperties] = [true, true];
	for (let at = 0; at < data.length; ) {
		const encoder = new ChunkEncoder(data, model, finder, at);
		let symbols = 0;
		let yieldedAt = at;
		while (encoder.at < data.length && encoder.size < PACKED_MAX && encoder.at - at < UNPACKED_MAX) {
			encoder.next();
			if (++symbols % SLICE !== 0 && encoder.at - yieldedAt < SLICE_BYTES) continue;
			yieldedAt = encoder.at;
			yield;
		}
		const packed = encoder.finish();
		const size = encoder.at - at;
		if (packed.length >= size) {
			chunks.push(...storedChunks(data.subarray(at, encoder.at), at === 0));
			needsState = true;
			model = new LzmaModel(...PROPERTIES);
		} else {
			const reset = at === 0 ? 3 : needsProperties ? 2 : needsState ? 1 : 0;
			const [high, low] = [size - 1, packed.length - 1];
			const head = [0x80 | (reset << 5) | (high >> 16), (high >> 8) & 255, high & 255, low >> 8, low & 255];
			chunks.push(Uint8Array.from(reset >= 2 ? [...head, PROPERTIES_BYTE] : head), packed);
			[needsState, needsProperties] = [false, false];
		}
		at = encoder.at;
		yield;
	}
	chunks.push(Uint8Array.of(0));
	return chunks;
}

/** What would not become smaller is kept as it is. */
function storedChunks(data: Uint8Array, isFirst: boolean): Uint8Array[] {
	const chunks: Uint8Array[] = [];
	for (let at = 0; at < data.length; at += STORED_MAX) {
		const part = data.subarray(at, at + STORED_MAX);
		const size = part.length - 1;
		chunks.push(Uint8Array.of(isFirst && at === 0 ? 1 : 2, size >> 8, size & 255), part);
	}
	return chunks;
}

class ChunkEncoder {
	readonly #data: Uint8Array;
	readonly #model: LzmaModel;
	readonly #finder: MatchFinder;
	readonly #out = new RangeEncoder();
	#pending: Match | undefined;
	at: number;

	constructor(data: Uint8Array, model: LzmaModel, finder: MatchFinder, at: number) {
		this.#data = data;
		this.#model = model;
		this.#finder = finder;
		this.at = at;
	}

	get size(): number {
		return this.#out.length;
	}

	finish(): Uint8Array {
		return this.#out.finish();
	}

	/** Writes one symbol: a literal, or a match unless a longer one begins at the next byte. */
	next(): void {
		const rep = this.#bestRep();
		const match = this.#pending ?? this.#finder.longest(this.at);
		this.#pending = undefined;
		const isNearly = rep.length + 2 >= match.length && match.distance > 512;
		if (rep.length >= MATCH_MIN && (rep.length + 1 >= match.length || isNearly)) this.#repeat(rep.index, rep.length);
		else if (!isWorth(match) || this.#isBetterLater(match)) this.#single(rep.isByte);
		else this.#match(match);
	}

	/** Whether a longer match begins at the next byte; it is kept for then. */
	#isBetterLater({ length, distance }: Match): boolean {
		if (length >= 64) return false;
		const later = this.#finder.longest(this.at + 1);
		if (later.length < length || (later.length === length && later.distance >= distance >> 7)) return false;
		this.#pending = later;
		return true;
	}

	/** The longest of what stands at the last four distances. */
	#bestRep(): { index: number; length: number; isByte: boolean } {
		let [index, length] = [0, 0];
		for (const [each, distance] of this.#model.reps.entries()) {
			const own = this.#finder.lengthAt(this.at, distance + 1);
			if (own > length) [index, length] = [each, own];
		}
		return { index, length, isByte: this.#finder.lengthAt(this.at, this.#model.reps[0] + 1) >= 1 };
	}

	#single(isByte: boolean): void {
		const model = this.#model;
		const place = this.at & model.placeMask;
		const out = this.#out;
		// A byte that stands at the last distance too is cheap behind a match.
		if (isByte && model.state >= 7) {
			out.bit(model.isMatch, 16 * model.state + place, 1);
			out.bit(model.isRep, model.state, 1);
			out.bit(model.isRep0, model.state, 0);
			out.bit(model.isLong, 16 * model.state + place, 0);
			model.after(9);
			this.at++;
			return;
		}
		out.bit(model.isMatch, 16 * model.state + place, 0);
		this.#literal();
		model.afterLiteral();
		this.at++;
	}

	#literal(): void {
		const model = this.#model;
		const byte = this.#data[this.at] as number;
		const base = model.literalAt(this.at, this.at === 0 ? 0 : (this.#data[this.at - 1] as number));
		let matched = model.state >= 7 ? (this.#data[this.at - model.reps[0] - 1] as number) : undefined;
		let symbol = 1;
		for (let bit = 7; bit >= 0; bit--) {
			const value = (byte >> bit) & 1;
			if (matched === undefined) this.#out.bit(model.literals, base + symbol, value);
			else {
				const expected = (matched >> bit) & 1;
				this.#out.bit(model.literals, base + ((1 + expected) << 8) + symbol, value);
				if (expected !== value) matched = undefined;
			}
			symbol = 2 * symbol + value;
		}
	}

	#repeat(index: number, length: number): void {
		const model = this.#model;
		const { state } = model;
		const place = this.at & model.placeMask;
		const out = this.#out;
		out.bit(model.isMatch, 16 * state + place, 1);
		out.bit(model.isRep, state, 1);
		out.bit(model.isRep0, state, index === 0 ? 0 : 1);
		if (index === 0) out.bit(model.isLong, 16 * state + place, 1);
		else {
			out.bit(model.isRep1, state, index === 1 ? 0 : 1);
			if (index > 1) out.bit(model.isRep2, state, index - 2);
		}
		model.takeRep(index);
		this.#length(model.repLength, length, place);
		model.after(8);
		this.at += length;
	}

	#match({ length, distance }: Match): void {
		const model = this.#model;
		const place = this.at & model.placeMask;
		this.#out.bit(model.isMatch, 16 * model.state + place, 1);
		this.#out.bit(model.isRep, model.state, 0);
		this.#length(model.matchLength, length, place);
		this.#distance(distance - 1, length);
		model.takeDistance(distance - 1);
		model.after(7);
		this.at += length;
	}

	#length(model: LengthModel, length: number, place: number): void {
		const value = length - MATCH_MIN;
		const out = this.#out;
		out.bit(model.choice, 0, value < 8 ? 0 : 1);
		if (value < 8) out.tree(model.low[place] as Uint16Array, 3, value);
		else {
			out.bit(model.choice, 1, value < 16 ? 0 : 1);
			if (value < 16) out.tree(model.middle[place] as Uint16Array, 3, value - 8);
			else out.tree(model.high, 8, value - 16);
		}
	}

	#distance(distance: number, length: number): void {
		const model = this.#model;
		const out = this.#out;
		const top = 31 - Math.clz32(distance);
		const slot = distance < 4 ? distance : 2 * top + ((distance >> (top - 1)) & 1);
		out.tree(model.slotsOf(length), 6, slot);
		if (slot < 4) return;
		const bits = (slot >> 1) - 1;
		const base = (2 | (slot & 1)) << bits;
		const rest = distance - base;
		if (slot < DIRECT_SLOT) out.reverse(model.special, base - slot, bits, rest);
		else {
			out.direct(bits - 4, rest >> 4);
			out.reverse(model.align, 0, 4, rest & 15);
		}
	}
}

/** Far matches that are short cost more than their bytes. */
function isWorth({ length, distance }: Match): boolean {
	if (length < MATCH_MIN) return false;
	return (
		length > 4 ||
		(length === 2 && distance <= 128) ||
		(length === 3 && distance <= 4096) ||
		(length === 4 && distance <= 2 ** 19)
	);
}
