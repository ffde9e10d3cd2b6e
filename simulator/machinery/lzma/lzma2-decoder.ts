import { DIRECT_SLOT, type LengthModel, LzmaModel, MATCH_MIN, MOVE_BITS, PROBABILITY_BITS } from './lzma-model.ts';
import { XzError } from './xz-error.ts';

const TOP = 2 ** 24;

/** Reads bits that the range coder wrote. */
class RangeDecoder {
	readonly #bytes: Uint8Array;
	#at: number;
	#range = 0xffffffff;
	#code = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
		this.#at = 5;
		if (bytes.length < 5 || bytes[0] !== 0) throw new XzError('corrupt');
		for (let at = 1; at < 5; at++) this.#code = ((this.#code << 8) | (bytes[at] as number)) >>> 0;
	}

	bit(model: Uint16Array, index: number): number {
		const probability = model[index] as number;
		const bound = (this.#range >>> PROBABILITY_BITS) * probability;
		let bit = 0;
		if (this.#code < bound) {
			this.#range = bound;
			model[index] = probability + ((2 ** PROBABILITY_BITS - probability) >> MOVE_BITS);
		} else {
			this.#range -= bound;
			this.#code -= bound;
			model[index] = probability - (probability >> MOVE_BITS);
			bit = 1;
		}
		if (this.#range < TOP) this.#next();
		return bit;
	}

	direct(bits: number): number {
		let value = 0;
		for (let left = bits; left > 0; left--) {
			this.#range >>>= 1;
			const bit = this.#code >= this.#range ? 1 : 0;
			if (bit === 1) this.#code -= this.#range;
			value = value * 2 + bit;
			if (this.#range < TOP) this.#next();
		}
		return value;
	}

	tree(model: Uint16Array, bits: number): number {
		let node = 1;
		for (let left = bits; left > 0; left--) node = 2 * node + this.bit(model, node);
		return node - 2 ** bits;
	}

	/** The lowest bit first. @param offset of the tree's root, less one. */
	reverse(model: Uint16Array, offset: number, bits: number): number {
		let node = 1;
		let value = 0;
		for (let at = 0; at < bits; at++) {
			const bit = this.bit(model, offset + node);
			node = 2 * node + bit;
			value |= bit << at;
		}
		return value;
	}

	#next(): void {
		this.#range = (this.#range << 8) >>> 0;
		this.#code = ((this.#code << 8) | (this.#bytes[this.#at++] ?? 0)) >>> 0;
	}
}

/** What one chunk unpacks to. */
const CHUNK_BYTES_MAX = 2 ** 21;
/** Less than that is copied in no time. */
const GROWN_AT_ONCE = 2 ** 21;
const COPIED_AT_ONCE = 2 ** 20;

/** Takes chunks of LZMA2 one by one; what came before is what they refer to. */
export class Lzma2Decoder {
	#output = new Uint8Array(65_536);
	#length = 0;
	/** Distances reach no further back. */
	#start = 0;
	#model: LzmaModel | undefined;
	#properties: readonly [number, number, number] = [3, 0, 2];

	get length(): number {
		return this.#length;
	}

	/** What has been unpacked from there on. */
	from(at: number): Uint8Array {
		return this.#output.subarray(at, this.#length);
	}

	/** Makes room for as much as a chunk may have, up to `most` bytes in all; yields often where that is a lot of copying. */
	*prepare(most: number): Generator<void, void> {
		const needed = this.#length + CHUNK_BYTES_MAX;
		if (this.#length < GROWN_AT_ONCE || needed <= this.#output.length) return;
		const larger = new Uint8Array(Math.max(needed, Math.min(2 * needed, most)));
		for (let at = 0; at < this.#length; at += COPIED_AT_ONCE) {
			larger.set(this.#output.subarray(at, Math.min(at + COPIED_AT_ONCE, this.#length)), at);
			yield;
		}
		this.#output = larger;
	}

	/** The chunk at `at`. Where the next begins; undefined at the end of all. @throws XzError */
	chunk(data: Uint8Array, at: number): number | undefined {
		const control = data[at];
		if (control === undefined) throw new XzError('end');
		if (control === 0) return undefined;
		const size = ((data[at + 1] ?? 0) << 8) + (data[at + 2] ?? 0) + 1;
		if (control < 0x80) {
			if (control > 2) throw new XzError('corrupt');
			if (at + 3 + size > data.length) throw new XzError('end');
			if (control === 1) this.#start = this.#length;
			this.#room(size);
			this.#output.set(data.subarray(at + 3, at + 3 + size), this.#length);
			this.#length += size;
			return at + 3 + size;
		}
		const unpacked = ((control & 0x1f) << 16) + size;
		const packed = ((data[at + 3] ?? 0) << 8) + (data[at + 4] ?? 0) + 1;
		const reset = (control >> 5) & 3;
		const body = at + (reset >= 2 ? 6 : 5);
		if (body + packed > data.length) throw new XzError('end');
		if (reset === 3) this.#start = this.#length;
		if (reset >= 2) this.#properties = propertiesOf(data[at + 5] as number);
		if (reset > 0) this.#model = new LzmaModel(...this.#properties);
		if (this.#model === undefined) throw new XzError('corrupt');
		this.#room(unpacked);
		this.#decode(new RangeDecoder(data.subarray(body, body + packed)), this.#model, this.#length + unpacked);
		return body + packed;
	}

	#room(more: number): void {
		if (this.#length + more <= this.#output.length) return;
		const larger = new Uint8Array(2 * (this.#length + more));
		larger.set(this.#output.subarray(0, this.#length));
		this.#output = larger;
	}

	#decode(input: RangeDecoder, model: LzmaModel, end: number): void {
		while (this.#length < end) {
			const position = this.#length - this.#start;
			const place = position & model.placeMask;
			if (input.bit(model.isMatch, 16 * model.state + place) === 0) this.#literal(input, model, position);
			else {
				const length = this.#match(input, model, place);
				if (length > end - this.#length) throw new XzError('corrupt');
				this.#copy((model.reps[0] as number) + 1, length);
			}
		}
	}

	#literal(input: RangeDecoder, model: LzmaModel, position: number): void {
		const output = this.#output;
		const base = model.literalAt(position, position === 0 ? 0 : (output[this.#length - 1] as number));
		const probabilities = model.literals;
		let symbol = 1;
		if (model.state >= 7) {
			let matched = output[this.#length - model.reps[0] - 1] ?? 0;
			while (symbol < 0x100) {
				const expected = (matched >> 7) & 1;
				matched <<= 1;
				const bit = input.bit(probabilities, base + ((1 + expected) << 8) + symbol);
				symbol = 2 * symbol + bit;
				if (bit !== expected) break;
			}
		}
		while (symbol < 0x100) symbol = 2 * symbol + input.bit(probabilities, base + symbol);
		output[this.#length++] = symbol & 0xff;
		model.afterLiteral();
	}

	/** The length; its distance comes first among the known ones. */
	#match(input: RangeDecoder, model: LzmaModel, place: number): number {
		const { state } = model;
		if (input.bit(model.isRep, state) === 0) {
			model.after(7);
			const length = lengthOf(input, model.matchLength, place);
			model.takeDistance(distanceOf(input, model, length));
			return length;
		}
		if (input.bit(model.isRep0, state) === 0) {
			if (input.bit(model.isLong, 16 * state + place) === 0) {
				model.after(9);
				return 1;
			}
		} else if (input.bit(model.isRep1, state) === 0) model.takeRep(1);
		else model.takeRep(2 + input.bit(model.isRep2, state));
		model.after(8);
		return lengthOf(input, model.repLength, place);
	}

	#copy(distance: number, length: number): void {
		if (distance > this.#length - this.#start) throw new XzError('corrupt');
		const output = this.#output;
		for (let left = length; left > 0; left--) {
			output[this.#length] = output[this.#length - distance] as number;
			this.#length++;
		}
	}
}

function propertiesOf(byte: number): readonly [number, number, number] {
	if (byte >= 9 * 5 * 5) throw new XzError('corrupt');
	return [byte % 9, Math.floor(byte / 9) % 5, Math.floor(byte / 45)];
}

function lengthOf(input: RangeDecoder, model: LengthModel, place: number): number {
	if (input.bit(model.choice, 0) === 0) return MATCH_MIN + input.tree(model.low[place] as Uint16Array, 3);
	if (input.bit(model.choice, 1) === 0) return MATCH_MIN + 8 + input.tree(model.middle[place] as Uint16Array, 3);
	return MATCH_MIN + 16 + input.tree(model.high, 8);
}

function distanceOf(input: RangeDecoder, model: LzmaModel, length: number): number {
	const slot = input.tree(model.slotsOf(length), 6);
	if (slot < 4) return slot;
	const bits = (slot >> 1) - 1;
	const base = (2 | (slot & 1)) * 2 ** bits;
	if (slot < DIRECT_SLOT) return base + input.reverse(model.special, base - slot, bits);
	return base + input.direct(bits - 4) * 16 + input.reverse(model.align, 0, 4);
}
