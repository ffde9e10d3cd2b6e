import { LongMap } from '../../../machinery/long-map.ts';
import { formatReal } from '../../c-format.ts';

/** Text that came from outside and looks like a number compares as one. */
export interface NumericText {
	readonly text: string;
	readonly number: number;
}

/** Undefined is the value of what was never assigned. */
export type Value = number | string | NumericText | undefined;

const NUMBER = /^[ \t\n\r\f\v]*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/;

/** What an input field, a command line assignment or ENVIRON gives. */
export function fromOutside(text: string): Value {
	const match = NUMBER.exec(text);
	if (match === null || text.slice(match[0].length).trim() !== '') return text;
	return { text, number: Number(match[0]) };
}

export function toNumber(value: Value): number {
	if (typeof value === 'number') return value;
	if (value === undefined) return 0;
	if (typeof value === 'object') return value.number;
	const match = NUMBER.exec(value);
	return match === null ? 0 : Number(match[0]);
}

/** @param format CONVFMT or OFMT: for numbers that are not whole. */
export function toText(value: Value, format: string): string {
	if (typeof value === 'string') return value;
	if (value === undefined) return '';
	if (typeof value === 'object') return value.text;
	return numberText(value, format);
}

const WHOLE_MAX = 2 ** 53;

export function numberText(value: number, format: string): string {
	if (Number.isInteger(value) && Math.abs(value) < WHOLE_MAX) return String(value === 0 ? 0 : value);
	if (Number.isNaN(value)) return '-nan';
	if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
	const match = /^%([-+ #0]*)(\d*)(?:\.(\d+))?([a-zA-Z])$/.exec(format);
	const [, flags = '', width = '', precision, letter = 'g'] = match ?? [];
	return formatReal(value, {
		flags,
		width: Number(width || '0'),
		precision: precision === undefined ? undefined : Number(precision),
		letter,
	});
}

export function toBoolean(value: Value): boolean {
	if (typeof value === 'number') return value !== 0;
	if (value === undefined) return false;
	return typeof value === 'object' ? value.number !== 0 : value !== '';
}

/** Numbers when both look like numbers, texts otherwise. */
export function compareValues(a: Value, b: Value, format: string): number {
	if (typeof a !== 'string' && typeof b !== 'string') {
		const [x, y] = [toNumber(a), toNumber(b)];
		return x < y ? -1 : x > y ? 1 : 0;
	}
	const [x, y] = [toText(a, format), toText(b, format)];
	return x < y ? -1 : x > y ? 1 : 0;
}

export type AwkArray = LongMap<string, Value>;

/** A variable: a value, or an array as soon as it is used as one. */
export class Cell {
	value: Value = undefined;
	#array: AwkArray | undefined;
	/** The caller's variable that was passed before anybody knew what it is. */
	readonly #origin: Cell | undefined;

	constructor(origin?: Cell) {
		this.#origin = origin;
	}

	get isArray(): boolean {
		return this.#array !== undefined || this.#origin?.isArray === true;
	}

	get array(): AwkArray {
		this.#array ??= this.#origin === undefined ? new LongMap() : this.#origin.array;
		return this.#array;
	}
}
