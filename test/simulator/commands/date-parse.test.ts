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

test.each(['Mar', 'Mar 12 nonsense', 'Mon 12', 'Mar 32 2026'])('%s is no date', (text) => {
	expect(parseDate(text, NOW_MS)).toBeUndefined();
});
