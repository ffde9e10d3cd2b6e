import { describe, expect, test } from 'vitest';
import { CronSyntaxError, type CronTimes, nextTime, parseCronTable } from '../../../simulator/hosts/cron/cron-table.ts';

/** Thursday, 2026-01-01 00:00:00 UTC. */
const FROM = Date.UTC(2026, 0, 1);

function next(fields: string, from = FROM): string | undefined {
	const [job] = parseCronTable(`${fields} true\n`, false);
	const at = nextTime(job?.times as CronTimes, from);
	return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
}

describe('when a job is due', () => {
	test.each([
		['* * * * *', '2026-01-01T00:01'],
		['0 * * * *', '2026-01-01T01:00'],
		['*/15 8-10 * * *', '2026-01-01T08:00'],
		['30 4 1,15 * 5', '2026-01-01T04:30'],
		['0 0 13 * *', '2026-01-13T00:00'],
		['0 0 * * sun', '2026-01-04T00:00'],
		['0 0 * * 7', '2026-01-04T00:00'],
		['0 0 29 2 *', '2028-02-29T00:00'],
		['0 0 31 4 *', undefined],
		['5 4 * Mar mon-wed', '2026-03-02T04:05'],
		['@weekly', '2026-01-04T00:00'],
		['@monthly', '2026-02-01T00:00'],
		['@hourly', '2026-01-01T01:00'],
	])('%s', (fields, expected) => expect(next(fields)).toBe(expected));
});

test.each([
	['60 * * * * x', 'bad minute'],
	['* 24 * * * x', 'bad hour'],
	['* * 0 * * x', 'bad day-of-month'],
	['* * * 13 * x', 'bad month'],
	['* * * * 8 x', 'bad day-of-week'],
	['*/0 * * * * x', 'bad minute'],
	['5-1 * * * * x', 'bad minute'],
	['* * * * *', 'bad command'],
	['@never x', 'bad time specifier'],
	['hello', 'bad minute'],
])('%s is refused', (line, problem) => {
	expect(() => parseCronTable(`A=1\n${line}\n`, false)).toThrow(new CronSyntaxError(problem, 2));
});

test('variables hold for the jobs below them; a percent sign begins the input', () => {
	const [first, second] = parseCronTable('A=1\n@daily root a\nB = "x y"\n0 0 * * * root b \\% c%in%put\n', true).map(
		(job) => job,
	);
	expect([first?.environment, first?.user]).toEqual([new Map([['A', '1']]), 'root']);
	expect(second).toMatchObject({ user: 'root', command: 'b % c', input: 'in\nput\n' });
});
