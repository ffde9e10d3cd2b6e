import { BzipError } from './bzip-error.ts';

/** Bits, the highest first. */
export class BitWriter {
	#bytes = new Uint8Array(4096);
	#length = 0;
	#held = 0;
	#count = 0;

	/** At most 24 bits. */
	put(bits: number, value: number): void {
		this.#held = (this.#held << bits) | (value & (2 ** bits - 1));
		this.#count += bits;
		while (this.#count >= 8) {
			this.#count -= 8;
			this.#byte((this.#held >>> this.#count) & 255);
		}
		this.#held &= 2 ** this.#count - 1;
	}

	/** A whole number of 32 bits. */
	word(value: number): void {
		this.put(16, value >>> 16);
		this.put(16, value & 0xffff);
	}

	/** Zeros fill the last byte. */
	finish(): Uint8Array {
		if (this.#count > 0) this.put(8 - this.#count, 0);
		return this.#bytes.subarray(0, this.#length);
	}

	#byte(value: number): void {
		if (this.#length === this.#bytes.length) {
			const larger = new Uint8Array(2 * this.#length);
			larger.set(this.#bytes);
			this.#bytes = larger;
		}
		this.#bytes[this.#length++] = value;
	}
}

export class BitReader {
	readonly #bytes: Uint8Array;
	#at: number;
	#held = 0;
	#count = 0;

	constructor(bytes: Uint8Array, at: number) {
		this.#bytes = bytes;
		this.#at = at;
	}

	/** Bytes that have been begun. */
	get used(): number {
		return this.#at;
	}

	/** At most 24 bits. @throws BzipError at the end of the data. */
	take(bits: number): number {
		while (this.#count < bits) {
			const byte = this.#bytes[this.#at];
			if (byte === undefined) throw new BzipError('end');
			this.#at++;
			this.#held = ((this.#held << 8) | byte) & 0x3fffffff;
			this.#count += 8;
		}
		this.#count -= bits;
		return (this.#held >>> this.#count) & (2 ** bits - 1);
	}

	word(): number {
		const high = this.take(16);
		return (high * 65_536 + this.take(16)) >>> 0;
	}

	/** Goes on at a whole byte. */
	align(): void {
		this.#count -= this.#count % 8;
		this.#at -= this.#count / 8;
		this.#count = 0;
	}
}
