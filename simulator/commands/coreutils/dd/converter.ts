import type { DdPlan } from './operands.ts';

/** POSIX's table of dd, ASCII to EBCDIC, in hexadecimal. */
const EBCDIC =
	'00010203372d2e2f1605250b0c0d0e0f101112133c3d322618193f271c1d1e1f405a7f7b5b6c507d4d5d5c4e6b604b61f0f1f2f3f4f5f6f7f8f97a5e4c7e6e6f7cc1c2c3c4c5c6c7c8c9d1d2d3d4d5d6d7d8d9e2e3e4e5e6e7e8e9ade0bd9a6d79818283848586878889919293949596979899a2a3a4a5a6a7a8a9c04fd05f07202122232415061728292a2b2c090a1b30311a333435360838393a3b04143ee14142434445464748495152535455565758596263646566676869707172737475767778808a8b8c8d8e8f906a9b9c9d9e9fa0aaabac4aaeafb0b1b2b3b4b5b6b7b8b9babbbca1bebfcacbcccdcecfdadbdcdddedfeaebecedeeeffafbfcfdfeff';
/** Where its table `ibm` differs: of what, to what. */
const IBM: readonly (readonly [from: number, to: number])[] = [
	[0x5e, 0x5f],
	[0x7e, 0xa1],
	[0xcb, 0x9a],
	[0xd5, 0xad],
	[0xe5, 0xbd],
];
const SPACE = 0x20;
const NEWLINE = 0x0a;

/** What dd's conversions make of what is read, whose lines and pairs may go on in the next block. */
export class Converter {
	/** Lines that did not fit into their record. */
	truncated = 0;
	readonly #conversions: ReadonlySet<string>;
	readonly #recordBytes: number;
	readonly #table: Uint8Array | undefined;
	readonly #newline: number;
	readonly #space: number;
	/** The byte that waits to be swapped. */
	#odd: number | undefined;
	/** Where in its record or line the next byte stands. */
	#column = 0;
	/** Spaces of a record that are written if anything follows them. */
	#spaces = 0;

	constructor({ conversions, recordBytes }: DdPlan) {
		this.#conversions = conversions;
		this.#recordBytes = recordBytes;
		this.#table = tableOf(conversions);
		const outward = conversions.has('ebcdic') || conversions.has('ibm');
		this.#newline = outward ? (this.#table?.[NEWLINE] as number) : NEWLINE;
		this.#space = outward ? (this.#table?.[SPACE] as number) : SPACE;
	}

	convert(block: Uint8Array): Uint8Array {
		const table = this.#table;
		const mapped = table === undefined ? block : block.map((byte) => table[byte] as number);
		return this.#layOut(this.#conversions.has('swab') ? this.#swapped(mapped) : mapped);
	}

	/** What is left at the end of the input. */
	end(): Uint8Array {
		const rest = this.#odd === undefined ? new Uint8Array(0) : this.#layOut(Uint8Array.of(this.#odd));
		if (this.#column === 0) return rest;
		if (this.#conversions.has('block')) {
			const padding = new Uint8Array(Math.max(0, this.#recordBytes - this.#column)).fill(this.#space);
			return Uint8Array.from([...rest, ...padding]);
		}
		return this.#conversions.has('unblock') ? Uint8Array.from([...rest, this.#newline]) : rest;
	}

	#swapped(block: Uint8Array): Uint8Array {
		const all = this.#odd === undefined ? block : Uint8Array.from([this.#odd, ...block]);
		const even = all.length - (all.length % 2);
		this.#odd = even < all.length ? all[even] : undefined;
		return all.slice(0, even).map((_, index) => all[index ^ 1] as number);
	}

	#layOut(block: Uint8Array): Uint8Array {
		if (this.#conversions.has('block')) return this.#blocked(block);
		return this.#conversions.has('unblock') ? this.#unblocked(block) : block;
	}

	/** Lines become records of so many bytes. */
	#blocked(block: Uint8Array): Uint8Array {
		const out: number[] = [];
		for (const byte of block) {
			if (byte === this.#newline) {
				for (; this.#column < this.#recordBytes; this.#column++) out.push(this.#space);
				this.#column = 0;
				continue;
			}
			if (this.#column === this.#recordBytes) this.truncated++;
			else if (this.#column < this.#recordBytes) out.push(byte);
			this.#column++;
		}
		return Uint8Array.from(out);
	}

	/** Records become lines, without the spaces at their ends. */
	#unblocked(block: Uint8Array): Uint8Array {
		const out: number[] = [];
		for (const byte of block) {
			if (this.#column++ >= this.#recordBytes) {
				out.push(this.#newline);
				this.#column = 1;
				this.#spaces = 0;
			}
			if (byte === this.#space) {
				this.#spaces++;
				continue;
			}
			for (; this.#spaces > 0; this.#spaces--) out.push(this.#space);
			out.push(byte);
		}
		return Uint8Array.from(out);
	}
}

function tableOf(conversions: ReadonlySet<string>): Uint8Array | undefined {
	const outward = Uint8Array.from({ length: 256 }, (_, byte) =>
		Number.parseInt(EBCDIC.slice(2 * byte, 2 * byte + 2), 16),
	);
	const table = Uint8Array.from({ length: 256 }, (_, byte) => byte);
	if (conversions.has('ascii')) for (const [from, to] of outward.entries()) table[to] = from;
	const cased = (byte: number): number => {
		if (conversions.has('ucase') && byte >= 97 && byte <= 122) return byte - 32;
		if (conversions.has('lcase') && byte >= 65 && byte <= 90) return byte + 32;
		return byte;
	};
	const isOutward = conversions.has('ebcdic') || conversions.has('ibm');
	if (conversions.has('ibm')) for (const [from, to] of IBM) outward[from] = to;
	if (!isOutward && !conversions.has('ascii') && !conversions.has('ucase') && !conversions.has('lcase'))
		return undefined;
	return table.map((byte) => (isOutward ? (outward[cased(byte)] as number) : cased(byte)));
}
