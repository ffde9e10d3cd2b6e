import { calendarTime } from '../../../machinery/timestamp.ts';
import { strftime } from '../../strftime.ts';
import type { Json } from './json.ts';
import { computed, JqError, kindOf } from './json.ts';

/** Seconds since the epoch as "broken down time": month from 0, weekday and day of the year at the end. */
/** Differs: the C library knows years up to 2 ** 31. */
const SECONDS_MAX = 8.64e12;

export function gmtime(seconds: number): Json {
	if (!(Math.abs(seconds) <= SECONDS_MAX)) {
		throw new JqError('error converting number of seconds since epoch to datetime');
	}
	const time = calendarTime(Math.floor(seconds) * 1000);
	const start = Date.UTC(time.year, 0, 1);
	const dayOfYear = Math.floor((Math.floor(seconds) * 1000 - start) / 86_400_000);
	const fraction = seconds - Math.floor(seconds);
	return [time.year, time.month - 1, time.day, time.hour, time.minute, time.second + fraction, time.weekday, dayOfYear];
}

export function mktime(value: Json): number {
	if (!Array.isArray(value)) throw new JqError('mktime requires array inputs');
	const numbers = (value as readonly Json[]).slice(0, 6).map(computed);
	if (numbers.length < 6 || numbers.some((each) => typeof each !== 'number')) {
		throw new JqError('mktime requires parsed datetime inputs');
	}
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers as number[];
	return Date.UTC(year, month, day, hour, minute, Math.floor(second)) / 1000;
}

export function formatTime(value: Json, format: string, caller = 'strftime/1'): string {
	const broken = typeof value === 'number' ? gmtime(value) : value;
	if (!Array.isArray(broken)) throw new JqError(`${caller} requires parsed datetime inputs`);
	if (broken.slice(0, 6).some((each: Json) => kindOf(each) !== 'number')) {
		throw new JqError(`${caller} requires parsed datetime inputs`);
	}
	return strftime(format, mktime(broken) * 1000);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const EXPANSIONS: Readonly<Record<string, string>> = {
	T: '%H:%M:%S',
	F: '%Y-%m-%d',
	D: '%m/%d/%y',
	R: '%H:%M',
	c: '%a %b %e %H:%M:%S %Y',
};

/** Models strptime(3) for the fields that dates have. */
export function strptime(text: string, format: string): Json {
	const full = format.replace(/%([TFDRc])/g, (_, code: string) => EXPANSIONS[code] as string);
	const reader = new TimeReader(text, `date "${text}" does not match format "${format}"`);
	for (const [piece] of full.matchAll(/%.|\s+|./gsu)) reader.read(piece);
	return reader.result();
}

class TimeReader {
	#rest: string;
	readonly #complaint: string;
	#date = { year: 1900, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
	#afternoon: boolean | undefined;
	#epoch: number | undefined;

	constructor(text: string, complaint: string) {
		this.#rest = text;
		this.#complaint = complaint;
	}

	result(): Json {
		if (this.#rest !== '') throw new JqError(this.#complaint);
		if (this.#epoch !== undefined) return gmtime(this.#epoch);
		const { year, month, day, minute, second } = this.#date;
		const hour = this.#afternoon === undefined ? this.#date.hour : (this.#date.hour % 12) + (this.#afternoon ? 12 : 0);
		return gmtime(Date.UTC(year, month, day, hour, minute, second) / 1000);
	}

	#take(pattern: RegExp): string {
		const match = pattern.exec(this.#rest);
		if (match === null) throw new JqError(this.#complaint);
		this.#rest = this.#rest.slice(match[0].length);
		return match[0];
	}

	#number(): number {
		return Number(this.#take(/^\s*\d{1,2}/));
	}

	read(piece: string): void {
		if (/^\s/.test(piece)) {
			this.#rest = this.#rest.trimStart();
			return;
		}
		const date = this.#date;
		switch (piece) {
			case '%Y':
				date.year = Number(this.#take(/^\d{1,4}/));
				return;
			case '%y': {
				const short = this.#number();
				date.year = short < 69 ? 2000 + short : 1900 + short;
				return;
			}
			case '%m':
				date.month = this.#number() - 1;
				return;
			case '%d':
			case '%e':
				date.day = this.#number();
				return;
			case '%H':
			case '%I':
				date.hour = this.#number();
				return;
			case '%M':
				date.minute = this.#number();
				return;
			case '%S':
				date.second = this.#number();
				return;
			default:
				this.#word(piece);
		}
	}

	#word(piece: string): void {
		switch (piece) {
			case '%p':
				this.#afternoon = /^p/i.test(this.#take(/^[ap]m/i));
				return;
			case '%b':
			case '%B':
			case '%h':
				this.#date.month = MONTHS.indexOf(
					this.#take(/^[A-Za-z]+/)
						.toLowerCase()
						.slice(0, 3),
				);
				if (this.#date.month < 0) throw new JqError(this.#complaint);
				return;
			case '%a':
			case '%A':
			case '%Z':
				this.#take(/^[A-Za-z]+/);
				return;
			case '%z':
				// Read and forgotten, as mktime does not know about it.
				this.#take(/^(?:[+-]\d{2}:?\d{2}|Z)/);
				return;
			case '%s':
				this.#epoch = Number(this.#take(/^\d+/));
				return;
			case '%j':
				this.#date.month = 0;
				this.#date.day = Number(this.#take(/^\d{1,3}/));
				return;
			default: {
				const literal = piece === '%%' ? '%' : piece;
				if (!this.#rest.startsWith(literal)) throw new JqError(this.#complaint);
				this.#rest = this.#rest.slice(literal.length);
			}
		}
	}
}
