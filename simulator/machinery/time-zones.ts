import { TIME_ZONE_TABLE } from './time-zone-table.ts';
import { calendarTime, formatTime, timeOfCalendar } from './timestamp.ts';

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;

/** A time zone by the rule of its name. Models Go's time.LoadLocation, for times from now on. */
export interface TimeZone {
	readonly standardMs: number;
	/** Absent where the clocks are never changed. */
	readonly summer?: { readonly offsetMs: number; readonly begins: Change; readonly ends: Change };
}

/** The `week`th (5: the last) `weekday` of `month`, `atMs` after midnight by the clocks until then. */
interface Change {
	readonly month: number;
	readonly week: number;
	readonly weekday: number;
	readonly atMs: number;
}

/** Undefined for names that the tz database does not have; "" is UTC. Names are as they are written there. */
export function timeZone(name: string): TimeZone | undefined {
	if (name === '') return { standardMs: 0 };
	let rule = '';
	for (const line of TIME_ZONE_TABLE.split('\n')) {
		const [names = '', before] = line.split(': ', 2).reverse();
		if (before !== undefined) rule = before;
		if (names.split(' ').includes(name)) return parseRule(rule);
	}
	return undefined;
}

/** Every name that there is, in order. */
export function timeZoneNames(): string[] {
	const names = TIME_ZONE_TABLE.split('\n').flatMap((line) => (line.split(': ', 2).at(-1) as string).trim().split(' '));
	return names.filter((name) => name !== '').sort();
}

/** What the zone's clocks are ahead of UTC. */
export function offsetAt({ standardMs, summer }: TimeZone, utcMs: number): number {
	if (summer === undefined) return standardMs;
	const { year } = calendarTime(utcMs + standardMs);
	const begins = changeOf(summer.begins, year) - standardMs;
	const ends = changeOf(summer.ends, year) - summer.offsetMs;
	const isSummer = begins < ends ? utcMs >= begins && utcMs < ends : utcMs >= begins || utcMs < ends;
	return isSummer ? summer.offsetMs : standardMs;
}

/** By the clocks of the time before it. */
function changeOf({ month, week, weekday, atMs }: Change, year: number): number {
	const date = { year, month, day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 };
	const first = timeOfCalendar(date);
	const toWeekday = (weekday - calendarTime(first).weekday + 7) % 7;
	let day = first + (toWeekday + 7 * (week - 1)) * DAY_MS;
	if (calendarTime(day).month !== month) day -= 7 * DAY_MS;
	return day + atMs;
}

const NAME = '(?:[A-Za-z]+|<[^>]+>)';
const CLOCK = '[+-]?\\d+(?::\\d+){0,2}';
const RULE = new RegExp(`^${NAME}(${CLOCK})(?:${NAME}(${CLOCK})?,([^,]+),([^,]+))?$`);

function parseRule(text: string): TimeZone {
	const [, standard = '', summer, begins, ends] = RULE.exec(text) ?? [];
	// POSIX counts what has to be added to the local time.
	const standardMs = 0 - clockMs(standard);
	if (begins === undefined || ends === undefined) return { standardMs };
	const offsetMs = summer === undefined ? standardMs + 3600 * SECOND_MS : 0 - clockMs(summer);
	return { standardMs, summer: { offsetMs, begins: parseChange(begins), ends: parseChange(ends) } };
}

/** "M3.2.0/1:30". */
function parseChange(text: string): Change {
	const [date = '', clock = '2'] = text.split('/');
	const [month = 1, week = 1, weekday = 0] = date.slice(1).split('.').map(Number);
	return { month, week, weekday, atMs: clockMs(clock) };
}

/** "-5:30" in milliseconds. */
function clockMs(text: string): number {
	const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
	const ms = (hours * 3600 + minutes * 60 + seconds) * SECOND_MS;
	return text.startsWith('-') ? -ms : ms;
}

/** "2026-07-01T09:00:00-04:00". Models Go's time.RFC3339. */
export function formatTimeIn(zone: TimeZone, utcMs: number): string {
	const offsetMs = offsetAt(zone, utcMs);
	const local = formatTime(utcMs + offsetMs);
	if (offsetMs === 0) return local;
	const minutes = Math.abs(offsetMs) / 60_000;
	const twoDigits = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
	return `${local.slice(0, -1)}${offsetMs < 0 ? '-' : '+'}${twoDigits(minutes / 60)}:${twoDigits(minutes % 60)}`;
}
