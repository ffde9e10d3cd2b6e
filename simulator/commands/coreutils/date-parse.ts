import { zoneNamed } from '../../machinery/local-zone.ts';
import { calendarTime, parseTime, timeOfCalendar } from '../../machinery/timestamp.ts';
import { parseNamedDate } from './date-named.ts';

const UNIT_MS: ReadonlyMap<string, number> = new Map([
	['sec', 1000],
	['second', 1000],
	['min', 60_000],
	['minute', 60_000],
	['hour', 3_600_000],
	['day', 86_400_000],
	['week', 604_800_000],
	['fortnight', 1_209_600_000],
]);

/** Zones by their names, in minutes east of Greenwich. Models gnulib parse-datetime.y universal_time_zone_table, time_zone_table. */
const ZONE_MINUTES: ReadonlyMap<string, number> = new Map(
	Object.entries({
		UTC: 0,
		GMT: 0,
		UT: 0,
		WET: 0,
		WEST: 60,
		BST: 60,
		ART: -180,
		BRT: -180,
		NST: -210,
		NDT: -150,
		AST: -240,
		ADT: -180,
		EST: -300,
		EDT: -240,
		CST: -360,
		CDT: -300,
		MST: -420,
		MDT: -360,
		PST: -480,
		PDT: -420,
		AKST: -540,
		AKDT: -480,
		HST: -600,
		WAT: 60,
		CET: 60,
		CEST: 120,
		MET: 60,
		MEST: 120,
		EET: 120,
		EEST: 180,
		CAT: 120,
		SAST: 120,
		EAT: 180,
		MSK: 180,
		IST: 330,
		SGT: 480,
		KST: 540,
		JST: 540,
		NZST: 720,
		NZDT: 780,
	}),
);

/**
 * What `date -d` and `touch -d` understand of GNU's date strings: "@seconds", ISO dates and times with or without a
 * zone, dates with a month's name, "now", "today", "tomorrow", "yesterday", "N units [ago]", "next/last unit", and sums of them. UTC throughout.
 * Undefined for the rest.
 */
export function parseDate(text: string, nowMs: number, zone = zoneNamed('')): number | undefined {
	const own = /^\s*TZ="([^"]*)"\s*(.*)$/s.exec(text);
	if (own !== null) return parseDate(own[2] as string, nowMs, zoneNamed(own[1] as string));
	if (text.trim() === '') return parseDate('0:00', nowMs, zone);
	if (hasOwnZone(text)) return parseUtcDate(plainForms(text), nowMs);
	const local = parseUtcDate(plainForms(text), nowMs + zone.offsetAt(nowMs));
	if (local === undefined) return undefined;
	return local - zone.offsetAt(local - zone.offsetAt(local));
}

/** Whether a text is of one moment wherever it is read. */
function hasOwnZone(text: string): boolean {
	if (/^\s*@/.test(text) || /[\d\s]Z\b|\d:\d\d(?::\d\d(?:\.\d+)?)?\s*[-+]\d{2}:?(?:\d{2})?\b/i.test(text)) return true;
	return [...text.matchAll(/\b[A-Z]{2,4}\b/gi)].some(([word]) => ZONE_MINUTES.has(word.toUpperCase()));
}

/** Dates of other forms as year-month-day: 01/31/2024, 20240131, 20240131T0203. */
function plainForms(text: string): string {
	return text
		.replace(/(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\d/])/, '$3-$1-$2')
		.replace(/(?<![\d/])(\d{4})\/(\d{1,2})\/(\d{1,2})(?![\d/])/, '$1-$2-$3')
		.replace(
			/(?<![\d@.:+-])(\d{4})(\d{2})(\d{2})(?:[T ](\d{2})(\d{2})(\d{2})?)?(?![\d:.])/,
			(_, year, month, day, hour, minute, second = '00') =>
				`${year}-${month}-${day}${hour === undefined ? '' : ` ${hour}:${minute}:${second}`}`,
		);
}

function parseUtcDate(text: string, nowMs: number): number | undefined {
	const at = /^@(-?\d+(?:\.\d+)?)$/.exec(text.trim());
	if (at !== null) return Math.floor(Number(at[1]) * 1000);
	const named = parseNamedDate(text.trim(), nowMs);
	if (named !== undefined) return named;
	let rest = text.trim();
	let ms = nowMs;
	const absolute =
		/(?<![^\s])(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z\b|[-+]\d{2}:?\d{2}|[A-Z]{2,4}\b)?/i.exec(
			rest,
		);
	if (absolute !== null) {
		const zone = absolute[8];
		const offsetMinutes = zone === undefined ? undefined : ZONE_MINUTES.get(zone.toUpperCase());
		// A word behind it that is no zone belongs to what comes next ("2024-01-01 now").
		const isWord = zone !== undefined && /^[A-Z]{2,}$/i.test(zone);
		const own = isWord ? absolute[0].slice(0, absolute[0].length - zone.length) : absolute[0];
		const start = absoluteTime(isWord ? Object.assign([...absolute], { 8: undefined }) : absolute);
		if (start === undefined) return undefined;
		ms = start - (offsetMinutes ?? 0) * 60_000;
		const end = absolute.index + (isWord && offsetMinutes === undefined ? own : absolute[0]).length;
		// The date may stand anywhere among what moves it.
		rest = `${rest.slice(0, absolute.index)} ${rest.slice(end)}`.trim();
	}
	while (rest !== '') {
		const step = relativeStep(rest, ms);
		if (step === undefined) return undefined;
		ms = step.ms;
		rest = rest.slice(step.length).trim();
	}
	return ms;
}

function absoluteTime(match: readonly (string | undefined)[]): number | undefined {
	const [, year, month = '', day = '', hour = '0', minute = '00', second = '00', fraction = '', zone = 'Z'] = match;
	const two = (value: string): string => value.padStart(2, '0');
	const offset = /^[-+]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
	const whole = parseTime(`${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}${offset}`);
	return whole === undefined ? undefined : whole + Number(`0.${fraction.slice(0, 3)}0`) * 1000;
}

function relativeStep(text: string, ms: number): { ms: number; length: number } | undefined {
	const word = /^(now|today|tomorrow|yesterday)\b/i.exec(text);
	if (word !== null) {
		const day = UNIT_MS.get('day') as number;
		const name = (word[1] as string).toLowerCase();
		const moved = name === 'tomorrow' ? ms + day : name === 'yesterday' ? ms - day : ms;
		return { ms: moved, length: word[0].length };
	}
	const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text);
	if (clock !== null) {
		const day = UNIT_MS.get('day') as number;
		if (Number(clock[1]) > 23 || Number(clock[2]) > 59) return undefined;
		const seconds = Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
		return { ms: ms - (ms % day) + seconds * 1000, length: clock[0].length };
	}
	const weekday = /^(?:(next|last|this)\s+)?(sun|mon|tue|wed|thu|fri|sat)(?:s|nes|urs|ur|r)?(?:day)?\b,?/i.exec(text);
	if (weekday !== null) return { ms: onWeekday(ms, weekday), length: weekday[0].length };
	const amount = /^(?:([-+]?\s*\d+)|(next|last))\s*([a-z]+?)s?(\s+ago)?(?=\s|$|[-+])/i.exec(text);
	if (amount === null) return undefined;
	const sign = amount[4] === undefined ? 1 : -1;
	const count =
		amount[1] === undefined ? (amount[2]?.toLowerCase() === 'last' ? -1 : 1) : Number(amount[1].replace(/\s/g, ''));
	const unit = (amount[3] as string).toLowerCase();
	const length = amount[0].length;
	const unitMs = UNIT_MS.get(unit);
	if (unitMs !== undefined) return { ms: ms + sign * count * unitMs, length };
	if (unit !== 'month' && unit !== 'year') return undefined;
	const time = calendarTime(ms);
	const months = time.month - 1 + sign * count * (unit === 'year' ? 12 : 1);
	const month = (((months % 12) + 12) % 12) + 1;
	return { ms: timeOfCalendar({ ...time, year: time.year + Math.floor(months / 12), month }), length };
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The beginning of the next such day, today counted; with "next" or "last" the one after or before. */
function onWeekday(ms: number, [, which = 'this', name = '']: RegExpExecArray): number {
	const dayMs = UNIT_MS.get('day') as number;
	const today = calendarTime(ms).weekday;
	const wanted = WEEKDAYS.indexOf(name.toLowerCase());
	const ordinal = which.toLowerCase() === 'next' ? 1 : which.toLowerCase() === 'last' ? -1 : 0;
	const weeks = ordinal - (ordinal > 0 && today !== wanted ? 1 : 0);
	return ms - (ms % dayMs) + (((wanted - today + 7) % 7) + 7 * weeks) * dayMs;
}
