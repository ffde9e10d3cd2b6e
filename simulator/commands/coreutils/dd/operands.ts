import { Fatal } from '../../gnu-command.ts';
import { humanUnits } from '../human-size.ts';

/** What the operands of a dd ask for. Positions and amounts are in blocks and the bytes behind them. */
export interface DdPlan {
	readonly input: string | undefined;
	readonly output: string | undefined;
	readonly inputBlock: number;
	readonly outputBlock: number;
	/** Bytes of a record of `block` and `unblock`; 0 when there are none. */
	readonly recordBytes: number;
	readonly skip: Amount;
	readonly seek: Amount;
	/** Undefined: all of it. */
	readonly count: Amount | undefined;
	readonly conversions: ReadonlySet<string>;
	readonly inputFlags: ReadonlySet<string>;
	readonly outputFlags: ReadonlySet<string>;
	readonly status: string | undefined;
	/** What is read is gathered into output blocks, where `bs` alone would write each read as it comes. */
	readonly gathers: boolean;
}

export interface Amount {
	readonly blocks: number;
	readonly bytes: number;
}

const KEYS: ReadonlySet<string> = new Set(
	'bs cbs conv count ibs if iflag iseek obs of oflag oseek seek skip status'.split(' '),
);
const CONVERSIONS: ReadonlySet<string> = new Set(
	'ascii ebcdic ibm block unblock lcase ucase sparse swab sync excl nocreat notrunc noerror fdatasync fsync'.split(' '),
);
const FLAGS =
	'append binary cio count_bytes direct directory dsync noatime nocache noctty nofollow nolinks nonblock seek_bytes skip_bytes sync text'.split(
		' ',
	);
const INPUT_FLAGS: ReadonlySet<string> = new Set([...FLAGS, 'fullblock']);
const OUTPUT_FLAGS: ReadonlySet<string> = new Set(FLAGS);
const STATUSES: ReadonlySet<string> = new Set(['none', 'noxfer', 'progress']);
/** Of which only one may be asked for, with how that is told. */
const EXCLUSIVE: readonly (readonly [words: readonly string[], refusal: string])[] = [
	[['ascii', 'ebcdic', 'ibm'], 'cannot combine any two of {ascii,ebcdic,ibm}'],
	[['block', 'unblock'], 'cannot combine block and unblock'],
	[['lcase', 'ucase'], 'cannot combine lcase and ucase'],
	[['excl', 'nocreat'], 'cannot combine excl and nocreat'],
];
/** Conversions that look at what is read byte by byte: their results are gathered into output blocks. */
const GATHERING = ['ascii', 'ebcdic', 'ibm', 'block', 'unblock', 'lcase', 'ucase', 'swab'];
const BLOCK_MAX = 64 * 1024 * 1024;
/** The largest number that off_t holds. */
const NUMBER_MAX = 2n ** 63n - 1n;

/**
 * Models coreutils dd.c scanargs.
 * @param warn is told what is odd about numbers.
 */
export function planOf(operands: readonly string[], warn: (text: string) => void): DdPlan {
	const given = new Map<string, string>();
	const numbers = new Map<string, Numeral>();
	const sets = { conv: new Set<string>(), iflag: new Set<string>(), oflag: new Set<string>() };
	for (const operand of operands) {
		const equals = operand.indexOf('=');
		const key = operand
			.slice(0, Math.max(0, equals))
			.replace(/^iseek$/, 'skip')
			.replace(/^oseek$/, 'seek');
		const value = operand.slice(equals + 1);
		if (equals < 0 || !KEYS.has(key)) throw new Fatal(`unrecognized operand ‘${operand}’`, 1, true);
		if (key === 'conv') addWords(sets.conv, value, CONVERSIONS, 'conversion');
		else if (key === 'iflag') addWords(sets.iflag, value, INPUT_FLAGS, 'input flag');
		else if (key === 'oflag') addWords(sets.oflag, value, OUTPUT_FLAGS, 'output flag');
		else if (key === 'status' && !STATUSES.has(value)) throw new Fatal(`invalid status level: ‘${value}’`, 1, true);
		else if (['if', 'of', 'status'].includes(key)) given.set(key, value);
		else numbers.set(key, numeralOf(value, /bs$/.test(key) ? 1n : 0n, warn));
	}
	const block = (key: string): number => Number((numbers.get('bs') ?? numbers.get(key))?.value ?? 512n);
	const [inputBlock, outputBlock] = [block('ibs'), block('obs')];
	refuseLarge(inputBlock, 'input');
	refuseLarge(outputBlock, 'output');
	const recordBytes = Number(numbers.get('cbs')?.value ?? 0n);
	const amount = (key: string, byBytes: boolean, unit: number): Amount => {
		const { value, isBytes } = numbers.get(key) ?? { value: 0n, isBytes: false };
		if (!isBytes && !byBytes) return { blocks: Number(value), bytes: 0 };
		return { blocks: Number(value / BigInt(unit)), bytes: Number(value % BigInt(unit)) };
	};
	const conversions = conversionsOf(sets.conv, recordBytes);
	return {
		input: given.get('if'),
		output: given.get('of'),
		inputBlock,
		outputBlock,
		recordBytes,
		skip: amount('skip', sets.iflag.has('skip_bytes'), inputBlock),
		seek: amount('seek', sets.oflag.has('seek_bytes'), outputBlock),
		count: numbers.has('count') ? amount('count', sets.iflag.has('count_bytes'), inputBlock) : undefined,
		conversions,
		inputFlags: sets.iflag,
		outputFlags: sets.oflag,
		status: given.get('status'),
		gathers: !numbers.has('bs') || GATHERING.some((each) => sets.conv.has(each)),
	};
}

/** Models coreutils dd.c: `ascii` unblocks and `ebcdic` and `ibm` block, where records have a length. */
function conversionsOf(asked: ReadonlySet<string>, recordBytes: number): ReadonlySet<string> {
	const all = new Set(asked);
	if (all.has('ascii')) all.add('unblock');
	if (all.has('ebcdic') || all.has('ibm')) all.add('block');
	if (recordBytes === 0) for (const each of ['block', 'unblock']) all.delete(each);
	for (const [words, refusal] of EXCLUSIVE) {
		if (words.filter((each) => all.has(each)).length > 1) throw new Fatal(refusal);
	}
	return all;
}

function addWords(into: Set<string>, list: string, known: ReadonlySet<string>, what: string): void {
	for (const word of list.split(',')) {
		if (!known.has(word)) throw new Fatal(`invalid ${what}: ‘${word}’`, 1, true);
		into.add(word);
	}
}

function refuseLarge(block: number, which: 'input' | 'output'): void {
	if (block > BLOCK_MAX) {
		throw new Fatal(`memory exhausted by ${which} buffer of size ${block} bytes (${humanUnits(block)})`);
	}
}

interface Numeral {
	readonly value: bigint;
	/** It ends in B: bytes are counted, where blocks would be. */
	readonly isBytes: boolean;
}

/** Factors between `x`, each with a suffix. @throws {Fatal} below `least` too. */
function numeralOf(text: string, least: bigint, warn: (text: string) => void): Numeral {
	let value = 1n;
	for (const factor of text.split('x')) {
		const match = /^\+?(?=.)(\d*)(?:(?:c|(w)|(b))?B?|([kKMGTPEZY])(iB|[BD])?)$/.exec(factor);
		if (match === null) throw new Fatal(`invalid number: ‘${text}’`);
		const [, digits = '', word, block, letter, unit] = match;
		const power = letter === undefined ? 0 : 'KMGTPEZY'.indexOf(letter.toUpperCase()) + 1;
		const base = unit === 'B' || unit === 'D' ? 1000n : 1024n;
		value *= BigInt(digits || 1) * base ** BigInt(power) * (word !== undefined ? 2n : block !== undefined ? 512n : 1n);
		if (digits === '0' && text.startsWith('0x'))
			warn('warning: ‘0x’ is a zero multiplier; use ‘00x’ if that is intended');
	}
	if (value > NUMBER_MAX) throw new Fatal(`invalid number: ‘${text}’: Value too large for defined data type`);
	if (value < least) throw new Fatal(`invalid number: ‘${text}’`);
	return { value, isBytes: /[^kKMGTPEZY]B$/.test(text) && !text.endsWith('iB') };
}
