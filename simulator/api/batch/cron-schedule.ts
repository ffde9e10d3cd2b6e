import { parseDuration } from '../../machinery/duration.ts';
import { offsetAt, type TimeZone } from '../../machinery/time-zones.ts';
import { calendarTime } from '../../machinery/timestamp.ts';

/**
 * A schedule of five fields or of a descriptor ("@hourly", "@every 1h30m"), as github.com/robfig/cron/v3 reads it:
 * the minutes, hours, days, months and weekdays at which it fires.
 */
export interface CronSchedule {
	readonly minutes: ReadonlySet<number>;
	readonly hours: ReadonlySet<number>;
	readonly days: ReadonlySet<number>;
	/** 1 to 12. */
	readonly months: ReadonlySet<number>;
	/** 0 (Sunday) to 6. */
	readonly weekdays: ReadonlySet<number>;
	/** Of day and weekday one is enough when both are restricted. */
	readonly anyDay: boolean;
	readonly anyWeekday: boolean;
	/** Of "@every": a fixed distance instead. */
	readonly everyMs?: number;
}

interface Bounds {
	readonly min: number;
	readonly max: number;
	readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS: readonly Bounds[] = [
	{ min: 0, max: 59 },
	{ min: 0, max: 23 },
	{ min: 1, max: 31 },
	{ min: 1, max: 12, names: MONTHS },
	{ min: 0, max: 6, names: WEEKDAYS },
];

const DESCRIPTORS: Readonly<Record<string, string>> = {
	'@yearly': '0 0 1 1 *',
	'@annually': '0 0 1 1 *',
	'@monthly': '0 0 1 * *',
	'@weekly': '0 0 * * 0',
	'@daily': '0 0 * * *',
	'@midnight': '0 0 * * *',
	'@hourly': '0 * * * *',
};

/** Thrown inside; its message is the complaint. */
class ScheduleError extends Error {}

/** Either the schedule or what the server says is wrong with it. Models cron.ParseStandard. */
export function parseCronSchedule(text: string): { schedule?: CronSchedule; complaint?: string } {
	try {
		return { schedule: parse(text) };
	} catch (error) {
		if (error instanceof ScheduleError) return { complaint: error.message };
		throw error;
	}
}

function parse(text: string): CronSchedule {
	if (text === '') throw new ScheduleError('empty spec string');
	const zone = /^(?:CRON_)?TZ=\S* (.*)$/s.exec(text);
	if (zone !== null) return parse((zone[1] as string).trim());
	if (text.startsWith('@')) {
		const fields = DESCRIPTORS[text];
		if (fields !== undefined) return parse(fields);
		if (!text.startsWith('@every ')) throw new ScheduleError(`unrecognized descriptor: ${text}`);
		const everyMs = parseDuration(text.slice('@every '.length));
		if (everyMs === undefined) throw new ScheduleError(`failed to parse duration ${text}: ${invalidDuration(text)}`);
		const none = new Set<number>();
		const seconds = Math.max(1000, Math.trunc(everyMs / 1000) * 1000);
		return {
			minutes: none,
			hours: none,
			days: none,
			months: none,
			weekdays: none,
			anyDay: true,
			anyWeekday: true,
			everyMs: seconds,
		};
	}
	const words = text.split(/\s+/).filter((word) => word !== '');
	if (words.length !== FIELDS.length) {
		throw new ScheduleError(`expected exactly 5 fields, found ${words.length}: [${words.join(' ')}]`);
	}
	const [minutes, hours, days, months, weekdays] = words.map((word, index) =>
		parseField(word, FIELDS[index] as Bounds),
	) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
	return { minutes, hours, days, months, weekdays, anyDay: isStar(words[2]), anyWeekday: isStar(words[4]) };
}

function invalidDuration(text: string): string {
	return `time: invalid duration ${JSON.stringify(text.slice('@every '.length))}`;
}

function isStar(word: string | undefined): boolean {
	return (word ?? '').split(',').some((part) => /^[*?](\/1)?$/.test(part));
}

function parseField(field: string, bounds: Bounds): Set<number> {
	const values = new Set<number>();
	for (const part of field.split(',').filter((each) => each !== '')) addRange(values, part, bounds);
	return values;
}

function addRange(values: Set<number>, text: string, bounds: Bounds): void {
	const [range = '', step, ...more] = text.split('/');
	const [low = '', high, ...rest] = range.split('-');
	let start: number;
	let end: number;
	if (low === '*' || low === '?') {
		start = bounds.min;
		end = bounds.max;
	} else {
		start = parseNumber(low, bounds);
		if (rest.length > 0) throw new ScheduleError(`too many hyphens: ${text}`);
		end = high === undefined ? start : parseNumber(high, bounds);
	}
	if (more.length > 0) throw new ScheduleError(`too many slashes: ${text}`);
	let by = 1;
	if (step !== undefined) {
		by = parseInteger(step);
		if (high === undefined) end = bounds.max;
	}
	if (start < bounds.min) {
		throw new ScheduleError(`beginning of range (${start}) below minimum (${bounds.min}): ${text}`);
	}
	if (end > bounds.max) throw new ScheduleError(`end of range (${end}) above maximum (${bounds.max}): ${text}`);
	if (start > end) throw new ScheduleError(`beginning of range (${start}) beyond end of range (${end}): ${text}`);
	if (by === 0) throw new ScheduleError(`step of range should be a positive number: ${text}`);
	for (let value = start; value <= end; value += by) values.add(value);
}

function parseNumber(text: string, bounds: Bounds): number {
	const index = bounds.names?.indexOf(text.toLowerCase()) ?? -1;
	return index >= 0 ? index + (bounds.min === 1 ? 1 : 0) : parseInteger(text);
}

/** Go's strconv.Atoi and its complaints. */
function parseInteger(text: string): number {
	if (!/^[+-]?\d+$/.test(text)) {
		throw new ScheduleError(
			`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
		);
	}
	const value = Number(text);
	if (value < 0) throw new ScheduleError(`negative number (${value}) not allowed: ${text}`);
	return value;
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
