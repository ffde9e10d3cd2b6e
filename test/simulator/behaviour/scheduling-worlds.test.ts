import { expect, test } from 'vitest';
import { newWorld } from '../sandbox/world-bench.ts';
import { SCHEDULER_ROWS } from './scheduling-worlds.ts';
import { answerOf } from './world-rows.ts';

test.each(SCHEDULER_ROWS.map((row) => [row.cause, row] as const))('%s', (_, row) => {
	expect(answerOf(newWorld('schedulers'), row)).toBe(row.told);
});
