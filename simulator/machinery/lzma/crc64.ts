/** The table of ECMA-182's polynomial, reflected: the high halves, then the low ones. */
const [HIGH, LOW] = tables();

function tables(): [Int32Array, Int32Array] {
	const [highs, lows] = [new Int32Array(256), new Int32Array(256)];
	for (let byte = 0; byte < 256; byte++) {
		let [high, low] = [0, byte];
		for (let bit = 0; bit < 8; bit++) {
			const carry = low & 1;
			low = (low >>> 1) | (high << 31);
			high >>>= 1;
			if (carry === 1) {
				high ^= 0xc96c5795;
				low ^= 0xd7870f42;
			}
		}
		highs[byte] = high;
		lows[byte] = low;
	}
	return [highs, lows];
}

/** CRC-64 of data that come in pieces. */
export class Crc64 {
	#high = -1;
	#low = -1;

	update(data: Uint8Array): void {
		let [high, low] = [this.#high, this.#low];
		for (const byte of data) {
			const index = (low ^ byte) & 255;
			low = ((low >>> 8) | (high << 24)) ^ (LOW[index] as number);
			high = (high >>> 8) ^ (HIGH[index] as number);
		}
		[this.#high, this.#low] = [high, low];
	}

	/** The sum, its lowest byte first. */
	bytes(): Uint8Array {
		const out = new DataView(new ArrayBuffer(8));
		out.setInt32(0, ~this.#low, true);
		out.setInt32(4, ~this.#high, true);
		return new Uint8Array(out.buffer);
	}
}
