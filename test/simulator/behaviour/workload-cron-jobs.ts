import type { Job } from '../../../simulator/api/batch/types.ts';
import { CRON_JOBS, JOBS } from '../../../simulator/controllers/resources.ts';
import type { TestCluster, TestClusterOptions } from '../../support/cluster/test-cluster.ts';
import { events, meta, type Row } from './workload-row.ts';

const RUN = { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } } } };
/** The cluster starts on Fri 2026-11-20 at 09:00:00 UTC. */
const hello = (spec: object): Row['make'][number] => [
	CRON_JOBS,
	{ ...meta('hello'), spec: { schedule: '* * * * *', jobTemplate: RUN, ...spec } },
];
const change = (spec: object) => (cluster: TestCluster) => void cluster.patch(CRON_JOBS, 'hello', { spec });
const ending = (phase: 'Succeeded' | 'Failed'): TestClusterOptions => ({
	kubelet: { outcome: () => ({ phase, afterMs: 1_000 }) },
});
/** By the minute for which they were started. */
const jobs = (cluster: TestCluster): string[] =>
	cluster
		.list<Job>(JOBS)
		.map(
			({ metadata }) => metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp']?.slice(11, 16) ?? '',
		)
		.sort();
const active = (cluster: TestCluster): number => cluster.get(CRON_JOBS, 'hello').status.active?.length ?? 0;

export const CRON_JOB_ROWS: readonly Row[] = [
	{
		cause: 'every minute, while the one before still runs (Allow)',
		source: 'cronjob/cronjob_controllerv2.go syncCronJob',
		make: [hello({})],
		wait: 190,
		sees: (cluster) => [jobs(cluster), active(cluster)],
		is: [['09:01', '09:02', '09:03'], 3],
	},
	{
		cause: 'Forbid: the one before still runs',
		source: 'cronjob/cronjob_controllerv2.go syncCronJob: JobAlreadyActive',
		make: [hello({ concurrencyPolicy: 'Forbid' })],
		wait: 130,
		sees: (cluster) => [jobs(cluster), events(cluster, 'CronJob')],
		is: [
			['09:01'],
			[
				'SuccessfulCreate: Created job hello-29919421',
				'JobAlreadyActive: Not starting job because prior execution is running and concurrency policy is Forbid',
			],
		],
	},
	{
		cause: 'Replace: the new one takes its place',
		source: 'cronjob/cronjob_controllerv2.go syncCronJob: ReplaceConcurrent',
		make: [hello({ concurrencyPolicy: 'Replace' })],
		wait: 130,
		sees: (cluster) => [jobs(cluster), active(cluster), events(cluster, 'CronJob')],
		is: [
			['09:02'],
			1,
			[
				'SuccessfulCreate: Created job hello-29919421',
				'SuccessfulDelete: Deleted job hello-29919421',
				'SuccessfulCreate: Created job hello-29919422',
			],
		],
	},
	{
		cause: 'three successes are kept',
		source: 'cronjob/cronjob_controllerv2.go cleanupFinishedJobs',
		cluster: ending('Succeeded'),
		make: [hello({})],
		wait: 330,
		sees: (cluster) => [jobs(cluster), active(cluster)],
		is: [['09:03', '09:04', '09:05'], 0],
	},
	{
		cause: 'no success is kept',
		source: 'cronjob/cronjob_controllerv2.go removeOldestJobs',
		cluster: ending('Succeeded'),
		make: [hello({ successfulJobsHistoryLimit: 0 })],
		wait: 150,
		sees: (cluster) => [jobs(cluster), cluster.get(CRON_JOBS, 'hello').status.lastScheduleTime],
		is: [[], '2026-11-20T09:02:00Z'],
	},
	{
		cause: 'one failure is kept',
		source: 'cronjob/cronjob_controllerv2.go cleanupFinishedJobs: failedJobsHistoryLimit',
		cluster: ending('Failed'),
		make: [hello({ jobTemplate: { spec: { ...RUN.spec, backoffLimit: 0 } } })],
		wait: 210,
		sees: (cluster) => [jobs(cluster), events(cluster, 'CronJob').slice(1, 2)],
		is: [['09:03'], ['SawCompletedJob: Saw completed job: hello-29919421, condition: Failed']],
	},
	{
		cause: 'suspended',
		source: 'cronjob/cronjob_controllerv2.go syncCronJob: Suspend',
		make: [hello({ suspend: true })],
		wait: 600,
		sees: (cluster) => [jobs(cluster), events(cluster, 'CronJob')],
		is: [[], []],
	},
	{
		cause: 'resumed: the last run that was missed starts at once',
		source: 'cronjob/utils.go mostRecentScheduleTime',
		make: [hello({ schedule: '*/10 * * * *', suspend: true })],
		after: [[1500, change({ suspend: false })]],
		wait: 5,
		sees: jobs,
		is: ['09:20'],
	},
	{
		cause: 'resumed too late for it: startingDeadlineSeconds',
		source: 'cronjob/utils.go mostRecentScheduleTime: startingDeadlineSeconds',
		make: [hello({ schedule: '*/10 * * * *', suspend: true, startingDeadlineSeconds: 60 })],
		after: [[1500, change({ suspend: false })]],
		wait: 5,
		sees: jobs,
		is: [],
	},
	{
		cause: 'more than a hundred are missed: the last one starts, and that is told',
		source: 'cronjob/utils.go nextScheduleTime: TooManyMissedTimes',
		make: [hello({ suspend: true })],
		after: [[3 * 3600, change({ suspend: false })]],
		wait: 5,
		sees: (cluster) => [jobs(cluster), events(cluster, 'CronJob')],
		is: [
			['12:00'],
			[
				'TooManyMissedTimes: too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
				'SuccessfulCreate: Created job hello-29919600',
			],
		],
	},
	{
		cause: 'by the clocks of its zone',
		source: 'cronjob/cronjob_controllerv2.go formatSchedule: TZ',
		make: [hello({ schedule: '5 10 * * *', timeZone: 'Europe/Berlin' })],
		wait: 310,
		sees: (cluster) => cluster.list<Job>(JOBS).map(({ metadata }) => metadata.annotations),
		is: [{ 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-11-20T10:05:00+01:00' }],
	},
	{
		cause: 'a running Job is deleted by hand',
		source: 'cronjob/cronjob_controllerv2.go syncCronJob: MissingJob',
		make: [hello({})],
		after: [[65, (cluster) => cluster.delete(JOBS, 'hello-29919421')]],
		wait: 5,
		sees: (cluster) => [active(cluster), events(cluster, 'CronJob').slice(1)],
		is: [0, ['MissingJob: Active job went missing: hello-29919421']],
	},
	{
		cause: 'deleted, it takes its Jobs and their Pods along',
		source: 'garbagecollector/garbagecollector.go attemptToDeleteItem',
		make: [hello({})],
		after: [[65, (cluster) => cluster.delete(CRON_JOBS, 'hello')]],
		wait: 10,
		sees: jobs,
		is: [],
	},
];
