import type { Pod } from '../../../simulator/api/core/types/pod.ts';
import { JOBS, PODS } from '../../../simulator/controllers/resources.ts';
import type { FakeKubeletOptions } from '../../support/cluster/fake-kubelet.ts';
import type { TestCluster } from '../../support/cluster/test-cluster.ts';
import { conditions, events, meta, podNames, type Row, starred } from './workload-row.ts';

const INDEX = 'batch.kubernetes.io/job-completion-index';

function job(spec: object, podSpec: object = {}): Row['make'][number] {
	const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }], ...podSpec } };
	return [JOBS, { ...meta('pi'), spec: { template, ...spec } }];
}

/** Every Pod ends so, after so many seconds of running. */
function ending(exitCode: number, seconds = 1): { kubelet: Partial<FakeKubeletOptions> } {
	const phase = exitCode === 0 ? 'Succeeded' : 'Failed';
	return { kubelet: { outcome: () => ({ phase, afterMs: seconds * 1000, exitCode }) } };
}

/** By its index: the exit code; undefined for one that goes on. */
function endingBy(codes: readonly (number | undefined)[], seconds = 1): { kubelet: Partial<FakeKubeletOptions> } {
	const outcome: FakeKubeletOptions['outcome'] = ({ metadata }) => {
		const exitCode = codes[Number(metadata.annotations?.[INDEX])];
		if (exitCode === undefined) return undefined;
		return { phase: exitCode === 0 ? 'Succeeded' : 'Failed', afterMs: seconds * 1000, exitCode };
	};
	return { kubelet: { outcome } };
}

const ofJob = (cluster: TestCluster): string[] => conditions(cluster.get(JOBS, 'pi').status.conditions);
const told = (cluster: TestCluster): string[] => events(cluster, 'Job').filter((text) => !/^Successful/.test(text));

function counts(cluster: TestCluster): string {
	const { active = 0, ready, terminating, succeeded = 0, failed = 0 } = cluster.get(JOBS, 'pi').status;
	return `active ${active} ready ${ready} terminating ${terminating} succeeded ${succeeded} failed ${failed}`;
}

function indexes(cluster: TestCluster): string {
	const { completedIndexes, failedIndexes } = cluster.get(JOBS, 'pi').status;
	return `completed ${completedIndexes} failed ${failedIndexes}`;
}

/** The seconds after the start at which its Pods were made. */
function startTimes(cluster: TestCluster): number[] {
	const times = cluster.list<Pod>(PODS).map(({ metadata }) => Date.parse(metadata.creationTimestamp));
	const first = Math.min(...times);
	return times.map((time) => (time - first) / 1000).sort((a, b) => a - b);
}

const exitRule = (action: string, values: number[], more: object = {}): object => ({
	action,
	onExitCodes: { operator: 'In', values, ...more },
});
const policy = (...rules: object[]): object => ({ podFailurePolicy: { rules } });
const indexed = (completions: number, more: object = {}): object => ({
	completions,
	parallelism: completions,
	completionMode: 'Indexed',
	...more,
});

const ENDINGS: readonly Row[] = [
	{
		cause: 'a Job whose only Pod succeeds',
		source: 'job/job_controller.go newSuccessCondition, recordJobFinished',
		cluster: ending(0),
		make: [job({})],
		wait: 10,
		sees: (cluster) => [...ofJob(cluster), counts(cluster), ...events(cluster, 'Job')],
		is: [
			'SuccessCriteriaMet=True CompletionsReached: Reached expected number of succeeded pods',
			'Complete=True CompletionsReached: Reached expected number of succeeded pods',
			'active 0 ready 0 terminating 0 succeeded 1 failed 0',
			'SuccessfulCreate: Created pod: pi-*',
			'Completed: Job completed',
		],
	},
	{
		cause: 'a Job of three, two at a time',
		source: 'job/job_controller.go manageJob',
		make: [job({ completions: 3, parallelism: 2 })],
		wait: 5,
		sees: counts,
		is: 'active 2 ready 2 terminating 0 succeeded 0 failed 0',
	},
	{
		cause: 'more parallelism than is left to do',
		source: 'job/job_controller.go manageJob: wantActive',
		make: [job({ completions: 2, parallelism: 5 })],
		wait: 5,
		sees: counts,
		is: 'active 2 ready 2 terminating 0 succeeded 0 failed 0',
	},
	{
		cause: 'a work queue: without completions, one success ends it when the others are done',
		source: 'job/job_controller.go syncJob: Completions == nil',
		cluster: ending(0),
		make: [job({ parallelism: 3 })],
		wait: 10,
		sees: (cluster) => [counts(cluster), ...told(cluster)],
		is: ['active 0 ready 0 terminating 0 succeeded 3 failed 0', 'Completed: Job completed'],
	},
	{
		cause: 'parallelism is lowered: what goes counts as nothing',
		source: 'job/job_controller.go deleteJobPods',
		make: [job({ completions: 5, parallelism: 3 })],
		after: [[5, (cluster) => cluster.patch(JOBS, 'pi', { spec: { parallelism: 1 } })]],
		wait: 5,
		sees: (cluster) => [counts(cluster), podNames(cluster).length],
		is: ['active 1 ready 1 terminating 0 succeeded 0 failed 0', 1],
	},
	{
		cause: 'failures wait 10 s, 20 s, 40 s before the next Pod',
		source: 'job/backoff_utils.go getRemainingTimeForFailuresCount',
		cluster: ending(1),
		make: [job({ backoffLimit: 3 })],
		wait: 200,
		// Two seconds to run; the first look after an end comes within the second.
		sees: startTimes,
		is: [0, 12, 34, 76],
	},
	{
		cause: 'one failure more than the limit',
		source: 'job/job_controller.go syncJob: exceedsBackoffLimit',
		cluster: ending(1),
		make: [job({ backoffLimit: 1 })],
		wait: 60,
		sees: (cluster) => [...ofJob(cluster), counts(cluster), ...told(cluster)],
		is: [
			'FailureTarget=True BackoffLimitExceeded: Job has reached the specified backoff limit',
			'Failed=True BackoffLimitExceeded: Job has reached the specified backoff limit',
			'active 0 ready 0 terminating 0 succeeded 0 failed 2',
			'BackoffLimitExceeded: Job has reached the specified backoff limit',
		],
	},
	{
		cause: 'a backoff limit of none',
		source: 'job/job_controller.go syncJob: exceedsBackoffLimit',
		cluster: ending(1),
		make: [job({ backoffLimit: 0 })],
		wait: 10,
		sees: (cluster) => [counts(cluster), ...told(cluster), podNames(cluster).length],
		is: [
			'active 0 ready 0 terminating 0 succeeded 0 failed 1',
			'BackoffLimitExceeded: Job has reached the specified backoff limit',
			1,
		],
	},
	{
		cause: 'the deadline comes while Pods run: they are deleted and have failed',
		source: 'job/job_controller.go pastActiveDeadline, trackJobStatusAndRemoveFinalizers',
		make: [job({ activeDeadlineSeconds: 20, parallelism: 2, completions: 2 })],
		wait: 30,
		sees: (cluster) => [...ofJob(cluster), counts(cluster), ...told(cluster), podNames(cluster)],
		is: [
			'FailureTarget=True DeadlineExceeded: Job was active longer than specified deadline',
			'Failed=True DeadlineExceeded: Job was active longer than specified deadline',
			'active 0 ready 0 terminating 0 succeeded 0 failed 2',
			'DeadlineExceeded: Job was active longer than specified deadline',
			[],
		],
	},
	{
		cause: 'not a second before the deadline',
		source: 'job/job_controller.go pastActiveDeadline',
		make: [job({ activeDeadlineSeconds: 20 })],
		wait: 19,
		sees: ofJob,
		is: [],
	},
	{
		cause: 'Failed comes only when the last Pod is gone',
		source: 'job/job_controller.go enactJobFinished: terminating',
		cluster: { kubelet: { stopMs: 30_000 } },
		make: [job({ activeDeadlineSeconds: 10 })],
		wait: 20,
		sees: (cluster) => [...ofJob(cluster).map((text) => text.split(' ')[0]), counts(cluster), told(cluster)],
		is: ['FailureTarget=True', 'active 0 ready 0 terminating 1 succeeded 0 failed 1', []],
	},
	{
		cause: 'somebody deletes the Pod of a Job: it has failed and is replaced',
		source: 'job/job_controller.go isPodFailed: TerminatingOrFailed',
		make: [job({})],
		after: [[5, (cluster) => cluster.delete(PODS, cluster.list(PODS)[0]?.metadata.name ?? '')]],
		wait: 20,
		sees: counts,
		is: 'active 1 ready 1 terminating 0 succeeded 0 failed 1',
	},
	{
		cause: 'with podReplacementPolicy Failed the next Pod waits for the end of the one before',
		source: 'job/job_controller.go onlyReplaceFailedPods',
		cluster: { kubelet: { stopMs: 30_000 } },
		make: [job({ podReplacementPolicy: 'Failed' })],
		after: [[5, (cluster) => cluster.delete(PODS, cluster.list(PODS)[0]?.metadata.name ?? '')]],
		wait: 25,
		sees: (cluster) => [counts(cluster), podNames(cluster).length],
		is: ['active 0 ready 0 terminating 1 succeeded 0 failed 0', 1],
	},
	{
		cause: 'a Job that somebody else manages',
		source: 'job/job_controller.go managedByExternalController',
		make: [job({ managedBy: 'example.com/queue' })],
		wait: 30,
		sees: (cluster) => [cluster.get(JOBS, 'pi').status, podNames(cluster)],
		is: [{}, []],
	},
	{
		cause: 'a finished Job is let alone for its time to live, then goes with its Pods',
		source: 'ttlafterfinished/ttlafterfinished_controller.go processTTL',
		cluster: ending(0),
		make: [job({ ttlSecondsAfterFinished: 60 })],
		after: [
			[60, (cluster) => void cluster.get(JOBS, 'pi')],
			[15, () => undefined],
		],
		wait: 0,
		sees: (cluster) => [cluster.list(JOBS).length, podNames(cluster)],
		is: [0, []],
	},
];

const SUSPENDED: readonly Row[] = [
	{
		cause: 'a Job that is made suspended does not start',
		source: 'job/job_controller.go syncJob: jobSuspended',
		make: [job({ suspend: true })],
		wait: 30,
		sees: (cluster) => [...ofJob(cluster), cluster.get(JOBS, 'pi').status.startTime, ...events(cluster, 'Job')],
		is: ['Suspended=True JobSuspended: Job suspended', undefined, 'Suspended: Job suspended'],
	},
	{
		cause: 'suspending takes the Pods away, and they have not failed',
		source: 'job/job_controller.go manageJob: jobSuspended, deleteJobPods',
		make: [job({ parallelism: 2, completions: 2 })],
		after: [[10, (cluster) => cluster.patch(JOBS, 'pi', { spec: { suspend: true } })]],
		wait: 10,
		sees: (cluster) => [counts(cluster), podNames(cluster), ...ofJob(cluster), ...events(cluster, 'Job')],
		is: [
			'active 0 ready 0 terminating 0 succeeded 0 failed 0',
			[],
			'Suspended=True JobSuspended: Job suspended',
			'SuccessfulCreate: Created pod: pi-*',
			'SuccessfulCreate: Created pod: pi-*',
			'SuccessfulDelete: Deleted pod: pi-*',
			'SuccessfulDelete: Deleted pod: pi-*',
			'Suspended: Job suspended',
		],
	},
	{
		cause: 'resuming starts its clock anew',
		source: 'job/job_controller.go syncJob: JobResumed',
		make: [job({ suspend: true, activeDeadlineSeconds: 30 })],
		after: [[60, (cluster) => cluster.patch(JOBS, 'pi', { spec: { suspend: false } })]],
		wait: 20,
		sees: (cluster) => [...ofJob(cluster), cluster.get(JOBS, 'pi').status.startTime, ...told(cluster)],
		is: [
			'Suspended=False JobResumed: Job resumed',
			'2026-11-20T09:01:00Z',
			'Suspended: Job suspended',
			'Resumed: Job resumed',
		],
	},
];

const INDEXED: readonly Row[] = [
	{
		cause: 'an indexed Job names, numbers and tells its Pods',
		source: 'job/indexed_job_utils.go addCompletionIndexEnvVariables, podGenerateNameWithIndex',
		make: [job(indexed(2))],
		wait: 3,
		sees: (cluster) =>
			cluster
				.list<Pod>(PODS)
				.map(({ metadata, spec }) => [
					starred(metadata.name),
					spec.hostname,
					metadata.annotations?.[INDEX],
					metadata.labels?.[INDEX],
					spec.containers[0]?.env,
				]),
		is: ['0', '1'].map((index) => [
			`pi-${index}-*`,
			`pi-${index}`,
			index,
			index,
			[
				{
					name: 'JOB_COMPLETION_INDEX',
					valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${INDEX}']` } },
				},
			],
		]),
	},
	{
		cause: 'indexes that have succeeded are ranges',
		source: 'job/indexed_job_utils.go orderedIntervals.String',
		cluster: endingBy([0, 0, 0, undefined, 0, 0, undefined, 0]),
		make: [job(indexed(8))],
		wait: 10,
		sees: indexes,
		is: 'completed 0-2,4,5,7 failed undefined',
	},
	{
		cause: 'each index has failures of its own: the others go on',
		source: 'job/indexed_job_utils.go calculateFailedIndexes',
		cluster: endingBy([1, 0, undefined]),
		make: [job(indexed(3, { backoffLimitPerIndex: 1 }))],
		wait: 60,
		sees: (cluster) => [indexes(cluster), counts(cluster), ofJob(cluster)],
		is: ['completed 1 failed 0', 'active 1 ready 1 terminating 0 succeeded 1 failed 2', []],
	},
	{
		cause: 'some index has failed and the others are done',
		source: 'job/job_controller.go JobReasonFailedIndexes',
		cluster: endingBy([1, 0]),
		make: [job(indexed(2, { backoffLimitPerIndex: 0 }))],
		wait: 20,
		sees: (cluster) => [indexes(cluster), ...ofJob(cluster), ...told(cluster)],
		is: [
			'completed 1 failed 0',
			'FailureTarget=True FailedIndexes: Job has failed indexes',
			'Failed=True FailedIndexes: Job has failed indexes',
			'FailedIndexes: Job has failed indexes',
		],
	},
	{
		cause: 'more indexes have failed than may',
		source: 'job/job_controller.go JobReasonMaxFailedIndexesExceeded',
		cluster: endingBy([1, 1, undefined, undefined]),
		make: [job(indexed(4, { backoffLimitPerIndex: 0, maxFailedIndexes: 1 }))],
		wait: 20,
		sees: (cluster) => [indexes(cluster), ...ofJob(cluster), podNames(cluster)],
		is: [
			'completed undefined failed 0,1',
			'FailureTarget=True MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes',
			'Failed=True MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes',
			['pi-0-*', 'pi-1-*'],
		],
	},
	{
		cause: 'a Pod hands its failures on to the next of its index',
		source: 'job/indexed_job_utils.go addIndexFailureCountAnnotation',
		cluster: endingBy([1]),
		make: [job(indexed(1, { backoffLimitPerIndex: 2 }))],
		wait: 60,
		sees: (cluster) =>
			cluster
				.list<Pod>(PODS)
				.map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-index-failure-count'])
				.sort(),
		is: ['0', '1', '2'],
	},
	{
		cause: 'the leader has succeeded: the policy ends the workers',
		source: 'job/success_policy.go matchSuccessPolicy',
		cluster: endingBy([0, undefined, undefined]),
		make: [job(indexed(3, { successPolicy: { rules: [{ succeededIndexes: '0' }] } }))],
		wait: 20,
		sees: (cluster) => [...ofJob(cluster), counts(cluster), ...told(cluster), podNames(cluster)],
		is: [
			'SuccessCriteriaMet=True SuccessPolicy: Matched rules at index 0',
			'Complete=True SuccessPolicy: Matched rules at index 0',
			'active 0 ready 0 terminating 0 succeeded 1 failed 0',
			'Completed: Job completed',
			['pi-0-*'],
		],
	},
	{
		cause: 'so many successes are enough',
		source: 'job/success_policy.go matchSuccessPolicy: succeededCount',
		cluster: endingBy([0, undefined, 0, undefined]),
		make: [
			job(
				indexed(4, {
					successPolicy: { rules: [{ succeededIndexes: '3' }, { succeededIndexes: '0-2', succeededCount: 2 }] },
				}),
			),
		],
		wait: 20,
		sees: (cluster) => [ofJob(cluster)[1], indexes(cluster)],
		is: ['Complete=True SuccessPolicy: Matched rules at index 1', 'completed 0,2 failed undefined'],
	},
];

const POLICIES: readonly Row[] = [
	{
		cause: 'an exit code for which the Job is to fail at once',
		source: 'job/pod_failure_policy.go matchPodFailurePolicy: FailJob',
		cluster: ending(42),
		make: [job(policy(exitRule('FailJob', [42])))],
		wait: 20,
		sees: (cluster) => [...ofJob(cluster), counts(cluster), ...told(cluster)],
		is: [
			'FailureTarget=True PodFailurePolicy: Container main for pod default/pi-* failed with exit code 42 matching FailJob rule at index 0',
			'Failed=True PodFailurePolicy: Container main for pod default/pi-* failed with exit code 42 matching FailJob rule at index 0',
			'active 0 ready 0 terminating 0 succeeded 0 failed 1',
			'PodFailurePolicy: Container main for pod default/pi-* failed with exit code 42 matching FailJob rule at index 0',
		],
	},
	{
		cause: 'an exit code that no rule names counts as ever',
		source: 'job/pod_failure_policy.go matchPodFailurePolicy',
		cluster: ending(1),
		make: [job({ backoffLimit: 0, ...policy(exitRule('FailJob', [42])) })],
		wait: 20,
		sees: told,
		is: ['BackoffLimitExceeded: Job has reached the specified backoff limit'],
	},
	{
		cause: 'a rule that names its container',
		source: 'job/pod_failure_policy.go getMatchingContainerFromList',
		cluster: ending(42),
		make: [
			job(
				{ backoffLimit: 0, ...policy(exitRule('FailJob', [42], { containerName: 'side' })) },
				{
					containers: [
						{ name: 'main', image: 'busybox' },
						{ name: 'side', image: 'busybox' },
					],
				},
			),
		],
		wait: 20,
		// Both end with it here, so it is the side's that the rule finds.
		sees: told,
		is: [
			'PodFailurePolicy: Container side for pod default/pi-* failed with exit code 42 matching FailJob rule at index 0',
		],
	},
	{
		cause: 'failures that are ignored do not count, but pause',
		source: 'job/job_controller.go nonIgnoredFailedPodsCount',
		cluster: ending(3),
		make: [job({ backoffLimit: 0, ...policy(exitRule('Ignore', [3])) })],
		wait: 60,
		sees: (cluster) => [counts(cluster), ofJob(cluster), startTimes(cluster)],
		is: ['active 0 ready 0 terminating 0 succeeded 0 failed 0', [], [0, 12, 34]],
	},
	{
		cause: 'NotIn: any other failure',
		source: 'job/pod_failure_policy.go isOnExitCodesOperatorMatching',
		cluster: ending(7),
		make: [job(policy({ action: 'FailJob', onExitCodes: { operator: 'NotIn', values: [1, 2] } }))],
		wait: 20,
		sees: told,
		is: [
			'PodFailurePolicy: Container main for pod default/pi-* failed with exit code 7 matching FailJob rule at index 0',
		],
	},
	{
		cause: 'the first rule that matches decides',
		source: 'job/pod_failure_policy.go matchPodFailurePolicy',
		cluster: ending(42),
		make: [job({ backoffLimit: 0, ...policy(exitRule('Count', [42]), exitRule('FailJob', [42])) })],
		wait: 20,
		sees: told,
		is: ['BackoffLimitExceeded: Job has reached the specified backoff limit'],
	},
	{
		cause: 'FailIndex: the index is over without another try',
		source: 'job/indexed_job_utils.go isIndexFailed',
		cluster: endingBy([9, 0]),
		make: [job(indexed(2, { backoffLimitPerIndex: 5, ...policy(exitRule('FailIndex', [9])) }))],
		wait: 30,
		sees: (cluster) => [indexes(cluster), ...told(cluster), podNames(cluster)],
		is: ['completed 1 failed 0', 'FailedIndexes: Job has failed indexes', ['pi-0-*', 'pi-1-*']],
	},
	{
		cause: 'an evicted Pod is no failure of the program',
		source:
			'job/pod_failure_policy.go matchOnPodConditions; pkg/registry/core/pod/storage/eviction.go addConditionAndDeletePod',
		make: [job({ backoffLimit: 0, ...policy({ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }) })],
		after: [
			[
				5,
				(cluster) => {
					const name = cluster.list(PODS)[0]?.metadata.name ?? '';
					const body = { apiVersion: 'policy/v1', kind: 'Eviction', ...meta(name) };
					cluster.do(cluster.admin.post(PODS, { namespace: 'default', name }, 'eviction', body));
				},
			],
		],
		wait: 20,
		sees: (cluster) => [counts(cluster), ofJob(cluster)],
		is: ['active 1 ready 1 terminating 0 succeeded 0 failed 0', []],
	},
];

export const JOB_ROWS: readonly Row[] = [...ENDINGS, ...SUSPENDED, ...INDEXED, ...POLICIES];
