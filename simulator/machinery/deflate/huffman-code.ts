import type { BitInput } from './bit-input.ts';
import { InflateError } from './inflate-error.ts';

const LENGTH_MAX = 15;

/** A canonical prefix code, as RFC 1951 (3.2.2) makes it from nothing but the lengths of its words. */
export class HuffmanCode {
	/** How many words have each length. */
	readonly #counts = new Uint16Array(LENGTH_MAX + 1);
	/** The symbols in the order of their words. */
	readonly #symbols: Uint16Array;

	/** @param lengths by symbol; 0: it does not occur. @throws InflateError when there can be no such code. */
	constructor(lengths: Uint8Array) {
		for (const length of lengths) if (length > 0) this.#counts[length] = this.#countOf(length) + 1;
		let room = 1;
		const starts = new Uint16Array(LENGTH_MAX + 2);
		for (let length = 1; length <= LENGTH_MAX; length++) {
			room = room * 2 - this.#countOf(length);
			if (room < 0) throw new InflateError('invalid code lengths');
			starts[length + 1] = (starts[length] as number) + this.#countOf(length);
		}
		this.#symbols = new Uint16Array(starts[LENGTH_MAX + 1] as number);
		lengths.forEach((length, symbol) => {
			if (length === 0) return;
			const at = starts[length] as number;
			this.#symbols[at] = symbol;
			starts[length] = at + 1;
		});
	}

	/** The next symbol. @throws InflateError. */
	read(input: BitInput): number {
		let word = 0;
		/** The first word of this length, and where its symbol is. */
		let first = 0;
		let index = 0;
		for (let length = 1; length <= LENGTH_MAX; length++) {
			word = word * 2 + input.take(1);
			const count = this.#countOf(length);
			if (word - first < count) return this.#symbols[index + word - first] as number;
			index += count;
			first = (first + count) * 2;
		}
		throw new InflateError('invalid code');
	}

	#countOf(length: number): number {
		return this.#counts[length] as number;
	}
}
