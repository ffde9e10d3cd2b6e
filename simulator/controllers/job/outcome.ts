import type { Job, JobCondition, JobStatus } from '../../api/batch/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Scope } from '../controller.ts';
import { timeMs } from '../pod-state.ts';
import { formatIndexes, parseIndexes } from './indexes.ts';
import { activeOf, finishTimeMs, hasFailed, indexOf, isIndexed, restartsOf } from './job-pods.ts';
import type { JobState } from './state.ts';
import { isTracked } from './tracking-finalizer.ts';

/** What one pass over a Job has found and done so far. */
export interface Attempt {
	readonly key: string;
	readonly job: Job;
	readonly scope: Scope<JobState>;
	readonly pods: readonly Pod[];
	readonly active: readonly Pod[];
	/** Ended, and not counted yet. */
	readonly newSucceeded: readonly Pod[];
	readonly newFailed: readonly Pod[];
	/** Counts with those included. */
	readonly succeeded: number;
	readonly failed: number;
	/** Of an indexed Job. */
	readonly succeededIndexes: ReadonlySet<number>;
	/** The status as it will be written. */
	readonly next: JobStatus;
	created: number;
	readonly deleted: Set<string>;
}

export function attemptOf(key: string, job: Job, pods: readonly Pod[], scope: Scope<JobState>): Attempt {
	const { status } = job;
	const uncounted = status.uncountedTerminatedPods ?? {};
	const noted = new Set([...(uncounted.succeeded ?? []), ...(uncounted.failed ?? [])]);
	const fresh = pods.filter((pod) => isTracked(pod) && !noted.has(pod.metadata.uid));
	const newSucceeded = fresh.filter((pod) => pod.status.phase === 'Succeeded');
	const newFailed = fresh.filter((pod) => hasFailed(pod, job));
	const succeededIndexes = parseIndexes(status.completedIndexes, job.spec.completions ?? 0);
	if (isIndexed(job)) {
		for (const pod of pods) {
			const index = indexOf(pod);
			if (pod.status.phase === 'Succeeded' && index !== undefined && index < (job.spec.completions ?? 0)) {
				succeededIndexes.add(index);
			}
		}
	}
	const next: JobStatus = { ...status };
	if (isIndexed(job) && succeededIndexes.size > 0) next.completedIndexes = formatIndexes(succeededIndexes);
	return {
		key,
		job,
		scope,
		pods,
		active: activeOf(pods),
		newSucceeded,
		newFailed,
		succeeded: isIndexed(job)
			? succeededIndexes.size
			: (status.succeeded ?? 0) + newSucceeded.length + (uncounted.succeeded ?? []).length,
		failed: (status.failed ?? 0) + newFailed.length + (uncounted.failed ?? []).length,
		succeededIndexes,
		next,
		created: 0,
		deleted: new Set(),
	};
}

/** The condition with which the Job ends for good because it failed, if it does. */
export function failureOf(attempt: Attempt): JobCondition | undefined {
	const { job, failed, scope } = attempt;
	const decided = job.status.conditions?.find((each) => each.type === 'FailureTarget' && each.status === 'True');
	if (decided !== undefined) return conditionOf(scope, 'Failed', decided.reason ?? '', decided.message ?? '');
	const limit = job.spec.backoffLimit ?? 6;
	const restarts = job.spec.template.spec.restartPolicy === 'OnFailure' ? restartsOf(attempt.pods) : 0;
	const restartsExceeded = restarts > 0 && restarts >= limit;
	if (failed > limit || restartsExceeded) {
		return conditionOf(scope, 'Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit');
	}
	const { activeDeadlineSeconds, suspend } = job.spec;
	const startedMs = timeMs(job.status.startTime);
	const overdue =
		activeDeadlineSeconds !== undefined &&
		startedMs !== undefined &&
		suspend !== true &&
		scope.nowMs() >= startedMs + activeDeadlineSeconds * 1000;
	if (!overdue) return undefined;
	return conditionOf(scope, 'Failed', 'DeadlineExceeded', 'Job was active longer than specified deadline');
}

/** The condition with which it ends because it is done. */
export function completion(attempt: Attempt): JobCondition | undefined {
	const { job, succeeded, active, created, deleted, scope } = attempt;
	const running = active.length - deleted.size + created;
	const { completions } = job.spec;
	const done = completions === undefined ? succeeded > 0 && running === 0 : succeeded >= completions && running === 0;
	if (!done) return undefined;
	return conditionOf(scope, 'Complete', 'CompletionsReached', 'Reached expected number of succeeded pods');
}

export function conditionOf(scope: Scope<JobState>, type: string, reason: string, message: string): JobCondition {
	const now = scope.timestamp();
	return { type, status: 'True', lastProbeTime: now, lastTransitionTime: now, reason, message };
}

/** First and longest pause after a failed Pod. Models DefaultJobPodFailureBackOff and MaxJobPodFailureBackOff. */
const BACKOFF_MS = 10_000;
const BACKOFF_MS_MAX = 600_000;

/** How long new Pods have to wait for the failures since the last success. Models backoff_utils.go. */
export function backoffLeftMs({ pods, job, scope }: Attempt): number {
	let lastSuccessMs = Number.NEGATIVE_INFINITY;
	for (const pod of pods) {
		if (pod.status.phase === 'Succeeded') lastSuccessMs = Math.max(lastSuccessMs, finishTimeMs(pod) ?? lastSuccessMs);
	}
	let failures = 0;
	let lastFailureMs = Number.NEGATIVE_INFINITY;
	for (const pod of pods) {
		if (!hasFailed(pod, job)) continue;
		const finishedMs = finishTimeMs(pod) ?? scope.nowMs();
		if (finishedMs <= lastSuccessMs) continue;
		failures++;
		lastFailureMs = Math.max(lastFailureMs, finishedMs);
	}
	if (failures === 0) return 0;
	return Math.max(0, lastFailureMs + Math.min(BACKOFF_MS * 2 ** (failures - 1), BACKOFF_MS_MAX) - scope.nowMs());
}
