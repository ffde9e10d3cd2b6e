/**
 * Points of time as the API writes them. A number is milliseconds since the Unix epoch. `Date` is used here, for the
 * arithmetic of the calendar only, and nowhere else in the simulator.
 */

/** "2026-11-20T09:00:00Z": whole seconds, cut off. Models metav1.Time MarshalJSON. */
export function formatTime(ms: number): string {
	return `${wholeSeconds(ms)}Z`;
}

/** "2026-11-20T09:00:00.123000Z". Models metav1.MicroTime MarshalJSON. */
export function formatMicroTime(ms: number): string {
	const fraction = ((ms % 1_000) + 1_000) % 1_000;
	return `${wholeSeconds(ms)}.${fraction < 100 ? (fraction < 10 ? '00' : '0') : ''}${fraction}000Z`;
}

const DAY_MS = 86_400_000;

/** "2026-11-20T09:00:00". Much that happens is stamped; Date's own formatting costs ten times as much. */
function wholeSeconds(ms: number): string {
	const day = Math.floor(ms / DAY_MS);
	const second = Math.floor((ms - day * DAY_MS) / 1_000);
	const minute = Math.floor(second / 60);
	return `${dateOfDay(day)}T${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:${twoDigits(second % 60)}`;
}

/** The Gregorian date of a day counted from 1 January 1970: years begin in March, so that the leap day is the last. */
function dateOfDay(day: number): string {
	const shifted = day + 719_468;
	const era = Math.floor(shifted / 146_097);
	const dayOfEra = shifted - era * 146_097;
	const yearOfEra = Math.floor(
		(dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
	);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
	const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
	const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
	const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
	return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`;
}

/** Days from 1 January 1970 to a date: the reverse of `dateOfDay`. */
function dayOfDate(year: number, month: number, dayOfMonth: number): number {
	const shiftedYear = month <= 2 ? year - 1 : year;
	const era = Math.floor(shiftedYear / 400);
	const yearOfEra = shiftedYear - era * 400;
	const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1;
	const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
	return era * 146_097 + dayOfEra - 719_468;
}

/** "2026-11-20T09:00:00.123456789Z" with trailing zeros cut, as Go's time.RFC3339Nano. */
export function formatNanoTime(ms: number): string {
	const text = new Date(ms).toISOString();
	const fraction = text.slice(20, 23).replace(/0+$/, '');
	return `${text.slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:([Zz])|([+-])(\d\d):(\d\d))$/;

/** Milliseconds of an RFC 3339 time; undefined when it is none. Fractions finer than a millisecond are cut off. */
export function parseTime(text: string): number | undefined {
	const written = text.length === 20 ? timeAsWritten(text) : undefined;
	if (written !== undefined) return written;
	const match = RFC3339.exec(text);
	if (match === null) return undefined;
	const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
		number,
		number,
		number,
		number,
		number,
		number,
	];
	if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
	if (hour > 23 || minute > 59 || second > 59) return undefined;
	const fractionMs = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
	const offset = (Number(match[10] ?? 0) * 60 + Number(match[11] ?? 0)) * (match[9] === '-' ? -1 : 1);
	const clockMs = ((hour * 60 + minute) * 60 + second) * 1_000 + fractionMs;
	return dayOfDate(year, month, day) * DAY_MS + clockMs - offset * 60_000;
}

/** "2026-11-20T09:00:00Z", which nearly all times look like; undefined for what has to be looked at more closely. */
function timeAsWritten(text: string): number | undefined {
	if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return undefined;
	const year = digits(text, 0, 4);
	const month = digits(text, 5, 7);
	const day = digits(text, 8, 10);
	const hour = digits(text, 11, 13);
	const minute = digits(text, 14, 16);
	const second = digits(text, 17, 19);
	// One comparison: what is no digit has become NaN, and makes it false.
	const valid = year >= 0 && month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59;
	if (!valid || text[19] !== 'Z' || day > daysIn(year, month)) return undefined;
	return dayOfDate(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1_000;
}

function digits(text: string, from: number, to: number): number {
	let value = 0;
	for (let i = from; i < to; i++) {
		const digit = text.charCodeAt(i) - 48;
		value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
	}
	return value;
}

/** Milliseconds of a time that the API server has written. */
export function mustParseTime(text: string): number {
	const ms = parseTime(text);
	if (ms === undefined) throw new Error(`assertion failed: ${JSON.stringify(text)} is no RFC 3339 time`);
	return ms;
}

function daysIn(year: number, month: number): number {
	if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
	return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The calendar's view of a point of time, in UTC: `month` 1 to 12, `weekday` 0 (Sunday) to 6. */
export interface CalendarTime {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly weekday: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	readonly millisecond: number;
}

export function calendarTime(ms: number): CalendarTime {
	if (Math.abs(ms) > DATE_MAX_MS) {
		const cycles = Math.floor(ms / CYCLE_MS);
		const within = calendarTime(ms - cycles * CYCLE_MS);
		return { ...within, year: within.year + cycles * CYCLE_YEARS };
	}
	const date = new Date(ms);
	return {
		year: date.getUTCFullYear(),
		month: date.getUTCMonth() + 1,
		day: date.getUTCDate(),
		weekday: date.getUTCDay(),
		hour: date.getUTCHours(),
		minute: date.getUTCMinutes(),
		second: date.getUTCSeconds(),
		millisecond: date.getUTCMilliseconds(),
	};
}

/** What Date can tell of. */
const DATE_MAX_MS = 8.64e15;
/** The calendar is the same again, to the day of the week. */
const CYCLE_YEARS = 400;
const CYCLE_MS = 146_097 * 86_400_000;

/** Milliseconds of a calendar time in UTC; days and months beyond their range roll over. */
export function timeOfCalendar(time: Omit<CalendarTime, 'weekday'>): number {
	return Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second, time.millisecond);
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "Fri, 20 Nov 2026 09:00:00 +0000", as `kubectl describe` shows times. Models Go's time.RFC1123Z. */
export function formatRfc1123Z(ms: number): string {
	return `${rfc1123Head(ms)} +0000`;
}

/** "Fri, 20 Nov 2026 09:00:00 GMT": the Date header of HTTP. */
export function formatHttpDate(ms: number): string {
	return `${rfc1123Head(ms)} GMT`;
}

function rfc1123Head(ms: number): string {
	const time = calendarTime(ms);
	const clock = [time.hour, time.minute, time.second].map((each) => twoDigits(each)).join(':');
	return `${WEEKDAYS[time.weekday]}, ${twoDigits(time.day)} ${MONTHS[time.month - 1]} ${time.year} ${clock}`;
}

function twoDigits(value: number): string {
	return value < 10 ? `0${value}` : `${value}`;
}
