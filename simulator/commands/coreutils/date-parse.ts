import { type LocalZone, zoneNamed } from '../../machinery/local-zone.ts';
import { calendarTime, timeOfCalendar } from '../../machinery/timestamp.ts';
import { type DateItems, dateItems } from './date-string/date-items.ts';
import { dateTokens } from './date-string/date-tokens.ts';

const DAY_MS = 86_400_000;
/** Later ones are beyond what the calendar of the host knows. */
const MS_MAX = 8.64e15;

/**
 * What `date -d` and `touch -d` understand of GNU's date strings, in milliseconds; undefined for the rest.
 * Models gnulib parse-datetime.y parse_datetime.
 */
export function parseDate(text: string, nowMs: number, zone = zoneNamed('')): number | undefined {
	const own = /^\s*TZ="([^"]*)"\s*(.*)$/s.exec(text);
	if (own !== null) return parseDate(own[2] as string, nowMs, zoneNamed(own[1] as string));
	const at = /^\s*@\s*([-+]?\d+(?:[.,]\d+)?)\s*$/.exec(text);
	if (at !== null) return Math.floor(Number((at[1] as string).replace(',', '.')) * 1000);
	const tokens = dateTokens(text, zoneNames(zone, nowMs));
	const items = tokens === undefined ? undefined : dateItems(tokens);
	return items === undefined ? undefined : momentOf(items, nowMs, zone);
}

/** What the zone calls itself in winter and in summer. */
function zoneNames(zone: LocalZone, nowMs: number): ReadonlyMap<string, number> {
	const names = new Map<string, number>();
	for (const monthsAhead of [0, 6]) {
		const ms = nowMs + monthsAhead * 30 * DAY_MS;
		const name = zone.nameAt(ms).toLowerCase();
		if (/^[a-z]+$/.test(name)) names.set(name, zone.offsetAt(ms) / 60_000);
	}
	return names;
}

function momentOf(items: DateItems, nowMs: number, zone: LocalZone): number | undefined {
	const now = calendarTime(nowMs + zone.offsetAt(nowMs));
	const keepsTime = items.times === 0 && items.moves > 0 && items.dates === 0 && items.days === 0;
	const wholeSecond = Math.floor(items.second);
	const time = keepsTime
		? now
		: {
				...now,
				hour: items.hour,
				minute: items.minute,
				second: wholeSecond,
				millisecond: Math.floor((items.second - wholeSecond) * 1000 + 1e-6),
			};
	const date =
		items.dates === 0
			? time
			: {
					...time,
					year: items.year === undefined ? now.year : fullYear(items.year),
					month: items.month,
					day: items.day,
				};
	let wall = wallOf(date);
	if (!(Math.abs(wall) <= MS_MAX) || !isSame(calendarTime(wall), date)) return undefined;
	if (items.days > 0 && items.dates === 0) wall += daysTo(items, now.weekday) * DAY_MS;
	if (items.moved.month !== 0 || items.moved.day !== 0) {
		const moved = calendarTime(wall);
		wall = wallOf({ ...moved, month: moved.month + items.moved.month, day: moved.day + items.moved.day });
	}
	if (!(Math.abs(wall) <= MS_MAX)) return undefined;
	const own = zone.offsetAt(wall - zone.offsetAt(wall));
	// Clocks that are put forward leave an hour out.
	if (items.zones === 0 && items.moves === 0 && zone.offsetAt(wall - own) !== own) return undefined;
	const offsetMs = items.zones > 0 ? items.zoneMinutes * 60_000 : own;
	return wall - offsetMs + Math.round(items.moved.second * 1000);
}

/** Years of two digits, which are none of this century here. */
function wallOf(date: Clock): number {
	return date.year >= 0 && date.year < 100
		? timeOfCalendar({ ...date, year: date.year + CYCLE_YEARS }) - CYCLE_DAYS * DAY_MS
		: timeOfCalendar(date);
}

/** The calendar is the same again. */
const CYCLE_YEARS = 400;
const CYCLE_DAYS = 146_097;

/** Of two digits: the years up to 68 are of this century. */
function fullYear({ value, digits }: NonNullable<DateItems['year']>): number {
	if (digits !== 2) return value;
	return value < 69 ? value + 2000 : value + 1900;
}

type Clock = ReturnType<typeof calendarTime>;

/** A day or an hour that there is not has become another. */
function isSame(a: Clock, b: Clock): boolean {
	return a.month === b.month && a.day === b.day && a.hour === b.hour && a.minute === b.minute && a.second === b.second;
}

function daysTo({ weekday, ordinal }: DateItems, today: number): number {
	return ((weekday - today + 7) % 7) + 7 * (ordinal - (ordinal > 0 && today !== weekday ? 1 : 0));
}
