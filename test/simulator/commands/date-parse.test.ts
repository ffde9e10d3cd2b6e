import { expect, test } from 'vitest';
import { parseDate } from '../../../simulator/commands/coreutils/date-parse.ts';

const NOW_MS = Date.UTC(2026, 2, 2, 9);

// What `date -u -d TEXT +%s` of GNU coreutils 9.1 says in 2026.
test.each([
	['Mar 12 08:55:55 2026 GMT', 1_773_305_755],
	['Thu, 12 Mar 2026 08:55:55 +0900', 1_773_273_355],
	['12 March 2026', 1_773_273_600],
	['Mon Mar  2 09:01:00 UTC 2026', 1_772_442_060],
	['Mar 12', 1_773_273_600],
])('a date with a month’s name: %s', (text, seconds) => {
	expect(parseDate(text, NOW_MS)).toBe(seconds * 1000);
});

test.each(['Mar', 'Mar 12 nonsense', 'Mon 12 13', 'Mar 32 2026'])('%s is no date', (text) => {
	expect(parseDate(text, NOW_MS)).toBeUndefined();
});

// What GNU date 9.1 says of them at NOW_MS, its clock set back by libfaketime.
test.each([
	['3', 1_772_420_400],
	['1430', 1_772_461_800],
	['10:00 pm', 1_772_488_800],
	['1:2:3', 1_772_413_323],
	['sunday', 1_772_928_000],
	['2 sunday', 1_773_532_800],
	['this week', 1_772_442_000],
	['month', 1_775_120_400],
	['next month', 1_775_120_400],
	['1 day 2 hours ago', 1_772_521_200],
	['eleventh hour', 1_772_481_600],
	['second', 1_772_442_001],
	['1.5 sec', 1_772_442_001],
	['tomorrow 3pm', 1_772_550_000],
	['next tues', 1_772_496_000],
	['last monday', 1_771_804_800],
	['monday', 1_772_409_600],
	['mon', 1_772_409_600],
	['a week ago', 1_771_833_600],
	['week ago', 1_771_837_200],
	['3 weeks ago monday', 1_770_595_200],
	['friday 5pm', 1_772_816_400],
	['first monday', 1_773_014_400],
	['-1 month', 1_770_022_800],
	['100 days', 1_781_082_000],
	['1 fortnight ago', 1_771_232_400],
	['x', 1_772_449_200],
	['1d', 1_772_398_800],
	['yesterday 06:30', 1_772_346_600],
	['now', 1_772_442_000],
	['today', 1_772_442_000],
	['Mar 12', 1_773_273_600],
	['12 mar 1 day ago', -62_129_635_200],
	['1/2', 1_767_312_000],
	['31 days ago 10:00', 1_769_767_200],
	['5 hours 3 minutes ago', 1_772_459_820],
	['+2 weeks', 1_773_651_600],
	['next year', 1_803_978_000],
])('%s, seen from now', (text, seconds) => {
	expect(Math.floor((parseDate(text, NOW_MS) ?? 0) / 1000)).toBe(seconds);
});

// Of the ones that GNU date 9.1 refuses.
test.each([
	'5 Jan 10:00',
	'now + 1',
	'pm',
	'2 ago',
	'in 3 days',
	'noon',
	'24:00',
	'10:00:60',
	'2024-01-05 10:00 J',
	'@0 +1 day',
])('%s is none', (text) => {
	expect(parseDate(text, NOW_MS)).toBeUndefined();
});
