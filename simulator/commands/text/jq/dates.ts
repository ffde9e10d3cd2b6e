import { calendarTime } from '../../../machinery/timestamp.ts';
import { strftime } from '../../strftime.ts';
import type { Json } from './json.ts';
import { JqError } from './json.ts';

/** Seconds since the epoch as "broken down time": month from 0, weekday and day of the year at the end. */
export function gmtime(seconds: number): Json {
	const time = calendarTime(Math.floor(seconds) * 1000);
	const start = Date.UTC(time.year, 0, 1);
	const dayOfYear = Math.floor((Math.floor(seconds) * 1000 - start) / 86_400_000);
	const fraction = seconds - Math.floor(seconds);
	return [time.year, time.month - 1, time.day, time.hour, time.minute, time.second + fraction, time.weekday, dayOfYear];
}

export function mktime(value: Json): number {
	if (!Array.isArray(value)) throw new JqError('mktime requires array of 6 numbers');
	const numbers = (value as readonly Json[]).slice(0, 6);
	if (numbers.length < 6 || numbers.some((each) => typeof each !== 'number')) {
		throw new JqError('mktime requires parsed datetime inputs');
	}
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers as number[];
	return Date.UTC(year, month, day, hour, minute, Math.floor(second)) / 1000;
}

export function formatTime(value: Json, format: string, caller = 'strftime/1'): string {
	const broken = typeof value === 'number' ? gmtime(value) : value;
	if (!Array.isArray(broken)) throw new JqError(`${caller} requires parsed datetime inputs`);
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

/** Read and forgotten: weekdays, zones (mktime does not know about them), the day of the year. */
const PASSED_OVER: Readonly<Record<string, RegExp>> = {
	'%a': /^[A-Za-z]+/,
	'%A': /^[A-Za-z]+/,
	'%Z': /^[A-Za-z]+/,
	'%z': /^(?:[+-]\d{2}:?\d{2}|Z)/,
	'%j': /^\d{1,3}/,
	'%%': /^%/,
};

/** Models strptime(3) for the fields that dates have. */
export function strptime(text: string, format: string): Json {
	const fail = (): JqError => new JqError(`date "${text}" does not match format "${format}"`);
	const full = format.replace(/%([TFDRc])/g, (_, code: string) => EXPANSIONS[code] as string);
	let [year, month, day, hour, minute, second] = [1900, 0, 1, 0, 0, 0];
	let epoch: number | undefined;
	let afternoon: boolean | undefined;
	let rest = text;
	const take = (pattern: RegExp): string => {
		const match = pattern.exec(rest);
		if (match === null) throw fail();
		rest = rest.slice(match[0].length);
		return match[0];
	};
	for (const [piece] of full.matchAll(/%.|\s+|./gsu)) {
		if (/^\s/.test(piece)) {
			rest = rest.trimStart();
			continue;
		}
		switch (piece) {
			case '%Y':
				year = Number(take(/^\d{1,4}/));
				break;
			case '%y': {
				const short = Number(take(/^\d{2}/));
				year = short < 69 ? 2000 + short : 1900 + short;
				break;
			}
			case '%m':
				month = Number(take(/^\s*\d{1,2}/)) - 1;
				break;
			case '%d':
			case '%e':
				day = Number(take(/^\s*\d{1,2}/));
				break;
			case '%H':
			case '%I':
				hour = Number(take(/^\s*\d{1,2}/));
				break;
			case '%M':
				minute = Number(take(/^\d{1,2}/));
				break;
			case '%S':
				second = Number(take(/^\d{1,2}/));
				break;
			case '%p':
				afternoon = /^p/i.test(take(/^[ap]m/i));
				break;
			case '%b':
			case '%B':
			case '%h': {
				const name = take(/^[A-Za-z]+/).toLowerCase();
				month = MONTHS.indexOf(name.slice(0, 3));
				if (month < 0) throw fail();
				break;
			}
			case '%s':
				epoch = Number(take(/^\d+/));
				break;
			default: {
				const passed = PASSED_OVER[piece];
				if (passed !== undefined) take(passed);
				else if (rest.startsWith(piece)) rest = rest.slice(piece.length);
				else throw fail();
			}
		}
	}
	if (rest !== '') throw fail();
	if (epoch !== undefined) return gmtime(epoch);
	if (afternoon !== undefined) hour = (hour % 12) + (afternoon ? 12 : 0);
	return gmtime(Date.UTC(year, month, day, hour, minute, second) / 1000);
}
