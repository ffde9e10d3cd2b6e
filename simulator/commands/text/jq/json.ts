import { decodeUtf8, encodeUtf8, wholeCharacters } from '../../../machinery/utf8.ts';
import { compareDecimals, LiteralNumber } from './literal-number.ts';

/** JSON as jq computes with it. Objects are Maps: their keys keep the order in which they came. */
export type Json = null | boolean | number | LiteralNumber | string | readonly Json[] | ReadonlyMap<string, Json>;

export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export function kindOf(value: Json): Kind {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (value instanceof LiteralNumber) return 'number';
	return typeof value === 'object' ? 'object' : (typeof value as Kind);
}

/** What is computed with: a number as it was written becomes its value. */
export function computed(value: Json): Exclude<Json, LiteralNumber> {
	return value instanceof LiteralNumber ? value.value : value;
}

/** An error that a jq program can catch. `value` is what `catch` sees. */
export class JqError extends Error {
	readonly value: Json;
	constructor(value: Json) {
		super(typeof value === 'string' ? value : 'not a string');
		this.value = value;
	}
}

export function isTrue(value: Json): boolean {
	return value !== null && value !== false;
}

const ORDER: Readonly<Record<Kind, number>> = { null: 0, boolean: 1, number: 3, string: 4, array: 5, object: 6 };

/** Models jq's order: null, false, true, numbers, strings by code point, arrays, objects (keys first, then values). */
export function compare(a: Json, b: Json): number {
	const byKind = rank(a) - rank(b);
	if (byKind !== 0) return byKind;
	if (typeof a === 'number' || a instanceof LiteralNumber) return compareNumbers(a, b as number | LiteralNumber);
	if (typeof a === 'string') return compareText(a, b as string);
	if (Array.isArray(a)) return compareArrays(a, b as readonly Json[]);
	if (a instanceof Map) return compareObjects(a, b as ReadonlyMap<string, Json>);
	return 0;
}

function compareNumbers(a: number | LiteralNumber, b: number | LiteralNumber): number {
	const [x, y] = [computed(a) as number, computed(b) as number];
	if ((a !== x || b !== y) && !Number.isNaN(x) && !Number.isNaN(y)) {
		return compareDecimals(formatJson(a), formatJson(b));
	}
	return x < y ? -1 : x === y ? 0 : Number.isNaN(x) ? -1 : 1;
}

function rank(value: Json): number {
	return value === true ? 2 : ORDER[kindOf(value)];
}

/** By code point: surrogate pairs come after every other character. */
export function compareText(a: string, b: string): number {
	if (a === b) return 0;
	const length = Math.min(a.length, b.length);
	for (let at = 0; at < length; at++) {
		const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
		if (x === y) continue;
		const [xHigh, yHigh] = [x >= 0xd800 && x < 0xe000, y >= 0xd800 && y < 0xe000];
		return xHigh === yHigh ? x - y : xHigh ? 1 : -1;
	}
	return a.length - b.length;
}

function compareArrays(a: readonly Json[], b: readonly Json[]): number {
	for (let at = 0; at < Math.min(a.length, b.length); at++) {
		const order = compare(a[at] as Json, b[at] as Json);
		if (order !== 0) return order;
	}
	return a.length - b.length;
}

function compareObjects(a: ReadonlyMap<string, Json>, b: ReadonlyMap<string, Json>): number {
	const [aKeys, bKeys] = [sortedKeys(a), sortedKeys(b)];
	const byKeys = compareArrays(aKeys, bKeys);
	if (byKeys !== 0) return byKeys;
	for (const key of aKeys) {
		const order = compare(a.get(key) as Json, b.get(key) as Json);
		if (order !== 0) return order;
	}
	return 0;
}

export function sortedKeys(object: ReadonlyMap<string, Json>): string[] {
	return [...object.keys()].sort(compareText);
}

export function equal(a: Json, b: Json): boolean {
	return compare(a, b) === 0;
}

/** "number (1)": a value in an error, cut short as jq does. */
export function described(value: Json): string {
	return `${kindOf(value)} (${truncated(value)})`;
}

const SHOWN_BYTES = 14;

export function truncated(value: Json): string {
	const text = formatJson(value);
	const bytes = encodeUtf8(text.slice(0, SHOWN_BYTES + 1));
	if (text.length <= SHOWN_BYTES && bytes.length <= SHOWN_BYTES) return text;
	// A character that would be cut in two goes.
	return `${decodeUtf8(bytes.subarray(0, wholeCharacters(bytes.subarray(0, SHOWN_BYTES - 3))))}...`;
}

export interface JsonStyle {
	/** Text of one level: '' prints on one line. */
	readonly indent: string;
	readonly sortKeys?: boolean;
	readonly ascii?: boolean;
	readonly colors?: JsonColors;
}

/** Escape sequences of each kind; `objectKey` for names. */
export type JsonColors = Readonly<
	Record<'null' | 'false' | 'true' | 'number' | 'string' | 'array' | 'object' | 'objectKey', string>
>;

export function formatJson(value: Json, style: JsonStyle = { indent: '' }): string {
	return style.colors === undefined ? plain(value, style, '\n') : colored(value, style, style.colors, '\n');
}

function plain(value: Json, style: JsonStyle, newline: string): string {
	if (value === null) return 'null';
	if (typeof value === 'boolean') return String(value);
	if (typeof value === 'number') return formatNumber(value);
	if (value instanceof LiteralNumber) return value.text;
	if (typeof value === 'string') return formatString(value, style.ascii);
	const pretty = style.indent !== '';
	const inner = newline + style.indent;
	if (Array.isArray(value)) {
		if (value.length === 0) return '[]';
		const items = value.map((item) => plain(item, style, inner));
		return pretty ? `[${inner}${items.join(`,${inner}`)}${newline}]` : `[${items.join(',')}]`;
	}
	const object = value as ReadonlyMap<string, Json>;
	if (object.size === 0) return '{}';
	const keys = style.sortKeys ? sortedKeys(object) : [...object.keys()];
	const items = keys.map(
		(key) => `${formatString(key, style.ascii)}:${pretty ? ' ' : ''}${plain(object.get(key) as Json, style, inner)}`,
	);
	return pretty ? `{${inner}${items.join(`,${inner}`)}${newline}}` : `{${items.join(',')}}`;
}

const RESET = '\x1b[0m';

/** Models jq 1.7.1 jv_print.c jv_dump_term: where its escape sequences stand. */
function colored(value: Json, style: JsonStyle, colors: JsonColors, newline: string): string {
	const pretty = style.indent !== '';
	const inner = newline + style.indent;
	if (Array.isArray(value)) {
		const color = colors.array;
		if (value.length === 0) return `${color}[]${RESET}`;
		const parts = value.map((item, at) => {
			const separator = at === 0 ? '' : `${color},`;
			return `${separator}${pretty ? inner : ''}${at === 0 ? '' : ''}${colored(item, style, colors, inner)}`;
		});
		return `${color}[${parts.join('')}${color}${pretty ? newline : ''}${color}]${RESET}`;
	}
	if (value instanceof Map) {
		const color = colors.object;
		const object = value as ReadonlyMap<string, Json>;
		if (object.size === 0) return `${color}{}${RESET}`;
		const keys = style.sortKeys ? sortedKeys(object) : [...object.keys()];
		const parts = keys.map((key, at) => {
			const separator = at === 0 ? '' : `${color},`;
			const name = `${RESET}${colors.objectKey}${formatString(key, style.ascii)}${RESET}`;
			const item = colored(object.get(key) as Json, style, colors, inner);
			return `${separator}${pretty ? inner : ''}${name}${color}:${pretty ? ' ' : ''}${RESET}${item}`;
		});
		return `${color}{${parts.join('')}${color}${pretty ? newline : ''}${color}}${RESET}`;
	}
	const kind = value === true ? 'true' : value === false ? 'false' : (kindOf(value) as 'null' | 'number' | 'string');
	return `${colors[kind]}${plain(value, style, newline)}${RESET}`;
}

export function formatString(text: string, ascii = false): string {
	let out = JSON.stringify(text).replace(/\x7f/g, '\\u007f');
	if (ascii) out = out.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
	return out;
}

/** The shortest digits that read back as the same number; large and small ones with an exponent. */
export function formatNumber(value: number): string {
	if (Number.isNaN(value)) return 'null';
	if (value === Number.POSITIVE_INFINITY) return '1.7976931348623157e+308';
	if (value === Number.NEGATIVE_INFINITY) return '-1.7976931348623157e+308';
	if (value === 0) return Object.is(value, -0) ? '-0' : '0';
	const [mantissa = '', power = ''] = value.toExponential().split('e');
	const sign = value < 0 ? '-' : '';
	const digits = mantissa.replace(/[-.]/g, '');
	// Where the decimal point stands, counted from the first digit.
	const point = Number(power) + 1;
	if (point <= -4 || point > digits.length + 15) {
		const shown = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
		const exponent = point - 1;
		return `${sign}${shown}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
	}
	if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
	if (point >= digits.length) return sign + digits.padEnd(point, '0');
	return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
