import { expect, test } from 'vitest';
import { BUDGET_ROWS } from './workload-budgets.ts';
import { CRON_JOB_ROWS } from './workload-cron-jobs.ts';
import { DAEMON_SET_ROWS } from './workload-daemon-sets.ts';
import { DEPLOYMENT_ROWS } from './workload-deployments.ts';
import { ENDING_ROWS } from './workload-endings.ts';
import { JOB_ROWS } from './workload-jobs.ts';
import { REPLICA_SET_ROWS } from './workload-replica-sets.ts';
import { type Row, runRow } from './workload-row.ts';
import { STATEFUL_SET_ROWS } from './workload-stateful-sets.ts';

const ROWS: readonly Row[] = [
	...JOB_ROWS,
	...CRON_JOB_ROWS,
	...DEPLOYMENT_ROWS,
	...REPLICA_SET_ROWS,
	...STATEFUL_SET_ROWS,
	...DAEMON_SET_ROWS,
	...BUDGET_ROWS,
	...ENDING_ROWS,
];

test.each(ROWS.map((row) => [row.cause, row] as const))('%s', (_, row) => {
	expect(runRow(row)).toEqual(row.is);
});
