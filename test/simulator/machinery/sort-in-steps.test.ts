import { expect, test } from 'vitest';
import { Random } from '../../../simulator/machinery/random.ts';
import { sortInSteps } from '../../../simulator/machinery/sort-in-steps.ts';
import { nothing, runToCompletion } from '../../../simulator/machinery/task.ts';

test('sorts as the language does, equal items in their order, and pauses', () => {
	const random = new Random('sort');
	for (const length of [0, 1, 1_023, 1_024, 1_025, 5_000, 20_000]) {
		const items = Array.from({ length }, (_, index) => ({ key: random.below(100), index }));
		const compare = (a: { key: number }, b: { key: number }): number => a.key - b.key;
		let [pauses, longest] = [0, 0];
		const sorted = runToCompletion(
			sortInSteps(items, compare, (comparisons) => {
				pauses++;
				longest = Math.max(longest, comparisons);
				return nothing();
			}),
		);
		expect(sorted).toEqual([...items].sort(compare));
		expect(pauses).toBeGreaterThanOrEqual(Math.floor(length / 1_024));
		expect(longest).toBeLessThanOrEqual(1_024);
	}
});
