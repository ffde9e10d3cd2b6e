import { BitWriter } from './bit-streams.ts';
import { combineCrc, updateCrc } from './bzip-crc.ts';
import { codeLengths } from './code-lengths.ts';
import { sortRotations } from './sort-rotations.ts';

const RUN_MAX = 255;
/** Symbols that share the choice of a code. */
const GROUP = 50;
const LENGTH_MAX = 17;
const ROUNDS = 4;
/** So many bytes or groups, less one, between two pauses. */
const SLICE = 0xffff;
const GROUP_SLICE = 0x7ff;
/** Codes that a block of so few symbols gets. */
const TABLES: readonly (readonly [below: number, tables: number])[] = [
	[200, 2],
	[600, 3],
	[1200, 4],
	[2400, 5],
];

/** Packs data as bzip2 does. Yields often, for whoever has others to serve. @param level 1 to 9: blocks of so many 100,000 bytes. */
export function* bzip2(data: Uint8Array, level: number): Generator<void, Uint8Array> {
	const out = new BitWriter();
	for (const byte of [0x42, 0x5a, 0x68, 0x30 + level]) out.put(8, byte);
	let combined = 0;
	for (let at = 0; at < data.length; ) {
		const { block, end } = yield* runsOf(data, at, level * 100_000 - 19);
		let sum = 0xffffffff;
		// Runs of equal bytes are short in a block, however long they are.
		for (let part = at; part < end; part += SUMMED_BYTES) {
			sum = updateCrc(sum, data.subarray(part, Math.min(end, part + SUMMED_BYTES)));
			yield;
		}
		const crc = (sum ^ 0xffffffff) >>> 0;
		combined = combineCrc(combined, crc);
		yield* writeBlock(out, block, crc);
		at = end;
	}
	for (const part of [0x177245, 0x385090]) out.put(24, part);
	out.word(combined);
	return out.finish();
}

const SUMMED_BYTES = 262_144;

/** As much as fits into a block: of more than three equal bytes four and how many more there are. */
function* runsOf(data: Uint8Array, from: number, max: number): Generator<void, { block: Uint8Array; end: number }> {
	const block = new Uint8Array(max + 5);
	let length = 0;
	let at = from;
	let yieldedAt = from;
	while (at < data.length && length < max) {
		if (at - yieldedAt >= SUMMED_BYTES) {
			yieldedAt = at;
			yield;
		}
		const byte = data[at] as number;
		let run = 1;
		while (run < RUN_MAX && data[at + run] === byte) run++;
		for (let index = 0; index < Math.min(run, 4); index++) block[length++] = byte;
		if (run >= 4) block[length++] = run - 4;
		at += run;
	}
	return { block: block.subarray(0, length), end: at };
}

function* writeBlock(out: BitWriter, block: Uint8Array, crc: number): Generator<void> {
	const order = yield* sortRotations(block);
	for (const part of [0x314159, 0x265359]) out.put(24, part);
	out.word(crc);
	out.put(1, 0);
	out.put(24, order.indexOf(0));
	const used = new Uint8Array(256);
	for (const byte of block) used[byte] = 1;
	writeMap(out, used);
	yield;
	const { symbols, size } = yield* moveToFront(block, order, used);
	yield;
	yield* writeSymbols(out, symbols, size);
}

function writeMap(out: BitWriter, used: Uint8Array): void {
	const rows = Array.from({ length: 16 }, (_, row) => used.subarray(16 * row, 16 * row + 16));
	for (const row of rows) out.put(1, row.includes(1) ? 1 : 0);
	for (const row of rows) if (row.includes(1)) for (const bit of row) out.put(1, bit);
}

/** The last column of the sorted rotations as places in a list whose head is what came last; runs of 0 are numbers in base 2. */
function* moveToFront(
	block: Uint8Array,
	order: Int32Array,
	used: Uint8Array,
): Generator<void, { symbols: Uint16Array; size: number }> {
	const list = Uint8Array.from([...used.keys()].filter((byte) => used[byte] === 1));
	const end = list.length + 1;
	const symbols = new Uint16Array(block.length + 2);
	let length = 0;
	let zeros = 0;
	const flush = (): void => {
		for (; zeros > 0; zeros = (zeros - 1) >> 1) symbols[length++] = (zeros - 1) & 1;
	};
	for (let index = 0; index < order.length; index++) {
		if ((index & SLICE) === SLICE) yield;
		const start = order[index] as number;
		const byte = block[start === 0 ? block.length - 1 : start - 1] as number;
		if (list[0] === byte) {
			zeros++;
			continue;
		}
		flush();
		const place = list.indexOf(byte);
		list.copyWithin(1, 0, place);
		list[0] = byte;
		symbols[length++] = place + 1;
	}
	flush();
	symbols[length++] = end;
	return { symbols: symbols.subarray(0, length), size: end + 1 };
}

function* writeSymbols(out: BitWriter, symbols: Uint16Array, size: number): Generator<void> {
	const tables = TABLES.find(([below]) => symbols.length < below)?.[1] ?? 6;
	let lengths = firstTables(symbols, size, tables);
	let choices: Uint8Array = new Uint8Array(0);
	for (let round = 0; round < ROUNDS; round++) {
		const frequencies = lengths.map(() => new Float64Array(size));
		choices = yield* chooseTables(symbols, lengths, frequencies);
		lengths = frequencies.map((each) => codeLengths(each, LENGTH_MAX));
		yield;
	}
	out.put(3, tables);
	out.put(15, choices.length);
	writeChoices(out, choices, tables);
	for (const table of lengths) writeLengths(out, table);
	const codes = lengths.map(codesOf);
	for (const [group, choice] of choices.entries()) {
		const [table, code] = [lengths[choice] as Uint8Array, codes[choice] as Uint32Array];
		for (const symbol of symbols.subarray(group * GROUP, (group + 1) * GROUP)) {
			out.put(table[symbol] as number, code[symbol] as number);
		}
		if (group % 4096 === 4095) yield;
	}
}

/** Each code begins as good for symbols that make up its share of all, bad for the others. */
function firstTables(symbols: Uint16Array, size: number, tables: number): Uint8Array[] {
	const frequencies = new Float64Array(size);
	for (const symbol of symbols) frequencies[symbol] = (frequencies[symbol] as number) + 1;
	const lengths: Uint8Array[] = Array.from({ length: tables }, () => new Uint8Array(size).fill(15));
	let rest = symbols.length;
	let from = 0;
	for (let part = tables; part > 0; part--) {
		const share = Math.floor(rest / part);
		let to = from - 1;
		let sum = 0;
		while (sum < share && to < size - 1) sum += frequencies[++to] as number;
		if (to > from && part !== tables && part !== 1 && (tables - part) % 2 === 1) sum -= frequencies[to--] as number;
		(lengths[part - 1] as Uint8Array).fill(0, from, to + 1);
		from = to + 1;
		rest -= sum;
	}
	return lengths;
}

/** The cheapest code of each group, the first of equals; counts what each has to say. */
function* chooseTables(
	symbols: Uint16Array,
	lengths: readonly Uint8Array[],
	frequencies: Float64Array[],
): Generator<void, Uint8Array> {
	const choices = new Uint8Array(Math.ceil(symbols.length / GROUP));
	for (let group = 0; group < choices.length; group++) {
		if ((group & GROUP_SLICE) === GROUP_SLICE) yield;
		const own = symbols.subarray(group * GROUP, (group + 1) * GROUP);
		let best = 0;
		let least = Number.POSITIVE_INFINITY;
		for (const [table, length] of lengths.entries()) {
			let cost = 0;
			for (const symbol of own) cost += length[symbol] as number;
			if (cost < least) [best, least] = [table, cost];
		}
		choices[group] = best;
		const counts = frequencies[best] as Float64Array;
		for (const symbol of own) counts[symbol] = (counts[symbol] as number) + 1;
	}
	return choices;
}

function writeChoices(out: BitWriter, choices: Uint8Array, tables: number): void {
	const list = Array.from({ length: tables }, (_, table) => table);
	for (const choice of choices) {
		const place = list.indexOf(choice);
		list.splice(place, 1);
		list.unshift(choice);
		for (let index = 0; index < place; index++) out.put(1, 1);
		out.put(1, 0);
	}
}

/** Each length as steps from the one before: 10 up, 11 down, 0 there. */
function writeLengths(out: BitWriter, lengths: Uint8Array): void {
	let length = lengths[0] as number;
	out.put(5, length);
	for (const wanted of lengths) {
		for (; length < wanted; length++) out.put(2, 2);
		for (; length > wanted; length--) out.put(2, 3);
		out.put(1, 0);
	}
}

/** Codes of one length follow each other in the order of the symbols. */
function codesOf(lengths: Uint8Array): Uint32Array {
	const codes = new Uint32Array(lengths.length);
	let code = 0;
	for (let length = Math.min(...lengths); length <= Math.max(...lengths); length++) {
		for (const [symbol, each] of lengths.entries()) if (each === length) codes[symbol] = code++;
		code <<= 1;
	}
	return codes;
}
