import type { Job, JobCondition, JobStatus } from '../../api/batch/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { Task } from '../../machinery/task.ts';
import { breathe } from '../pod-control.ts';
import { JOBS } from '../resources.ts';
import type { Attempt } from './attempt.ts';
import { countsAgainst } from './failure-policy.ts';
import { hasFailed, isIndexed, validIndexOf } from './job-pods.ts';
import { conditionOf, withJobCondition } from './outcome.ts';
import { isTracked, removeTracking } from './tracking-finalizer.ts';

interface Uncounted {
	readonly succeeded: string[];
	readonly failed: string[];
}

/**
 * Counts the Pods that have ended, each exactly once: their uids are written down, then their finalizers go, then
 * the counts are raised and the uids struck out. Models trackJobStatusAndRemoveFinalizers.
 */
export function* countPods(attempt: Attempt, finished: JobCondition | undefined): Task<void> {
	const { job, next } = attempt;
	const before = job.status.uncountedTerminatedPods ?? {};
	const uncounted: Uncounted = { succeeded: [...(before.succeeded ?? [])], failed: [...(before.failed ?? [])] };
	const released = attempt.pods.filter((pod) => isTracked(pod) && mayGo(attempt, pod, finished));
	for (const pod of released) note(attempt, pod, finished, uncounted);
	if (finished !== undefined) next.conditions = withJobCondition(next.conditions, interimCondition(attempt, finished));
	// An indexed Job's successes are its indices: a Pod of an index that is done already adds none.
	if (isIndexed(job)) setCount(next, 'succeeded', attempt.succeededIndexes.size);
	let current = job;
	if (uncounted.succeeded.length + uncounted.failed.length > 0 || finished !== undefined) {
		current = yield* write(attempt, current, { ...next, uncountedTerminatedPods: prune(uncounted) });
	}
	for (const [index, pod] of released.entries()) {
		yield* breathe(attempt.scope, index);
		yield* removeTracking(pod, attempt.scope);
	}
	const counted: JobStatus = { ...next, uncountedTerminatedPods: {} };
	if (!isIndexed(job)) setCount(counted, 'succeeded', (job.status.succeeded ?? 0) + uncounted.succeeded.length);
	setCount(counted, 'failed', (job.status.failed ?? 0) + uncounted.failed.length);
	// Not over before the last Pod is gone.
	const isOver = finished !== undefined && attempt.terminating.length + attempt.deleted.size === 0;
	if (isOver) {
		counted.conditions = withJobCondition(counted.conditions, finished);
		if (finished.type === 'Complete') counted.completionTime = attempt.scope.timestamp();
	}
	yield* write(attempt, current, counted);
	if (isOver) tellEnd(attempt, finished, counted);
}

function setCount(status: JobStatus, field: 'succeeded' | 'failed', count: number): void {
	if (count > 0) status[field] = count;
	else delete status[field];
}

/** Models canRemoveFinalizer. */
function mayGo({ indexFailures, job }: Attempt, pod: Pod, finished: JobCondition | undefined): boolean {
	if (job.metadata.deletionTimestamp !== undefined || finished !== undefined) return true;
	if (pod.status.phase === 'Succeeded') return true;
	if (!hasFailed(pod, job)) return false;
	const index = validIndexOf(pod, job);
	return index === undefined || indexFailures?.waiting.get(index)?.metadata.uid !== pod.metadata.uid;
}

/** When the Job has failed, what still runs has failed with it. */
function note({ job }: Attempt, pod: Pod, finished: JobCondition | undefined, uncounted: Uncounted): void {
	const { uid } = pod.metadata;
	if (pod.status.phase === 'Succeeded' && !uncounted.failed.includes(uid)) {
		if (!isIndexed(job) && !uncounted.succeeded.includes(uid)) uncounted.succeeded.push(uid);
		return;
	}
	if (!hasFailed(pod, job) && finished?.type !== 'Failed') return;
	if (uncounted.failed.includes(uid) || (isIndexed(job) && validIndexOf(pod, job) === undefined)) return;
	if (countsAgainst(job, pod)) uncounted.failed.push(uid);
}

/** Said first, while Pods may still be on their way out. */
function interimCondition(attempt: Attempt, { type, reason = '', message = '' }: JobCondition): JobCondition {
	return conditionOf(attempt, type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget', reason, message);
}

/** Models recordJobFinished. */
function tellEnd({ job, scope }: Attempt, { type, reason = '', message = '' }: JobCondition, status: JobStatus): void {
	if (type !== 'Complete') {
		scope.event(job, 'Warning', reason, message);
		return;
	}
	if (job.spec.completions !== undefined && (status.succeeded ?? 0) > job.spec.completions) {
		const surplus = 'Too many succeeded pods running after completion count reached';
		scope.event(job, 'Warning', 'TooManySucceededPods', surplus);
	}
	scope.event(job, 'Normal', 'Completed', 'Job completed');
}

function prune({ succeeded, failed }: Uncounted): { succeeded?: string[]; failed?: string[] } {
	return { ...(succeeded.length > 0 ? { succeeded } : {}), ...(failed.length > 0 ? { failed } : {}) };
}

function* write(attempt: Attempt, current: Job, status: JobStatus): Task<Job> {
	const next = { ...status };
	if (next.active === 0) delete next.active;
	if (jsonEqual(current.status, next)) return current;
	return yield* attempt.scope.client.update(JOBS, { ...current, status: next }, 'status');
}
