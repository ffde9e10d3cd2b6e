import { encodeUtf8 } from '../../machinery/utf8.ts';

/** Puts one message together, field by field, in the order in which they are given. */
export class ProtobufWriter {
	readonly #parts: Uint8Array[] = [];
	#length = 0;

	string(number: number, text: string): void {
		this.bytes(number, encodeUtf8(text));
	}

	bool(number: number, value: boolean): void {
		this.#add(varint(number * 8));
		this.#add(varint(value ? 1 : 0));
	}

	/** A whole number as int32 and int64 are written: a negative one takes ten bytes. */
	integer(number: number, value: number): void {
		this.#add(varint(number * 8));
		this.#add(value < 0 ? negativeVarint(value) : varint(value));
	}

	message(number: number, write: (inner: ProtobufWriter) => void): void {
		const inner = new ProtobufWriter();
		write(inner);
		this.#add(varint(number * 8 + 2));
		this.#add(varint(inner.#length));
		for (const part of inner.#parts) this.#add(part);
	}

	bytes(number: number, bytes: Uint8Array): void {
		this.#add(varint(number * 8 + 2));
		this.#add(varint(bytes.length));
		this.#add(bytes);
	}

	/** The whole message. */
	finish(): Uint8Array {
		const whole = new Uint8Array(this.#length);
		let at = 0;
		for (const part of this.#parts) {
			whole.set(part, at);
			at += part.length;
		}
		return whole;
	}

	#add(part: Uint8Array): void {
		this.#parts.push(part);
		this.#length += part.length;
	}
}

function varint(value: number): Uint8Array {
	const bytes: number[] = [];
	let rest = value;
	while (rest >= 0x80) {
		bytes.push((rest % 0x80) | 0x80);
		rest = Math.floor(rest / 0x80);
	}
	bytes.push(rest);
	return Uint8Array.from(bytes);
}

/** Two's complement in 64 bits. */
function negativeVarint(value: number): Uint8Array {
	const bytes: number[] = [];
	let rest = BigInt.asUintN(64, BigInt(value));
	while (rest >= 0x80n) {
		bytes.push(Number(rest & 0x7fn) | 0x80);
		rest >>= 7n;
	}
	bytes.push(Number(rest));
	return Uint8Array.from(bytes);
}
