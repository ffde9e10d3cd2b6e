import { expect, test } from 'vitest';
import { JOB_ROWS } from './workload-jobs.ts';
import { runRow } from './workload-row.ts';

test.each([...JOB_ROWS].map((row) => [row.cause, row] as const))('%s', (_, row) => {
	expect(runRow(row)).toEqual(row.is);
});
