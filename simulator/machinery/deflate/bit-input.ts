import { UnexpectedEnd } from './inflate-error.ts';

/** Bits of a stream, the lowest of each byte first. Bits of a byte that is begun stay for the next piece. */
export class BitInput {
	#data: Uint8Array = new Uint8Array(0);
	#at = 0;
	#bits = 0;
	#count = 0;

	/** The next piece of the stream: what was there before has been read. */
	feed(data: Uint8Array): void {
		this.#data = data;
		this.#at = 0;
	}

	/** Whether there is a whole byte more. */
	get hasBytes(): boolean {
		return this.#at < this.#data.length || this.#count >= 8;
	}

	/** How many bytes of the piece are read, the last one perhaps in part. */
	get used(): number {
		return this.#at - Math.floor(this.#count / 8);
	}

	/** @param count at most 16. */
	take(count: number): number {
		while (this.#count < count) {
			const byte = this.#data[this.#at];
			if (byte === undefined) throw new UnexpectedEnd();
			this.#at++;
			this.#bits |= byte << this.#count;
			this.#count += 8;
		}
		const value = this.#bits & ((1 << count) - 1);
		this.#bits >>>= count;
		this.#count -= count;
		return value;
	}

	/** `length` bytes from the next whole byte on. */
	bytes(length: number): Uint8Array {
		const end = this.#at + length;
		if (this.#count > 0 || end > this.#data.length) throw new UnexpectedEnd();
		const taken = this.#data.subarray(this.#at, end);
		this.#at = end;
		return taken;
	}

	/** Leaves what remains of a byte that is begun. Never more than 7 bits are held between two reads. */
	align(): void {
		this.#bits = 0;
		this.#count = 0;
	}
}
