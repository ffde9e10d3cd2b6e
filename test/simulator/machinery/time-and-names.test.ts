import { expect, test } from 'vitest';
import {
	durationComplaint,
	formatDuration,
	humanDuration,
	parseDuration,
	shortHumanDuration,
} from '../../../simulator/machinery/duration.ts';
import * as names from '../../../simulator/machinery/names.ts';
import {
	calendarTime,
	formatMicroTime,
	formatRfc1123Z,
	formatTime,
	parseTime,
} from '../../../simulator/machinery/timestamp.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test('ages as kubectl shows them', () => {
	const ages: readonly (readonly [number, string])[] = [
		[-3 * SECOND, '<invalid>'],
		[-SECOND, '0s'],
		[0, '0s'],
		[119.9 * SECOND, '119s'],
		[2 * MINUTE, '2m'],
		[9 * MINUTE + 59 * SECOND, '9m59s'],
		[10 * MINUTE + 59 * SECOND, '10m'],
		[179 * MINUTE, '179m'],
		[3 * HOUR, '3h'],
		[7 * HOUR + 30 * MINUTE, '7h30m'],
		[8 * HOUR + 30 * MINUTE, '8h'],
		[47 * HOUR, '47h'],
		[2 * DAY, '2d'],
		[2 * DAY + 5 * HOUR, '2d5h'],
		[8 * DAY, '8d'],
		[700 * DAY, '700d'],
		[2 * 365 * DAY, '2y'],
		[2 * 365 * DAY + 3 * DAY, '2y3d'],
		[9 * 365 * DAY, '9y'],
	];
	for (const [ms, text] of ages) expect(humanDuration(ms), String(ms)).toBe(text);
	expect([shortHumanDuration(90 * SECOND), shortHumanDuration(2 * DAY), shortHumanDuration(800 * DAY)]).toEqual([
		'1m',
		'2d',
		'2y',
	]);
});

test("Go's durations", () => {
	const durations: readonly (readonly [string, number, string])[] = [
		['0', 0, '0s'],
		['1h30m', 90 * MINUTE, '1h30m0s'],
		['90s', 90 * SECOND, '1m30s'],
		['-1.5s', -1.5 * SECOND, '-1.5s'],
		['250ms', 250, '250ms'],
		['1us', 0.001, '1µs'],
	];
	for (const [text, ms, formatted] of durations) {
		expect(parseDuration(text), text).toBe(ms);
		expect(formatDuration(ms)).toBe(formatted);
	}
	expect(parseDuration('5')).toBeUndefined();
	expect(durationComplaint('5')).toBe('time: missing unit in duration "5"');
	expect(durationComplaint('5x')).toBe('time: unknown unit "x" in duration "5x"');
	expect(durationComplaint('abc')).toBe('time: invalid duration "abc"');
});

test('times', () => {
	const ms = parseTime('2026-11-20T18:00:00.123+09:00') as number;
	expect(formatTime(ms)).toBe('2026-11-20T09:00:00Z');
	expect(formatMicroTime(ms)).toBe('2026-11-20T09:00:00.123000Z');
	expect(formatRfc1123Z(ms)).toBe('Fri, 20 Nov 2026 09:00:00 +0000');
	expect(calendarTime(ms)).toMatchObject({ year: 2026, month: 11, day: 20, weekday: 5, hour: 9 });
	for (const bad of ['2026-02-30T00:00:00Z', '2026-11-20', '2026-11-20T25:00:00Z', 'now']) {
		expect(parseTime(bad), bad).toBeUndefined();
	}
});

test('names and what is wrong with them', () => {
	expect(names.dns1123Label('a.b')).toEqual(['must not contain dots']);
	expect(names.dns1123Label('a'.repeat(64))).toEqual(['must be no more than 63 characters']);
	expect(names.qualifiedName('example.com/')).toEqual([
		'name part must be non-empty',
		"name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
	]);
	expect(names.labelValue('a'.repeat(64))).toEqual(['must be no more than 63 bytes']);
	expect(names.labelValue('')).toEqual([]);
	expect(names.portName('-http--x-and-more')).toEqual([
		'must be no more than 15 characters',
		'must not contain consecutive hyphens',
		'must not begin or end with a hyphen',
	]);
	expect(names.configMapKey('..')).toEqual(["must not be '..'"]);
	expect(names.nameIsDnsSubdomain('web-', true)).toEqual([]);
	expect(names.nameIsPathSegment('a/b', false)).toEqual(["may not contain '/'"]);
	expect(names.dns1123Subdomain(`${'a'.repeat(100_000)}!`)).toHaveLength(2);
});
