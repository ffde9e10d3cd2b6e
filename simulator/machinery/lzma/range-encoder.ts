import { MOVE_BITS, PROBABILITY_BITS } from './lzma-model.ts';

const TOP = 2 ** 24;
const WORD = 2 ** 32;

/** Writes bits by their probabilities. */
export class RangeEncoder {
	#bytes = new Uint8Array(4096);
	#length = 0;
	#low = 0;
	#range = 0xffffffff;
	/** The last byte, and how many 255s after it, may still become larger. */
	#last = 0;
	#held = 1;

	get length(): number {
		return this.#length + this.#held + 4;
	}

	bit(model: Uint16Array, index: number, bit: number): void {
		const probability = model[index] as number;
		const bound = (this.#range >>> PROBABILITY_BITS) * probability;
		if (bit === 0) {
			this.#range = bound;
			model[index] = probability + ((2 ** PROBABILITY_BITS - probability) >> MOVE_BITS);
		} else {
			this.#low += bound;
			this.#range -= bound;
			model[index] = probability - (probability >> MOVE_BITS);
		}
		while (this.#range < TOP) {
			this.#range = (this.#range << 8) >>> 0;
			this.#shift();
		}
	}

	direct(bits: number, value: number): void {
		for (let at = bits - 1; at >= 0; at--) {
			this.#range >>>= 1;
			if ((value >> at) & 1) this.#low += this.#range;
			while (this.#range < TOP) {
				this.#range = (this.#range << 8) >>> 0;
				this.#shift();
			}
		}
	}

	tree(model: Uint16Array, bits: number, value: number): void {
		let node = 1;
		for (let at = bits - 1; at >= 0; at--) {
			const bit = (value >> at) & 1;
			this.bit(model, node, bit);
			node = 2 * node + bit;
		}
	}

	reverse(model: Uint16Array, offset: number, bits: number, value: number): void {
		let node = 1;
		for (let at = 0; at < bits; at++) {
			const bit = (value >> at) & 1;
			this.bit(model, offset + node, bit);
			node = 2 * node + bit;
		}
	}

	finish(): Uint8Array {
		for (let at = 0; at < 5; at++) this.#shift();
		return this.#bytes.slice(0, this.#length);
	}

	#shift(): void {
		if (this.#low < 0xff000000 || this.#low >= WORD) {
			const carry = this.#low >= WORD ? 1 : 0;
			let byte = this.#last;
			for (; this.#held > 0; this.#held--) {
				this.#put((byte + carry) & 255);
				byte = 255;
			}
			this.#last = Math.floor(this.#low / TOP) & 255;
		}
		this.#held++;
		this.#low = ((this.#low % TOP) * 256) % WORD;
	}

	#put(byte: number): void {
		if (this.#length === this.#bytes.length) {
			const larger = new Uint8Array(2 * this.#length);
			larger.set(this.#bytes);
			this.#bytes = larger;
		}
		this.#bytes[this.#length++] = byte;
	}
}
