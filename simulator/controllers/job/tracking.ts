import type { Job, JobCondition, JobStatus } from '../../api/batch/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { Task } from '../../machinery/task.ts';
import { withCondition } from '../conditions.ts';
import { JOBS } from '../resources.ts';
import { hasFailed, isIndexed } from './job-pods.ts';
import { type Attempt, conditionOf } from './outcome.ts';
import { isTracked, removeTracking } from './tracking-finalizer.ts';

/**
 * Counts the Pods that have ended, each exactly once: their uids are written down, then their finalizers go, then
 * the counts are raised and the uids struck out. Models trackJobStatusAndRemoveFinalizers.
 */
export function* countPods(attempt: Attempt, finished: JobCondition | undefined): Task<void> {
	const { job, next, newSucceeded, newFailed } = attempt;
	const before = job.status.uncountedTerminatedPods ?? {};
	const uncounted = {
		succeeded: [...(before.succeeded ?? []), ...newSucceeded.map((pod) => pod.metadata.uid)],
		failed: [...(before.failed ?? []), ...newFailed.map((pod) => pod.metadata.uid)],
	};
	const ending = finished === undefined ? undefined : interimCondition(attempt, finished);
	if (ending !== undefined) next.conditions = withCondition(next.conditions, ending);
	let current = job;
	if (newSucceeded.length + newFailed.length > 0) {
		current = yield* write(attempt, current, { ...next, uncountedTerminatedPods: prune(uncounted) });
	}
	const released = new Set<string>();
	for (const pod of attempt.pods) {
		if (!isTracked(pod) || !(hasEnded(pod, job) || finished !== undefined)) continue;
		yield* removeTracking(pod, attempt.scope);
		released.add(pod.metadata.uid);
	}
	const counted: JobStatus = { ...next, uncountedTerminatedPods: {} };
	// An indexed Job's successes are its indices: a Pod of an index that is done already adds none.
	const succeeded = isIndexed(job)
		? attempt.succeededIndexes.size
		: (job.status.succeeded ?? 0) + uncounted.succeeded.length;
	if (succeeded > 0) counted.succeeded = succeeded;
	const failed = (job.status.failed ?? 0) + uncounted.failed.length;
	if (failed > 0) counted.failed = failed;
	if (finished !== undefined && attempt.pods.every((pod) => isGone(pod, attempt))) {
		counted.conditions = withCondition(counted.conditions, finished);
		if (finished.type === 'Complete') counted.completionTime = attempt.scope.timestamp();
		tellEnd(attempt, finished);
	}
	yield* write(attempt, current, counted);
}

/** Said first, while Pods may still be on their way out. */
function interimCondition({ scope }: Attempt, { type, reason = '', message = '' }: JobCondition): JobCondition {
	return conditionOf(scope, type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget', reason, message);
}

function hasEnded(pod: Pod, job: Job): boolean {
	return pod.status.phase === 'Succeeded' || hasFailed(pod, job);
}

/** Neither active nor terminating. */
function isGone(pod: Pod, { deleted }: Attempt): boolean {
	return !deleted.has(pod.metadata.uid) && (pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed');
}

function tellEnd({ job, scope }: Attempt, { type, reason = '', message = '' }: JobCondition): void {
	if (type === 'Complete') scope.event(job, 'Normal', 'Completed', 'Job completed');
	else scope.event(job, 'Warning', reason, message);
}

function prune({ succeeded, failed }: { succeeded: string[]; failed: string[] }): {
	succeeded?: string[];
	failed?: string[];
} {
	return { ...(succeeded.length > 0 ? { succeeded } : {}), ...(failed.length > 0 ? { failed } : {}) };
}

function* write(attempt: Attempt, current: Job, status: JobStatus): Task<Job> {
	const next = { ...status };
	if (next.active === 0) delete next.active;
	if (jsonEqual(current.status, next)) return current;
	return yield* attempt.scope.client.update(JOBS, { ...current, status: next }, 'status');
}
