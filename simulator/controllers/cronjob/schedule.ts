import { offsetAt, type TimeZone } from '../../machinery/time-zones.ts';
import { calendarTime } from '../../machinery/timestamp.ts';

/** A cron schedule: which minutes, hours, days, months and weekdays. */
export interface CronSchedule {
	readonly minutes: ReadonlySet<number>;
	readonly hours: ReadonlySet<number>;
	readonly days: ReadonlySet<number>;
	readonly months: ReadonlySet<number>;
	readonly weekdays: ReadonlySet<number>;
	/** A field given as * : when both days are restricted either may match. */
	readonly anyDay: boolean;
	readonly anyWeekday: boolean;
	/** @every: so many milliseconds apart. */
	readonly everyMs: number | undefined;
}

const DESCRIPTORS: { readonly [name: string]: string } = {
	'@yearly': '0 0 1 1 *',
	'@annually': '0 0 1 1 *',
	'@monthly': '0 0 1 * *',
	'@weekly': '0 0 * * 0',
	'@daily': '0 0 * * *',
	'@midnight': '0 0 * * *',
	'@hourly': '0 * * * *',
};
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Undefined for text that is no schedule. Models robfig/cron ParseStandard. */
export function parseSchedule(text: string): CronSchedule | undefined {
	const every = /^@every ((?:\d+(?:\.\d+)?(?:ms|s|m|h))+)$/.exec(text);
	if (every !== null) return { ...NEVER, everyMs: Math.max(1000, durationMs(every[1] as string)) };
	const fields = (DESCRIPTORS[text] ?? text).trim().split(/\s+/);
	if (fields.length !== 5) return undefined;
	const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
	const minutes = parseField(minute, 0, 59);
	const hours = parseField(hour, 0, 23);
	const days = parseField(day, 1, 31);
	const months = parseField(month, 1, 12, MONTHS, 1);
	const weekdays = parseField(weekday, 0, 6, WEEKDAYS, 0);
	if (!minutes || !hours || !days || !months || !weekdays) return undefined;
	const isAny = (field: string): boolean => field.startsWith('*') || field.startsWith('?');
	return { minutes, hours, days, months, weekdays, anyDay: isAny(day), anyWeekday: isAny(weekday), everyMs: undefined };
}

const NEVER: Omit<CronSchedule, 'everyMs'> = {
	minutes: new Set(),
	hours: new Set(),
	days: new Set(),
	months: new Set(),
	weekdays: new Set(),
	anyDay: true,
	anyWeekday: true,
};

function durationMs(text: string): number {
	const units: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
	let total = 0;
	for (const [, amount, unit = 's'] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
		total += Number(amount) * (units[unit] as number);
	}
	return Math.trunc(total / 1000) * 1000;
}

function parseField(
	field: string,
	low: number,
	high: number,
	names: readonly string[] = [],
	firstName = 0,
): Set<number> | undefined {
	const values = new Set<number>();
	const numberOf = (text: string): number => {
		const named = names.indexOf(text.toLowerCase());
		return named >= 0 ? named + firstName : /^\d+$/.test(text) ? Number(text) : Number.NaN;
	};
	for (const part of field.split(',')) {
		const match = /^([^/-]+)(?:-([^/]+))?(?:\/(\d+))?$/.exec(part);
		if (match === null) return undefined;
		const [, from = '', to, stepText] = match;
		const step = stepText === undefined ? 1 : Number(stepText);
		let first: number;
		let last: number;
		if (from === '*' || from === '?') {
			if (to !== undefined) return undefined;
			first = low;
			last = high;
		} else {
			first = numberOf(from);
			last = to !== undefined ? numberOf(to) : stepText === undefined ? first : high;
		}
		if (!(first >= low && last <= high && first <= last && step > 0)) return undefined;
		for (let value = first; value <= last; value += step) values.add(value);
	}
	return values;
}

const UTC: TimeZone = { standardMs: 0 };
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** The first time after `afterMs` by the clocks of a zone; undefined when there is none within five years. */
export function nextTime(schedule: CronSchedule, afterMs: number, zone: TimeZone = UTC): number | undefined {
	if (schedule.everyMs !== undefined) return Math.trunc(afterMs / 1000) * 1000 + schedule.everyMs;
	let time = (Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS;
	const limit = time + 5 * 366 * DAY_MS;
	while (time < limit) {
		const offset = offsetAt(zone, time);
		const local = time + offset;
		const { month, day, weekday, hour, minute } = calendarTime(local);
		if (!schedule.months.has(month) || !dayMatches(schedule, day, weekday)) {
			time = startOfNext(DAY_MS, local, zone, offset);
		} else if (!schedule.hours.has(hour)) {
			time = startOfNext(HOUR_MS, local, zone, offset);
		} else if (!schedule.minutes.has(minute)) time += MINUTE_MS;
		else return time;
	}
	return undefined;
}

/** The next hour or day by the zone's clocks. When they are changed meanwhile, so that it is met by what they say then. */
function startOfNext(lengthMs: number, local: number, zone: TimeZone, offset: number): number {
	const next = (Math.floor(local / lengthMs) + 1) * lengthMs - offset;
	const changed = next - (offsetAt(zone, next) - offset);
	return changed > local - offset ? Math.min(next, changed) : next;
}

function dayMatches(schedule: CronSchedule, day: number, weekday: number): boolean {
	const byDay = schedule.days.has(day);
	const byWeekday = schedule.weekdays.has(weekday);
	return schedule.anyDay || schedule.anyWeekday ? byDay && byWeekday : byDay || byWeekday;
}
