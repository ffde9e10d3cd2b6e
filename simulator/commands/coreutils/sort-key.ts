import { Fatal } from '../gnu-command.ts';
import { quoted } from './env-split.ts';
import { compareFileVersions } from './file-version.ts';

/** How two texts compare: what `-n`, `-h`, `-V`, … say, for all keys or for one. */
export interface SortOrder {
	readonly kind: 'text' | 'numeric' | 'general' | 'human' | 'month' | 'version' | 'random';
	readonly reverse: boolean;
	readonly fold: boolean;
	readonly dictionary: boolean;
	readonly printing: boolean;
	/** Blanks before a start count as nothing, and before an end. */
	readonly blanks: boolean;
	readonly endBlanks: boolean;
}

interface Position {
	/** From 1. */
	readonly field: number;
	/** From 1; 0 at an end: to the end of the field. */
	readonly character: number;
}

export interface SortKey {
	readonly start: Position;
	readonly end: Position | undefined;
	readonly order: SortOrder;
}

/** The order that command-line flags give. */
export function orderOf(values: { readonly [name: string]: unknown }): SortOrder {
	const kinds = ['numeric', 'general', 'human', 'month', 'version', 'random'] as const;
	return {
		kind: kinds.find((kind) => values[kind] === true) ?? 'text',
		reverse: values.reverse === true,
		fold: values.fold === true,
		dictionary: values.dictionary === true,
		printing: values.printing === true,
		blanks: values.blanks === true,
		endBlanks: values.blanks === true,
	};
}

const LETTERS: { readonly [letter: string]: Partial<SortOrder> } = {
	n: { kind: 'numeric' },
	g: { kind: 'general' },
	h: { kind: 'human' },
	M: { kind: 'month' },
	V: { kind: 'version' },
	R: { kind: 'random' },
	r: { reverse: true },
	f: { fold: true },
	d: { dictionary: true },
	i: { printing: true },
	b: { blanks: true },
};

const NO_ORDER: SortOrder = orderOf({});

/** "2,2nr", "1.3,1.5". A key with letters of its own takes nothing from the global order. Models coreutils sort.c main. Throws Fatal. */
export function parseSortKey(text: string, global: SortOrder): SortKey {
	return new KeyReader(text).read(global);
}

class KeyReader {
	readonly #text: string;
	#rest: string;

	constructor(text: string) {
		this.#text = text;
		this.#rest = text;
	}

	read(global: SortOrder): SortKey {
		const start = this.#position('invalid number at field start', true);
		const startLetters = this.#letters();
		let end: Position | undefined;
		let endLetters = '';
		if (this.#rest.startsWith(',')) {
			this.#rest = this.#rest.slice(1);
			end = this.#position("invalid number after ','", false);
			endLetters = this.#letters();
		}
		if (this.#rest !== '') throw this.#wrong('stray character in field spec');
		if (startLetters + endLetters === '') return { start, end, order: global };
		const order: SortOrder = Object.assign(
			{},
			NO_ORDER,
			...[...startLetters].map((letter) => LETTERS[letter]),
			...[...endLetters].map((letter) => (letter === 'b' ? { endBlanks: true } : LETTERS[letter])),
		);
		return { start, end, order };
	}

	#position(problem: string, isStart: boolean): Position {
		const field = this.#count(problem);
		if (field === 0) throw this.#wrong('field number is zero');
		if (!this.#rest.startsWith('.')) return { field, character: isStart ? 1 : 0 };
		this.#rest = this.#rest.slice(1);
		const character = this.#count("invalid number after '.'");
		if (isStart && character === 0) throw this.#wrong('character offset is zero');
		return { field, character };
	}

	#count(problem: string): number {
		const digits = /^\d+/.exec(this.#rest)?.[0];
		if (digits === undefined) throw new Fatal(`${problem}: invalid count at start of ${quoted(this.#rest)}`, 2);
		this.#rest = this.#rest.slice(digits.length);
		return Number(digits);
	}

	#letters(): string {
		const letters = /^[nghMVRrfdib]*/.exec(this.#rest)?.[0] ?? '';
		this.#rest = this.#rest.slice(letters.length);
		return letters;
	}

	#wrong(problem: string): Fatal {
		return new Fatal(`${problem}: invalid field specification ${quoted(this.#text)}`, 2);
	}
}

/** Compares lines key by key; `random` compares those whose order is chance. Without `separator` a field starts with the blanks before it. */
export function compareByKeys(
	keys: readonly SortKey[],
	separator: string | undefined,
	random: (a: string, b: string) => number,
): (a: string, b: string) => number {
	return (a, b) => {
		for (const key of keys) {
			const [left, right] = [keyText(a, key, separator), keyText(b, key, separator)];
			const found =
				key.order.kind === 'random'
					? random(normalise(left, key.order), normalise(right, key.order))
					: compareBy(key.order, left, right);
			if (found !== 0) return key.order.reverse ? -found : found;
		}
		return 0;
	};
}

/** The part of a line that a key compares. */
export function keyText(line: string, key: SortKey, separator: string | undefined): string {
	return line.slice(...keyRange(line, key, separator));
}

/** Where it begins and ends. */
export function keyRange(line: string, key: SortKey, separator: string | undefined): [number, number] {
	if (key.start.field === 1 && key.start.character === 1 && key.end === undefined && !key.order.blanks)
		return [0, line.length];
	const starts = fieldStarts(line, separator, Math.max(key.start.field, key.end?.field ?? 0));
	let from = starts[key.start.field - 1]?.start ?? line.length;
	if (key.order.blanks) from = skipBlanks(line, from);
	from = Math.min(line.length, from + key.start.character - 1);
	if (key.end === undefined) return [from, line.length];
	const endField = starts[key.end.field - 1];
	if (endField === undefined) return [from, line.length];
	if (key.end.character === 0) return [from, Math.max(from, endField.end)];
	const base = key.order.endBlanks ? skipBlanks(line, endField.start) : endField.start;
	return [from, Math.max(from, Math.min(line.length, base + key.end.character))];
}

/** Of a key that compares numbers or months only they count. */
export function comparedRange(line: string, key: SortKey, separator: string | undefined): [number, number] {
	const [from, to] = keyRange(line, key, separator);
	const text = line.slice(from, to);
	const blanks = skipBlanks(text, 0);
	const rest = text.slice(blanks);
	const number =
		key.order.kind === 'numeric'
			? /^-?(?:\d+(?:\.\d*)?|\.\d+)/.exec(rest)
			: key.order.kind === 'human'
				? /^-?(?:\d+(?:\.\d*)?|\.\d+)[kKMGTPEZYRQ]?/.exec(rest)
				: key.order.kind === 'month' && month(rest) >= 0
					? /^.{3}/.exec(rest)
					: undefined;
	if (key.order.kind === 'general') return [from + blanks, from + blanks + generalLength(rest)];
	if (number === undefined) return [from, to];
	return [from + blanks, from + blanks + (number?.[0].length ?? 0)];
}

/** Where fields are, up to the one that is asked for last; the last of a line ends with it. */
function fieldStarts(line: string, separator: string | undefined, last: number): { start: number; end: number }[] {
	const fields: { start: number; end: number }[] = [];
	if (separator !== undefined) {
		let start = 0;
		for (;;) {
			const at = line.indexOf(separator, start);
			fields.push({ start, end: at < 0 ? line.length : at });
			if (at < 0 || fields.length >= last) return fields;
			start = at + separator.length;
		}
	}
	let at = 0;
	while (at < line.length && fields.length < last) {
		const start = at;
		at = skipBlanks(line, at);
		at = endOfWord(line, at);
		fields.push({ start, end: at });
	}
	return fields;
}

function endOfWord(line: string, from: number): number {
	BLANK.lastIndex = from;
	return BLANK.exec(line)?.index ?? line.length;
}

const BLANK = /[ \t]/g;

function skipBlanks(line: string, from: number): number {
	let at = from;
	while (line[at] === ' ' || line[at] === '\t') at++;
	return at;
}

function compareBy(order: SortOrder, a: string, b: string): number {
	switch (order.kind) {
		case 'numeric':
			return compareDecimals(decimalOf(a), decimalOf(b));
		case 'general':
			return compareGeneral(general(a), general(b));
		case 'human':
			return compareHuman(a, b);
		case 'month':
			return month(a) - month(b);
		case 'version':
			return compareFileVersions(a, b);
		default: {
			const left = normalise(a, order);
			const right = normalise(b, order);
			return left < right ? -1 : left > right ? 1 : 0;
		}
	}
}

/** A number as `-n` reads it, of any length: digits without zeros that say nothing. */
interface SortDecimal {
	readonly negative: boolean;
	readonly whole: string;
	readonly fraction: string;
	/** What stands behind it. */
	readonly rest: string;
}

function decimalOf(text: string): SortDecimal {
	const match = /^[ \t]*(-?)0*(\d*)(?:\.(\d*))?/.exec(text) as RegExpExecArray;
	const whole = match[2] as string;
	const fraction = (match[3] ?? '').replace(/0+$/, '');
	const isZero = whole === '' && fraction === '';
	return { negative: match[1] === '-' && !isZero, whole, fraction, rest: text.slice(match[0].length) };
}

function compareDecimals(a: SortDecimal, b: SortDecimal): number {
	if (a.negative !== b.negative) return a.negative ? -1 : 1;
	const found = a.whole.length - b.whole.length || compareText(a.whole, b.whole) || compareText(a.fraction, b.fraction);
	return a.negative ? -found : found;
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

const GENERAL =
	/^\s*([-+]?)(0x[\da-f]+(?:\.[\da-f]*)?(?:p[-+]?\d+)?|inf(?:inity)?|nan|(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?)/i;

function generalLength(text: string): number {
	return GENERAL.exec(text)?.[0].length ?? 0;
}

/** As strtold(3) reads it: hexadecimal, infinite and no number at all too. */
function general(text: string): number | undefined {
	const match = GENERAL.exec(text);
	if (match === null) return undefined;
	const sign = match[1] === '-' ? -1 : 1;
	const digits = (match[2] as string).toLowerCase();
	if (digits.startsWith('inf')) return sign * Number.POSITIVE_INFINITY;
	if (digits === 'nan') return Number.NaN;
	if (!digits.startsWith('0x')) return sign * Number(digits);
	const [mantissa = '', power = '0'] = digits.slice(2).split('p');
	const [whole = '', fraction = ''] = mantissa.split('.');
	return (sign * Number.parseInt(whole + fraction, 16) * 2 ** Number(power)) / 16 ** fraction.length;
}

/** What is no number comes first, then NaN. */
function compareGeneral(a: number | undefined, b: number | undefined): number {
	if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
	if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
	return a < b ? -1 : a > b ? 1 : 0;
}

const UNITS = 'KMGTPEZYRQ';

/** First by sign, then by unit, then by value. Models coreutils sort.c find_unit_order, human_numcompare. */
function compareHuman(a: string, b: string): number {
	const [left, right] = [decimalOf(a), decimalOf(b)];
	return unitOrder(left) - unitOrder(right) || compareDecimals(left, right);
}

function unitOrder({ negative, whole, fraction, rest }: SortDecimal): number {
	if (whole === '' && fraction === '') return 0;
	const letter = rest[0] ?? '';
	const order = letter === '' ? 0 : letter === 'k' ? 1 : UNITS.indexOf(letter) + 1;
	return negative ? -order : order;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function month(text: string): number {
	return MONTHS.indexOf(text.trimStart().slice(0, 3).toUpperCase());
}

function normalise(text: string, order: SortOrder): string {
	let out = text;
	if (order.dictionary) out = out.replace(/[^a-zA-Z0-9 \t]/g, '');
	if (order.printing) out = out.replace(/[^\x20-\x7e]/g, '');
	return order.fold ? out.toUpperCase() : out;
}
