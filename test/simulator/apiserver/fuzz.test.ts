import { expect, test } from 'vitest';
import { fuzz } from '../../fuzz/fuzz.ts';

const COUNT = 400;

/** `npm run fuzz` asks 20,000 times. */
test('random requests show no fault, and the same seed gives the same bytes', () => {
	const first = fuzz('unit', COUNT);
	expect(first.faults).toEqual([]);
	expect(fuzz('unit', COUNT).digest).toBe(first.digest);
});
