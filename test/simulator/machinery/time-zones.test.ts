import { expect, test } from 'vitest';
import { formatTimeIn, offsetAt, type TimeZone, timeZone } from '../../../simulator/machinery/time-zones.ts';

const DAY_MS = 86_400_000;
const YEAR_START_MS = Date.UTC(2026, 0, 1);

const zone = (name: string): TimeZone => timeZone(name) as TimeZone;

test('names are those of the tz database', () => {
	for (const name of ['', 'UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'EST5EDT', 'Zulu', 'Etc/GMT+5']) {
		expect([name, timeZone(name) === undefined]).toEqual([name, false]);
	}
	for (const name of [
		'Europe/Wonderland',
		'europe/berlin',
		'Berlin',
		'Etc',
		'M3.2.0',
		'Europe/Berlin ',
		'EST5EDT,M3.2.0',
	]) {
		expect([name, timeZone(name)]).toEqual([name, undefined]);
	}
});

test('clocks say what those of the host say, the year round', () => {
	// Without those whose rules the tz database foretells by the moon.
	const foretold = new Set(['Africa/Casablanca', 'Africa/El_Aaiun']);
	for (const name of Intl.supportedValuesOf('timeZone').filter((each) => !foretold.has(each))) {
		const clock = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
		for (let day = 0; day < 365; day += 14) {
			const ms = YEAR_START_MS + day * DAY_MS;
			const said = clock.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
			const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d+):(\d+))?/.exec(said) ?? [];
			const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
			expect([name, day, offsetAt(zone(name), ms)]).toEqual([name, day, offset === 0 ? 0 : offset]);
		}
	}
});

test.each([
	['America/New_York', '2026-03-08T06:59:59Z', '2026-03-08T01:59:59-05:00'],
	['America/New_York', '2026-03-08T07:00:00Z', '2026-03-08T03:00:00-04:00'],
	['America/New_York', '2026-11-01T05:59:59Z', '2026-11-01T01:59:59-04:00'],
	['America/New_York', '2026-11-01T06:00:00Z', '2026-11-01T01:00:00-05:00'],
	['Australia/Sydney', '2026-01-01T00:00:00Z', '2026-01-01T11:00:00+11:00'],
	['Australia/Lord_Howe', '2026-07-01T00:00:00Z', '2026-07-01T10:30:00+10:30'],
	['Asia/Kolkata', '2026-07-01T00:00:00Z', '2026-07-01T05:30:00+05:30'],
	['Europe/London', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
])('%s at %s', (name, utc, local) => {
	expect(formatTimeIn(zone(name), Date.parse(utc))).toBe(local);
});
