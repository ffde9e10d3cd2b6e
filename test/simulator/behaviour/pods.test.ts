import { expect, test } from 'vitest';
import { BACKOFF_ROWS } from './pod-backoff.ts';
import { LIFE_ROWS } from './pod-life.ts';
import { NODE_ROWS } from './pod-node.ts';
import { run } from './pod-rows.ts';

test.each([...LIFE_ROWS, ...BACKOFF_ROWS, ...NODE_ROWS].map((row) => [row.cause, row] as const))('%s', (_, row) => {
	expect(run(row)).toEqual(row.seen);
});
