import { BitInput } from './bit-input.ts';
import { HuffmanCode } from './huffman-code.ts';
import { InflateError } from './inflate-error.ts';
import { CODE_LENGTH_ORDER, DISTANCE_BASES, DISTANCE_BITS, END_OF_BLOCK, LENGTH_BASES, LENGTH_BITS } from './tables.ts';

/** How far back a copy may reach. */
const WINDOW_BYTES = 32_768;
/** Room for what pieces become, at first. */
const ROOM_BYTES = 65_536;

interface BlockCodes {
	readonly literals: HuffmanCode;
	readonly distances: HuffmanCode;
}

const PIECE_BYTES = 262_144;

/**
 * Raw deflate (RFC 1951), piece by piece: each piece ends where a block does, as zlib's Z_SYNC_FLUSH leaves it, and may
 * refer to what the pieces before it became.
 */
export class Inflater {
	readonly #input = new BitInput();
	readonly #bytesMax: number;
	/** What copies may refer to, and behind it the piece that is being read. */
	#output: Uint8Array;
	#start: number;
	#end: number;
	#finished = false;
	/** Of the block that is being read. */
	#codes: BlockCodes | undefined;
	/** So much is read before a pause. */
	#pieceBytes = Number.POSITIVE_INFINITY;

	/** @param dictionary what copies may refer to from the start. @param bytesMax what one piece may become. */
	constructor(dictionary: Uint8Array, bytesMax: number) {
		const known = dictionary.subarray(-WINDOW_BYTES);
		this.#bytesMax = bytesMax;
		this.#output = new Uint8Array(WINDOW_BYTES + Math.min(bytesMax, ROOM_BYTES));
		this.#output.set(known);
		this.#start = known.length;
		this.#end = known.length;
	}

	/** What a piece was. @throws InflateError; nothing can be read afterwards. */
	inflate(piece: Uint8Array): Uint8Array {
		if (this.#end > WINDOW_BYTES) {
			this.#output.copyWithin(0, this.#end - WINDOW_BYTES, this.#end);
			this.#end = WINDOW_BYTES;
		}
		this.#start = this.#end;
		this.#input.feed(piece);
		while (this.#input.hasBytes) this.#block();
		return this.#output.slice(this.#start, this.#end);
	}

	/**
	 * A whole stream in pieces of some `PIECE_BYTES`.
	 * @returns how many bytes it took. @throws InflateError
	 */
	*inflateSlowly(data: Uint8Array): Generator<Uint8Array, number> {
		this.#input.feed(data);
		this.#pieceBytes = PIECE_BYTES;
		while (!this.#finished || this.#codes !== undefined) {
			this.#block();
			const isOver = this.#finished && this.#codes === undefined;
			if (this.#end - this.#start < PIECE_BYTES && !isOver) continue;
			yield this.#output.slice(this.#start, this.#end);
			const known = Math.max(0, this.#end - WINDOW_BYTES);
			this.#output.copyWithin(0, known, this.#end);
			this.#end -= known;
			this.#start = this.#end;
		}
		return this.#input.used;
	}

	/** A whole stream: what it was, and how many bytes it took. @throws InflateError */
	inflateAll(data: Uint8Array): { readonly output: Uint8Array; readonly used: number } {
		this.#input.feed(data);
		while (!this.#finished) this.#block();
		return { output: this.#output.slice(this.#start, this.#end), used: this.#input.used };
	}

	/** A block, or what is left of it. */
	#block(): void {
		if (this.#codes !== undefined) {
			this.#codedBlock(this.#codes);
			return;
		}
		if (this.#finished) throw new InflateError('data after the last block');
		this.#finished = this.#input.take(1) === 1;
		switch (this.#input.take(2)) {
			case 0:
				this.#storedBlock();
				break;
			case 1:
				this.#codedBlock(fixedCodes());
				break;
			case 2:
				this.#codedBlock(this.#dynamicCodes());
				break;
			default:
				throw new InflateError('invalid block type');
		}
	}

	#storedBlock(): void {
		this.#input.align();
		const length = this.#input.take(16);
		if (this.#input.take(16) !== (length ^ 0xffff)) throw new InflateError('invalid stored block length');
		this.#room(length);
		this.#output.set(this.#input.bytes(length), this.#end);
		this.#end += length;
	}

	#codedBlock(codes: BlockCodes): void {
		const { literals, distances } = codes;
		this.#codes = codes;
		while (this.#end - this.#start < this.#pieceBytes) {
			const symbol = literals.read(this.#input);
			if (symbol === END_OF_BLOCK) {
				this.#codes = undefined;
				return;
			}
			if (symbol < END_OF_BLOCK) {
				this.#room(1);
				this.#output[this.#end++] = symbol;
				continue;
			}
			const length = this.#extended(symbol - END_OF_BLOCK - 1, LENGTH_BASES, LENGTH_BITS);
			this.#copy(this.#extended(distances.read(this.#input), DISTANCE_BASES, DISTANCE_BITS), length);
		}
	}

	#extended(index: number, bases: readonly number[], bits: readonly number[]): number {
		const base = bases[index];
		if (base === undefined) throw new InflateError('invalid length or distance');
		return base + this.#input.take(bits[index] as number);
	}

	/** Byte by byte: a copy may overlap itself. */
	#copy(distance: number, length: number): void {
		if (distance > this.#end) throw new InflateError('invalid distance');
		this.#room(length);
		for (let i = 0; i < length; i++) {
			this.#output[this.#end] = this.#output[this.#end - distance] as number;
			this.#end++;
		}
	}

	#room(length: number): void {
		if (this.#end - this.#start + length > this.#bytesMax) throw new InflateError('too much data');
		if (this.#end + length <= this.#output.length) return;
		const more = new Uint8Array(Math.min(2 * this.#output.length + length, WINDOW_BYTES + this.#bytesMax));
		more.set(this.#output.subarray(0, this.#end));
		this.#output = more;
	}

	/** RFC 1951, 3.2.7: the lengths of both codes' words are themselves written in a third code. */
	#dynamicCodes(): BlockCodes {
		const literals = this.#input.take(5) + 257;
		const distances = this.#input.take(5) + 1;
		const count = this.#input.take(4) + 4;
		const codeLengths = new Uint8Array(19);
		for (const symbol of CODE_LENGTH_ORDER.slice(0, count)) codeLengths[symbol] = this.#input.take(3);
		const code = new HuffmanCode(codeLengths);
		const lengths = new Uint8Array(literals + distances);
		for (let at = 0; at < lengths.length; ) {
			const symbol = code.read(this.#input);
			if (symbol < 16) {
				lengths[at++] = symbol;
				continue;
			}
			if (symbol === 16 && at === 0) throw new InflateError('invalid code lengths');
			const repeated = symbol === 16 ? (lengths[at - 1] as number) : 0;
			const times =
				symbol === 16 ? 3 + this.#input.take(2) : symbol === 17 ? 3 + this.#input.take(3) : 11 + this.#input.take(7);
			if (at + times > lengths.length) throw new InflateError('invalid code lengths');
			lengths.fill(repeated, at, at + times);
			at += times;
		}
		return {
			literals: new HuffmanCode(lengths.subarray(0, literals)),
			distances: new HuffmanCode(lengths.subarray(literals)),
		};
	}
}

/** RFC 1951, 3.2.6. Made when needed: few streams have such blocks, and no module holds state. */
function fixedCodes(): BlockCodes {
	const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
	return { literals: new HuffmanCode(lengths), distances: new HuffmanCode(new Uint8Array(30).fill(5)) };
}
