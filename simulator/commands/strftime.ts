import type { CalendarTime } from '../machinery/timestamp.ts';
import { calendarTime } from '../machinery/timestamp.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];

/** What a clock shows beside UTC: "KST", "+0900". */
export interface ShownZone {
	readonly offsetMs: number;
	readonly name: string;
}

const UTC: ShownZone = { offsetMs: 0, name: 'UTC' };

/** Formats a time, in UTC unless a zone is given, as GNU `date` does in the C locale, with the flags `-`, `_`, `0`, `^`, `#`, `+`, widths, and the modifiers E and O. */
export function strftime(format: string, ms: number, zone = UTC): string {
	// A format may ask for one field any number of times.
	const known = new Map<string, string>();
	return format.replace(
		/%([-_0^#+]*)(\d*)(?:E(?=[cCxXyY])|O(?=[deHImMSuUVwWy]))?(:{0,3}[a-zA-Z%])/g,
		(whole, flags: string, width: string, code: string) => {
			let text = known.get(whole);
			if (text === undefined) {
				text = conversion(whole, flags, width, code, ms, zone);
				known.set(whole, text);
			}
			return text;
		},
	);
}

function conversion(whole: string, flags: string, width: string, code: string, ms: number, zone: ShownZone): string {
	const field = fieldOf(code, ms, zone);
	// Of the parts of a second the first digits are shown.
	if (code === 'N' && field !== undefined) return fraction(field.text, flags, width);
	return field === undefined ? whole : shaped(field, flags, width);
}

function signed(sign: string, text: string, flags: string, width: number): string {
	const wide = Math.min(width, WIDTH_MAX);
	if (flags.includes('-')) return sign + text;
	return flags.includes('_') ? (sign + text).padStart(wide) : sign + text.padStart(wide - 1, '0');
}

/** The first digits; with a flag without the zeros behind them. */
function fraction(digits: string, flags: string, width: string): string {
	if (width === '') return digits;
	const wide = Math.min(Number(width), WIDTH_MAX);
	const text = digits.slice(0, wide).padEnd(wide, '0');
	const short = text.replace(/(?<=.)0+$/, '');
	return flags.includes('-') ? short : flags.includes('_') ? short.padEnd(wide) : text;
}

/** Differs: GNU's are as wide as there is memory for. */
const WIDTH_MAX = 1_024;

interface Field {
	readonly text: string;
	/** Digits or blanks a number is filled up with by default. */
	readonly pad?: { readonly with: string; readonly to: number };
	/** Stands before what fills it with zeros. */
	readonly sign?: string;
	/** With the flag `+` a field that is wider than so many digits has a sign. */
	readonly signedFrom?: number;
}

function shaped(field: Field, flags: string, width: string): string {
	const changed = flags.includes('^') || flags.includes('#');
	// `#` turns the case round of what is all in capitals.
	const isLower = flags.includes('#') && /^[A-Z]+$/.test(field.text);
	const text = !changed ? field.text : isLower ? field.text.toLowerCase() : field.text.toUpperCase();
	if (field.sign !== undefined) return signed(field.sign, text, flags, Math.max(Number(width), field.pad?.to ?? 0));
	if (flags.includes('-')) return text;
	if (flags.includes('+') && field.signedFrom !== undefined) {
		const wide = Math.min(Number(width), WIDTH_MAX);
		const sign = wide > field.signedFrom || text.length > field.signedFrom ? '+' : '';
		return sign + text.padStart(Math.max(wide, field.signedFrom) - sign.length, '0');
	}
	const fill = flags.includes('_') ? ' ' : flags.includes('0') ? '0' : (field.pad?.with ?? ' ');
	return text.padStart(width === '' ? (field.pad?.to ?? 0) : Math.min(Number(width), WIDTH_MAX), fill);
}

function number(value: number, digits: number, fill = '0'): Field {
	return { text: String(value), pad: { with: fill, to: digits } };
}

interface Moment extends CalendarTime {
	readonly ms: number;
	readonly zone: ShownZone;
	/** From 1. */
	readonly dayOfYear: number;
	readonly hour12: number;
}

const FIELDS: ReadonlyMap<string, (moment: Moment) => Field> = new Map<string, (moment: Moment) => Field>([
	['%', () => ({ text: '%' })],
	['n', () => ({ text: '\n' })],
	['t', () => ({ text: '\t' })],
	['Y', ({ year }) => ({ ...number(year, 4), signedFrom: 4 })],
	['C', ({ year }) => ({ ...number(Math.floor(year / 100), 2), signedFrom: 2 })],
	['y', ({ year }) => number(year % 100, 2)],
	['m', ({ month }) => number(month, 2)],
	['d', ({ day }) => number(day, 2)],
	['e', ({ day }) => number(day, 2, ' ')],
	['H', ({ hour }) => number(hour, 2)],
	['k', ({ hour }) => number(hour, 2, ' ')],
	['I', ({ hour12 }) => number(hour12, 2)],
	['l', ({ hour12 }) => number(hour12, 2, ' ')],
	['M', ({ minute }) => number(minute, 2)],
	['S', ({ second }) => number(second, 2)],
	['N', ({ millisecond }) => ({ text: String(millisecond * 1_000_000).padStart(9, '0') })],
	['s', ({ ms }) => number(Math.floor(ms / 1000), 0)],
	['j', ({ dayOfYear }) => number(dayOfYear, 3)],
	['a', ({ weekday }) => ({ text: (DAYS[weekday] as string).slice(0, 3) })],
	['A', ({ weekday }) => ({ text: DAYS[weekday] as string })],
	['b', ({ month }) => ({ text: (MONTHS[month - 1] as string).slice(0, 3) })],
	['h', ({ month }) => ({ text: (MONTHS[month - 1] as string).slice(0, 3) })],
	['B', ({ month }) => ({ text: MONTHS[month - 1] as string })],
	['p', ({ hour }) => ({ text: hour < 12 ? 'AM' : 'PM' })],
	['P', ({ hour }) => ({ text: hour < 12 ? 'am' : 'pm' })],
	['u', ({ weekday }) => ({ text: String(weekday === 0 ? 7 : weekday) })],
	['w', ({ weekday }) => ({ text: String(weekday) })],
	['q', ({ month }) => ({ text: String(Math.ceil(month / 3)) })],
	['U', ({ dayOfYear, weekday }) => number(Math.floor((dayOfYear + 6 - weekday) / 7), 2)],
	['W', ({ dayOfYear, weekday }) => number(Math.floor((dayOfYear + 6 - ((weekday + 6) % 7)) / 7), 2)],
	['V', (moment) => number(isoWeek(moment).week, 2)],
	['G', (moment) => ({ ...number(isoWeek(moment).year, 4), signedFrom: 4 })],
	['g', (moment) => number(isoWeek(moment).year % 100, 2)],
	['Z', ({ zone }) => ({ text: zone.name })],
	['z', ({ zone }) => offset(zone.offsetMs, ({ hours, minutes }) => String(hours * 100 + minutes), 5)],
	[':z', ({ zone }) => offset(zone.offsetMs, ({ hours, minutes }) => `${hours}:${two(minutes)}`, 6)],
	['::z', ({ zone }) => offset(zone.offsetMs, ({ hours, minutes }) => `${hours}:${two(minutes)}:00`, 9)],
	[
		':::z',
		({ zone }) =>
			zone.offsetMs % 3_600_000 === 0
				? offset(zone.offsetMs, ({ hours }) => String(hours), 3)
				: offset(zone.offsetMs, ({ hours, minutes }) => `${hours}:${two(minutes)}`, 6),
	],
]);

/** The week that has the year's first Thursday is its first (ISO 8601). */
function isoWeek({ year, dayOfYear, weekday }: Moment): { readonly week: number; readonly year: number } {
	const week = Math.floor((dayOfYear - (weekday === 0 ? 7 : weekday) + 10) / 7);
	if (week < 1) return { week: weeksIn(year - 1), year: year - 1 };
	return week > weeksIn(year) ? { week: 1, year: year + 1 } : { week, year };
}

function weeksIn(year: number): number {
	const first = calendarTime(Date.UTC(2000 + (((year % 400) + 400) % 400), 0, 1)).weekday;
	const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
	return first === 4 || (first === 3 && isLeap) ? 53 : 52;
}

/** Fields that stand for others. */
const SHORTHANDS: ReadonlyMap<string, string> = new Map([
	['F', '%Y-%m-%d'],
	['T', '%H:%M:%S'],
	['X', '%H:%M:%S'],
	['R', '%H:%M'],
	['D', '%m/%d/%y'],
	['x', '%m/%d/%y'],
	['r', '%I:%M:%S %p'],
	['c', '%a %b %e %H:%M:%S %-Y'],
]);

/** "+0900", "+09:00". @param width with the sign. */
function offset(
	offsetMs: number,
	textOf: (size: { readonly hours: number; readonly minutes: number }) => string,
	width: number,
): Field {
	const all = Math.round(Math.abs(offsetMs) / 60_000);
	const text = textOf({ hours: Math.floor(all / 60), minutes: all % 60 });
	return { text, sign: offsetMs < 0 ? '-' : '+', pad: { with: '0', to: width } };
}

function two(value: number): string {
	return String(value).padStart(2, '0');
}

function fieldOf(code: string, ms: number, zone: ShownZone): Field | undefined {
	const shorthand = SHORTHANDS.get(code);
	if (shorthand !== undefined) return { text: strftime(shorthand, ms, zone) };
	const shownMs = ms + zone.offsetMs;
	const time = calendarTime(shownMs);
	// Of any year that is as long: Date does not know all of them.
	const year = 2000 + (((time.year % 400) + 400) % 400);
	const dayOfYear = (Date.UTC(year, time.month - 1, time.day) - Date.UTC(year, 0, 1)) / 86_400_000 + 1;
	return FIELDS.get(code)?.({ ...time, ms, zone, dayOfYear, hour12: time.hour % 12 === 0 ? 12 : time.hour % 12 });
}
