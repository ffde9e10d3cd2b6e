import { durationComplaint, formatDuration, parseDuration } from '../duration.ts';
import { FunctionError } from '../go-template/functions.ts';
import { integerOf } from '../go-template/values.ts';
import { timeZone } from '../time-zones.ts';
import { also, type Definition, define } from './define.ts';
import { formatLayout, GoTime, parseLayout } from './go-time.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;
const ZERO_TIME_MS = -62_135_596_800_000;

/** Models Masterminds/sprig date.go. @param now virtual time. */
export function dateFunctions(now: () => number): readonly Definition[] {
	const momentOf = (value: unknown): GoTime => {
		if (value instanceof GoTime) return value;
		const seconds = integerOf(value);
		return new GoTime(seconds === undefined ? now() : seconds * SECOND_MS);
	};
	const inZone = (layout: string, value: unknown, zone: string): string => {
		const known = timeZone(zone) === undefined ? 'UTC' : zone;
		return formatLayout(new GoTime(momentOf(value).ms, known), layout);
	};
	const dateInZone = define('dateInZone', ['string', 'any', 'string'], inZone);
	const dateModify = define('dateModify', ['string', 'any'], (text: string, date: unknown) => {
		const moment = timeOf(date);
		return new GoTime(moment.ms + (parseDuration(text) ?? 0), moment.zone);
	});
	const mustDateModify = define('mustDateModify', ['string', 'any'], (text: string, date: unknown) => {
		const ms = parseDuration(text);
		if (ms === undefined) throw new FunctionError(durationComplaint(text));
		return new GoTime(timeOf(date).ms + ms);
	});
	return [
		define('now', [], () => new GoTime(now())),
		define('date', ['string', 'any'], (layout: string, value: unknown) => inZone(layout, value, 'UTC')),
		dateInZone,
		also('date_in_zone', dateInZone),
		dateModify,
		also('date_modify', dateModify),
		mustDateModify,
		also('must_date_modify', mustDateModify),
		define('htmlDate', ['any'], (value: unknown) => inZone('2006-01-02', value, 'UTC')),
		define('htmlDateInZone', ['any', 'string'], (value: unknown, zone: string) => inZone('2006-01-02', value, zone)),
		define('ago', ['any'], (value: unknown) =>
			formatDuration(Math.round((now() - momentOf(value).ms) / SECOND_MS) * SECOND_MS),
		),
		define('duration', ['any'], (value: unknown) => formatDuration(secondsOf(value) * SECOND_MS)),
		define('durationRound', ['any'], (value: unknown) => rounded(lengthOf(value, now))),
		define(
			'toDate',
			['string', 'string'],
			(layout: string, text: string) => new GoTime(parseLayout(layout, text) ?? ZERO_TIME_MS),
		),
		define('mustToDate', ['string', 'string'], (layout: string, text: string) => {
			const ms = parseLayout(layout, text);
			if (ms !== undefined) return new GoTime(ms);
			const quoted = [text, layout, text, layout].map((each) => JSON.stringify(each));
			throw new FunctionError(`parsing time ${quoted[0]} as ${quoted[1]}: cannot parse ${quoted[2]} as ${quoted[3]}`);
		}),
		define('unixEpoch', ['any'], (date: unknown) => String(Math.floor(timeOf(date).ms / SECOND_MS))),
	];
}

function timeOf(value: unknown): GoTime {
	if (value instanceof GoTime) return value;
	throw new FunctionError('wrong type for value; expected time.Time');
}

function secondsOf(value: unknown): number {
	if (typeof value === 'string') return /^[+-]?\d+$/.test(value) ? Number(value) : 0;
	return typeof value === 'number' ? value : 0;
}

function lengthOf(value: unknown, now: () => number): number {
	if (typeof value === 'string') return parseDuration(value) ?? 0;
	if (value instanceof GoTime) return now() - value.ms;
	return typeof value === 'number' ? value / 1_000_000 : 0;
}

const UNITS: readonly (readonly [string, number])[] = [
	['y', 365 * DAY_MS],
	['mo', 30 * DAY_MS],
	['d', DAY_MS],
	['h', HOUR_MS],
	['m', 60 * SECOND_MS],
	['s', SECOND_MS],
];

function rounded(ms: number): string {
	const length = Math.abs(ms);
	const unit = UNITS.find(([, size]) => length > size);
	return unit === undefined ? '0s' : `${Math.floor(length / unit[1])}${unit[0]}`;
}
