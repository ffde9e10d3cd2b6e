/** Bits of a stream, the lowest of each byte first. */
export class BitOutput {
	#bytes = new Uint8Array(4_096);
	#length = 0;
	#held = 0;
	#count = 0;

	/** @param bits at most 16. */
	put(value: number, bits: number): void {
		this.#held |= value << this.#count;
		this.#count += bits;
		while (this.#count >= 8) {
			this.#push(this.#held & 0xff);
			this.#held >>>= 8;
			this.#count -= 8;
		}
	}

	finish(): Uint8Array {
		if (this.#count > 0) this.#push(this.#held & 0xff);
		return this.#bytes.slice(0, this.#length);
	}

	#push(byte: number): void {
		if (this.#length === this.#bytes.length) {
			const longer = new Uint8Array(this.#length * 2);
			longer.set(this.#bytes);
			this.#bytes = longer;
		}
		this.#bytes[this.#length++] = byte;
	}
}
