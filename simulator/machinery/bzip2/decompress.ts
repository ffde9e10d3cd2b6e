import { BitReader } from './bit-streams.ts';
import { combineCrc, updateCrc } from './bzip-crc.ts';
import { BzipError } from './bzip-error.ts';

const GROUP = 50;
const PIECE_BYTES = 65_536;

export function isBzip2(data: Uint8Array): boolean {
	return data[0] === 0x42 && data[1] === 0x5a && data[2] === 0x68 && /[1-9]/.test(String.fromCharCode(data[3] ?? 0));
}

/** What bzip2 data hold, all of their streams, piece by piece. @throws BzipError */
export function* bunzip2(data: Uint8Array): Generator<Uint8Array, void> {
	let at = 0;
	do {
		if (!isBzip2(data.subarray(at))) throw new BzipError(at + 4 > data.length && at > 0 ? 'end' : 'magic');
		const input = new BitReader(data, at + 4);
		yield* readStream(input, ((data[at + 3] as number) - 0x30) * 100_000);
		at = input.used;
	} while (at < data.length && isBzip2(data.subarray(at)));
}

function* readStream(input: BitReader, size: number): Generator<Uint8Array, void> {
	let combined = 0;
	for (;;) {
		const magic = input.take(24) * 2 ** 24 + input.take(24);
		const wanted = input.word();
		if (magic === 0x177245385090) {
			if (wanted !== combined) throw new BzipError('crc');
			input.align();
			return;
		}
		if (magic !== 0x314159265359) throw new BzipError('data');
		let crc = 0xffffffff;
		for (const piece of readBlock(input, size)) {
			crc = updateCrc(crc, piece);
			yield piece;
		}
		if ((crc ^ 0xffffffff) >>> 0 !== wanted) throw new BzipError('crc');
		combined = combineCrc(combined, wanted);
	}
}

function* readBlock(input: BitReader, size: number): Generator<Uint8Array, void> {
	if (input.take(1) === 1) throw new BzipError('data');
	const origin = input.take(24);
	const rows = input.take(16);
	const used: number[] = [];
	for (let row = 0; row < 16; row++) {
		const bits = (rows >> (15 - row)) & 1 ? input.take(16) : 0;
		for (let bit = 0; bit < 16; bit++) if ((bits >> (15 - bit)) & 1) used.push(16 * row + bit);
	}
	if (used.length === 0) throw new BzipError('data');
	const tables = input.take(3);
	const choices = readChoices(input, tables);
	const codes = Array.from({ length: tables }, () => readCode(input, used.length + 2));
	yield new Uint8Array(0);
	const column = new Uint8Array(size);
	const length = yield* readColumn(input, column, used, choices, codes);
	if (origin >= length) throw new BzipError('data');
	yield* unrun(column.subarray(0, length), origin);
}

function readChoices(input: BitReader, tables: number): Uint8Array {
	if (tables < 2 || tables > 6) throw new BzipError('data');
	const choices = new Uint8Array(input.take(15));
	const list = Array.from({ length: tables }, (_, table) => table);
	for (let index = 0; index < choices.length; index++) {
		let place = 0;
		while (input.take(1) === 1) if (++place >= tables) throw new BzipError('data');
		const [choice] = list.splice(place, 1) as [number];
		list.unshift(choice);
		choices[index] = choice;
	}
	return choices;
}

/** A prefix code: for each length the first code, where its symbols begin, and how many there are. */
interface Code {
	readonly shortest: number;
	readonly first: Int32Array;
	readonly offset: Int32Array;
	readonly count: Int32Array;
	readonly symbols: Int32Array;
}

function readCode(input: BitReader, size: number): Code {
	const lengths = new Uint8Array(size);
	let length = input.take(5);
	for (let symbol = 0; symbol < size; symbol++) {
		while (input.take(1) === 1) length += input.take(1) === 1 ? -1 : 1;
		if (length < 1 || length > 20) throw new BzipError('data');
		lengths[symbol] = length;
	}
	const [first, offset, count] = [new Int32Array(21), new Int32Array(21), new Int32Array(21)];
	for (const each of lengths) count[each] = (count[each] as number) + 1;
	let code = 0;
	let total = 0;
	for (let each = 1; each <= 20; each++) {
		first[each] = code;
		offset[each] = total;
		code = (code + (count[each] as number)) << 1;
		total += count[each] as number;
	}
	const symbols = Int32Array.from(
		[...lengths.keys()].sort((a, b) => (lengths[a] as number) - (lengths[b] as number) || a - b),
	);
	return { shortest: Math.min(...lengths), first, offset, count, symbols };
}

function readSymbol(input: BitReader, code: Code): number {
	let length = code.shortest;
	let bits = input.take(length);
	for (; length <= 20; length++) {
		const index = bits - (code.first[length] as number);
		if (index >= 0 && index < (code.count[length] as number)) {
			return code.symbols[(code.offset[length] as number) + index] as number;
		}
		bits = (bits << 1) | input.take(1);
	}
	throw new BzipError('data');
}

/** The last column of the sorted rotations. */
function* readColumn(
	input: BitReader,
	column: Uint8Array,
	used: readonly number[],
	choices: Uint8Array,
	codes: readonly Code[],
): Generator<Uint8Array, number> {
	const list = Uint8Array.from(used);
	const end = used.length + 1;
	let length = 0;
	let run = 0;
	let weight = 1;
	for (let index = 0; ; index++) {
		const code = codes[choices[Math.floor(index / GROUP)] ?? -1];
		if (code === undefined) throw new BzipError('data');
		const symbol = readSymbol(input, code);
		if (index % PIECE_BYTES === PIECE_BYTES - 1) yield new Uint8Array(0);
		if (symbol < 2) {
			run += weight << symbol;
			weight *= 2;
			if (run > column.length) throw new BzipError('data');
			continue;
		}
		if (length + run > column.length) throw new BzipError('data');
		column.fill(list[0] as number, length, length + run);
		length += run;
		[run, weight] = [0, 1];
		if (symbol === end) return length;
		if (length >= column.length) throw new BzipError('data');
		const byte = list[symbol - 1] as number;
		list.copyWithin(1, 0, symbol - 1);
		list[0] = byte;
		column[length++] = byte;
	}
}

/** Follows the rotations back to the text, and makes runs of what stands for them. */
function* unrun(column: Uint8Array, origin: number): Generator<Uint8Array, void> {
	const starts = new Int32Array(257);
	for (const byte of column) starts[byte + 1] = (starts[byte + 1] as number) + 1;
	for (let byte = 0; byte < 256; byte++) starts[byte + 1] = (starts[byte + 1] as number) + (starts[byte] as number);
	const next = new Int32Array(column.length);
	for (let at = 0; at < column.length; at++) {
		const byte = column[at] as number;
		const place = starts[byte] as number;
		next[place] = at;
		starts[byte] = place + 1;
	}
	yield new Uint8Array(0);
	let piece = new Uint8Array(PIECE_BYTES);
	let filled = 0;
	let place = next[origin] as number;
	let equal = 0;
	let before = -1;
	for (let index = 0; index < column.length; index++, place = next[place] as number) {
		const byte = column[place] as number;
		if (filled + 256 > piece.length) {
			yield piece.subarray(0, filled);
			piece = new Uint8Array(PIECE_BYTES);
			filled = 0;
		}
		if (equal === 4) {
			piece.fill(before, filled, filled + byte);
			filled += byte;
			equal = 0;
			before = -1;
			continue;
		}
		equal = byte === before ? equal + 1 : 1;
		before = byte;
		piece[filled++] = byte;
	}
	yield piece.subarray(0, filled);
}
