import { expect, test } from 'vitest';
import { deeper, descending } from '../../../simulator/machinery/descent.ts';
import type { Task, Wait } from '../../../simulator/machinery/task.ts';

const WAIT: Wait = { arm: () => () => {} };

/** Counts down, waits at the bottom, and adds up on the way back. */
function* sum(depth: number): Task<number> {
	if (depth === 0) {
		yield WAIT;
		return 0;
	}
	return depth + (yield* deeper(sum(depth - 1)));
}

function* failing(depth: number, caught: number[]): Task<string> {
	try {
		if (depth === 0) throw new Error('at the bottom');
		return yield* deeper(failing(depth - 1, caught));
	} catch (error) {
		caught.push(depth);
		if (depth === 2) return (error as Error).message;
		throw error;
	} finally {
		caught.push(-depth);
	}
}

test('a walk as deep as nobody could recurse waits at its bottom and comes back', () => {
	const task = descending(sum(100_000));
	expect(task.next()).toEqual({ done: false, value: WAIT });
	expect(task.next()).toEqual({ done: true, value: (100_000 * 100_001) / 2 });
});

test('what goes wrong below is caught by the level above that catches it', () => {
	const caught: number[] = [];
	expect(descending(failing(4, caught)).next()).toEqual({ done: true, value: 'at the bottom' });
	expect(caught).toEqual([0, -0, 1, -1, 2, -2, -3, -4]);
	expect(() => descending(failing(1, [])).next()).toThrow('at the bottom');
});
