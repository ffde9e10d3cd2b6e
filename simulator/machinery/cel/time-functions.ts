import { type CalendarTime, calendarTime, timeOfCalendar } from '../timestamp.ts';
import { celFault } from './cel-fault.ts';
import { type CelFunctions, declareFunctions, type OverloadRow } from './cel-overload.ts';
import type { CelDuration, CelTimestamp } from './cel-value.ts';

const MS = 1_000_000n;

/** Minutes east of Greenwich. Differs: of names of time zones only UTC is known. */
function offsetOf(zone: string): number {
	if (zone === '' || zone === 'UTC' || zone === 'GMT') return 0;
	const match = /^([+-])?(\d\d):(\d\d)$/.exec(zone);
	if (match === null) throw celFault(`unknown time zone ${zone}`);
	const minutes = Number(match[2]) * 60 + Number(match[3]);
	return match[1] === '-' ? -minutes : minutes;
}

function at(time: CelTimestamp, zone: string): CalendarTime {
	return calendarTime(Number(time.nanos / MS) + offsetOf(zone) * 60_000);
}

function dayOfYear(time: CalendarTime): number {
	const start = timeOfCalendar({ ...time, month: 1, day: 1 });
	const { weekday: _, ...now } = time;
	return Math.round((timeOfCalendar(now) - start) / 86_400_000);
}

const PARTS: readonly (readonly [name: string, of: (time: CalendarTime) => number])[] = [
	['getFullYear', ({ year }) => year],
	['getMonth', ({ month }) => month - 1],
	['getDayOfYear', dayOfYear],
	['getDate', ({ day }) => day],
	['getDayOfMonth', ({ day }) => day - 1],
	['getDayOfWeek', ({ weekday }) => weekday],
	['getHours', ({ hour }) => hour],
	['getMinutes', ({ minute }) => minute],
	['getSeconds', ({ second }) => second],
];

const UNITS: { readonly [name: string]: bigint } = {
	getHours: 3_600_000n * MS,
	getMinutes: 60_000n * MS,
	getSeconds: 1_000n * MS,
};

function part(name: string, of: (time: CalendarTime) => number): OverloadRow[] {
	const rows: OverloadRow[] = [
		[`timestamp_${name}`, 'timestamp.() int', (time: CelTimestamp) => BigInt(of(at(time, '')))],
		[
			`timestamp_${name}_with_tz`,
			'timestamp.(string) int',
			(time: CelTimestamp, zone: string) => BigInt(of(at(time, zone))),
		],
	];
	const unit = UNITS[name];
	if (unit !== undefined) rows.push([`duration_${name}`, 'duration.() int', ({ nanos }: CelDuration) => nanos / unit]);
	return rows;
}

function milliseconds(nanos: bigint): bigint {
	return (nanos / MS) % 1_000n;
}

/** Models cel-go common/stdlib's functions of timestamps and durations. */
export const TIME_FUNCTIONS: CelFunctions = declareFunctions({
	...Object.fromEntries(PARTS.map(([name, of]) => [name, part(name, of)])),
	getMilliseconds: [
		['timestamp_getMilliseconds', 'timestamp.() int', ({ nanos }: CelTimestamp) => milliseconds(nanos)],
		['timestamp_getMilliseconds_with_tz', 'timestamp.(string) int', ({ nanos }: CelTimestamp) => milliseconds(nanos)],
		['duration_getMilliseconds', 'duration.() int', ({ nanos }: CelDuration) => nanos / MS],
	],
});
