import { expect, test } from 'vitest';
import { nextTime, parseCronSchedule } from '../../../simulator/api/batch/cron-schedule.ts';
import { formatTimeIn, timeZone } from '../../../simulator/machinery/time-zones.ts';

/** The next three times after Fri 2026-11-20 09:30:15 UTC. */
function next(text: string): string[] | undefined {
	const { schedule } = parseCronSchedule(text);
	if (schedule === undefined) return undefined;
	const times: string[] = [];
	let ms: number | undefined = Date.UTC(2026, 10, 20, 9, 30, 15);
	for (let i = 0; i < 3 && ms !== undefined; i++) {
		ms = nextTime(schedule, ms);
		if (ms !== undefined) times.push(new Date(ms).toISOString().slice(0, 16));
	}
	return times;
}

test.each([
	['* * * * *', ['2026-11-20T09:31', '2026-11-20T09:32', '2026-11-20T09:33']],
	['*/5 * * * *', ['2026-11-20T09:35', '2026-11-20T09:40', '2026-11-20T09:45']],
	['0 3 * * 1-5', ['2026-11-23T03:00', '2026-11-24T03:00', '2026-11-25T03:00']],
	['15,45 10-11 * * *', ['2026-11-20T10:15', '2026-11-20T10:45', '2026-11-20T11:15']],
	['0 0 31 * *', ['2026-12-31T00:00', '2027-01-31T00:00', '2027-03-31T00:00']],
	['0 0 13 * fri', ['2026-11-27T00:00', '2026-12-04T00:00', '2026-12-11T00:00']],
	['@hourly', ['2026-11-20T10:00', '2026-11-20T11:00', '2026-11-20T12:00']],
	['0 0 1 jan *', ['2027-01-01T00:00', '2028-01-01T00:00', '2029-01-01T00:00']],
	// A step makes of the star a list of days: either day will do then, as for any other list.
	['0 0 */10 * mon', ['2026-11-21T00:00', '2026-11-23T00:00', '2026-11-30T00:00']],
	['* * * *', undefined],
	['61 * * * *', undefined],
	['a * * * *', undefined],
])('%s', (text, expected) => {
	expect(next(text)).toEqual(expected);
});

test.each([
	// Every day at nine, over the end of summer time.
	['0 9 * * *', 'America/New_York', '2026-10-31T00:00:00Z', ['2026-10-31T09:00:00-04:00', '2026-11-01T09:00:00-05:00']],
	// There is no half past two on the day that summer time begins.
	['30 2 * * *', 'Europe/Berlin', '2026-03-27T23:00:00Z', ['2026-03-28T02:30:00+01:00', '2026-03-30T02:30:00+02:00']],
	['0 0 1 * *', 'Asia/Kolkata', '2026-06-30T18:00:00Z', ['2026-07-01T00:00:00+05:30', '2026-08-01T00:00:00+05:30']],
	[
		'15 0 * * mon',
		'Pacific/Auckland',
		'2026-04-04T00:00:00Z',
		['2026-04-06T00:15:00+12:00', '2026-04-13T00:15:00+12:00'],
	],
])('%s in %s', (text, name, after, expected) => {
	const { schedule } = parseCronSchedule(text);
	const zone = timeZone(name);
	if (schedule === undefined || zone === undefined) throw new Error('neither is wrong');
	const first = nextTime(schedule, Date.parse(after), zone) as number;
	const second = nextTime(schedule, first, zone) as number;
	expect([first, second].map((ms) => formatTimeIn(zone, ms))).toEqual(expected);
});
