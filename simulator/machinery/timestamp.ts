/**
 * Points of time as the API writes them. A number is milliseconds since the Unix epoch. `Date` is used here, for the
 * arithmetic of the calendar only, and nowhere else in the simulator.
 */

/** "2026-11-20T09:00:00Z": whole seconds, cut off. Models metav1.Time MarshalJSON. */
export function formatTime(ms: number): string {
	return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** "2026-11-20T09:00:00.123000Z". Models metav1.MicroTime MarshalJSON. */
export function formatMicroTime(ms: number): string {
	return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
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
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	date.setUTCHours(hour, minute, second, fractionMs);
	return date.getTime() - offset * 60_000;
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
	return value.toString().padStart(2, '0');
}
