/** Bytes that are no protobuf message. */
export class ProtobufError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'ProtobufError';
	}
}

/** Numbers for varints and fixed fields (as far as a number holds them exactly), bytes for the rest. */
export type WireValue = number | Uint8Array;

/** Walks the fields of one message. Throws ProtobufError. */
export class ProtobufReader implements Iterable<{ readonly number: number; readonly value: WireValue }> {
	readonly #bytes: Uint8Array;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	*[Symbol.iterator](): Generator<{ readonly number: number; readonly value: WireValue }, void, void> {
		while (this.#at < this.#bytes.length) {
			const tag = this.#varint();
			const number = Math.floor(tag / 8);
			if (number === 0) throw new ProtobufError('proto: illegal tag 0');
			yield { number, value: this.#value(tag % 8) };
		}
	}

	#value(wireType: number): WireValue {
		switch (wireType) {
			case 0:
				return this.#varint();
			case 1:
				return this.#view(8).getFloat64(0, true);
			case 2: {
				const length = this.#varint();
				return this.#take(length);
			}
			case 5:
				return this.#view(4).getFloat32(0, true);
			default:
				throw new ProtobufError(`proto: illegal wireType ${wireType}`);
		}
	}

	/** Signed 64 bits, as every integer of the API is sent. */
	#varint(): number {
		let value = 0n;
		for (let shift = 0n; shift < 70n; shift += 7n) {
			const byte = this.#bytes[this.#at++];
			if (byte === undefined) throw new ProtobufError('unexpected EOF');
			value |= BigInt(byte & 0x7f) << shift;
			if (byte < 0x80) return Number(BigInt.asIntN(64, value));
		}
		throw new ProtobufError('proto: integer overflow');
	}

	#take(length: number): Uint8Array {
		if (length < 0 || this.#at + length > this.#bytes.length) throw new ProtobufError('unexpected EOF');
		const bytes = this.#bytes.subarray(this.#at, this.#at + length);
		this.#at += length;
		return bytes;
	}

	#view(length: number): DataView {
		const bytes = this.#take(length);
		return new DataView(bytes.buffer, bytes.byteOffset, length);
	}
}
