import type { BitOutput } from './bit-output.ts';
import { CODE_LENGTH_ORDER, DISTANCE_BASES, DISTANCE_BITS, END_OF_BLOCK, LENGTH_BASES, LENGTH_BITS } from './tables.ts';

const LITERALS = 286;
const DISTANCES = 30;
const WORD_BITS_MAX = 15;
const CODE_WORD_BITS_MAX = 7;
const COPY_MARK = 0x1000000;

/** Gathers literals and copies, and writes them as one block with codes of its own. */
export class HuffmanWriter {
	/** A literal, or COPY_MARK with a length, followed by a distance. */
	readonly #symbols: number[] = [];
	readonly #literalCounts = new Array<number>(LITERALS).fill(0);
	readonly #distanceCounts = new Array<number>(DISTANCES).fill(0);

	literal(byte: number): void {
		this.#symbols.push(byte);
		increment(this.#literalCounts, byte);
	}

	copy(length: number, distance: number): void {
		this.#symbols.push(COPY_MARK | length, distance);
		increment(this.#literalCounts, END_OF_BLOCK + 1 + indexOf(LENGTH_BASES, length));
		increment(this.#distanceCounts, indexOf(DISTANCE_BASES, distance));
	}

	write(out: BitOutput, isLast: boolean): void {
		this.#literalCounts[END_OF_BLOCK] = 1;
		const literals = wordLengths(this.#literalCounts, WORD_BITS_MAX);
		const distances = wordLengths(this.#distanceCounts, WORD_BITS_MAX);
		out.put(isLast ? 1 : 0, 1);
		out.put(2, 2);
		writeLengths(out, literals, distances);
		this.#writeSymbols(out, literals, distances);
	}

	#writeSymbols(out: BitOutput, literals: readonly number[], distances: readonly number[]): void {
		const literalWords = words(literals);
		const distanceWords = words(distances);
		const put = (lengths: readonly number[], all: readonly number[], symbol: number): void =>
			out.put(all[symbol] as number, lengths[symbol] as number);
		for (let at = 0; at < this.#symbols.length; at++) {
			const symbol = this.#symbols[at] as number;
			if (symbol < COPY_MARK) {
				put(literals, literalWords, symbol);
				continue;
			}
			const length = symbol - COPY_MARK;
			const lengthIndex = indexOf(LENGTH_BASES, length);
			put(literals, literalWords, END_OF_BLOCK + 1 + lengthIndex);
			out.put(length - (LENGTH_BASES[lengthIndex] as number), LENGTH_BITS[lengthIndex] as number);
			const distance = this.#symbols[++at] as number;
			const distanceIndex = indexOf(DISTANCE_BASES, distance);
			put(distances, distanceWords, distanceIndex);
			out.put(distance - (DISTANCE_BASES[distanceIndex] as number), DISTANCE_BITS[distanceIndex] as number);
		}
		put(literals, literalWords, END_OF_BLOCK);
	}
}

/** @returns what it was. */
function increment(counts: number[], index: number): number {
	const count = counts[index] as number;
	counts[index] = count + 1;
	return count;
}

/** The last base that is not beyond the value. */
function indexOf(bases: readonly number[], value: number): number {
	let low = 0;
	let high = bases.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((bases[middle] as number) <= value) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** RFC 1951, 3.2.7: both codes' lengths, in a third code. Differs from zlib: repeated lengths are written out but for zeros. */
function writeLengths(out: BitOutput, literals: readonly number[], distances: readonly number[]): void {
	const literalCount = Math.max(257, lastUsed(literals) + 1);
	const distanceCount = Math.max(1, lastUsed(distances) + 1);
	const all = [...literals.slice(0, literalCount), ...distances.slice(0, distanceCount)];
	const runs = zeroRuns(all);
	const counts = new Array<number>(19).fill(0);
	for (const { symbol } of runs) increment(counts, symbol);
	const lengths = wordLengths(counts, CODE_WORD_BITS_MAX);
	const ordered = CODE_LENGTH_ORDER.map((symbol) => lengths[symbol] as number);
	const used = Math.max(4, lastUsed(ordered) + 1);
	out.put(literalCount - 257, 5);
	out.put(distanceCount - 1, 5);
	out.put(used - 4, 4);
	for (const length of ordered.slice(0, used)) out.put(length, 3);
	const codeWords = words(lengths);
	for (const { symbol, extra, bits } of runs) {
		out.put(codeWords[symbol] as number, lengths[symbol] as number);
		out.put(extra, bits);
	}
}

function lastUsed(lengths: readonly number[]): number {
	return lengths.findLastIndex((length) => length > 0);
}

function zeroRuns(lengths: readonly number[]): { symbol: number; extra: number; bits: number }[] {
	const out: { symbol: number; extra: number; bits: number }[] = [];
	for (let at = 0; at < lengths.length; ) {
		let run = 0;
		while (run < 138 && lengths[at + run] === 0) run++;
		if (run < 3) {
			out.push({ symbol: lengths[at++] as number, extra: 0, bits: 0 });
			continue;
		}
		out.push(run < 11 ? { symbol: 17, extra: run - 3, bits: 3 } : { symbol: 18, extra: run - 11, bits: 7 });
		at += run;
	}
	return out;
}

interface Tree {
	readonly count: number;
	readonly symbols: readonly number[];
}

/** Lengths of the words of a Huffman code. None may be longer than `bitsMax`: counts are flattened until it is so. */
function wordLengths(counts: readonly number[], bitsMax: number): number[] {
	for (let shift = 0; ; shift++) {
		const flattened = counts.map((count) => (count === 0 ? 0 : (count >> shift) + 1));
		const lengths = huffmanLengths(flattened);
		if (Math.max(...lengths) <= bitsMax) return lengths;
	}
}

function huffmanLengths(counts: readonly number[]): number[] {
	const lengths = new Array<number>(counts.length).fill(0);
	const leaves: Tree[] = [];
	for (const [symbol, count] of counts.entries()) if (count > 0) leaves.push({ count, symbols: [symbol] });
	if (leaves.length === 1) lengths[leaves[0]?.symbols[0] as number] = 1;
	leaves.sort((a, b) => a.count - b.count || (a.symbols[0] as number) - (b.symbols[0] as number));
	const joined: Tree[] = [];
	const smallest = (): Tree => {
		const [leaf, tree] = [leaves[0], joined[0]];
		if (tree === undefined || (leaf !== undefined && leaf.count <= tree.count)) return leaves.shift() as Tree;
		return joined.shift() as Tree;
	};
	while (leaves.length + joined.length > 1) {
		const [a, b] = [smallest(), smallest()];
		const symbols = [...a.symbols, ...b.symbols];
		for (const symbol of symbols) increment(lengths, symbol);
		joined.push({ count: a.count + b.count, symbols });
	}
	return lengths;
}

/** The words themselves, in the order in which bits are written. RFC 1951, 3.2.2. */
function words(lengths: readonly number[]): number[] {
	const next = new Array<number>(WORD_BITS_MAX + 2).fill(0);
	for (let bits = 1; bits <= WORD_BITS_MAX; bits++) {
		const shorter = lengths.filter((length) => length === bits - 1 && length > 0).length;
		next[bits] = ((next[bits - 1] as number) + shorter) << 1;
	}
	return lengths.map((length) => (length === 0 ? 0 : reversed(increment(next, length), length)));
}

function reversed(word: number, bits: number): number {
	let out = 0;
	for (let i = 0; i < bits; i++) out |= ((word >> i) & 1) << (bits - 1 - i);
	return out;
}
