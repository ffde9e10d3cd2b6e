import type { Pod } from '../../api/core/types/pod.ts';
import type { Task } from '../../machinery/task.ts';
import { breathe, createPod, deletePod, isNamespaceTerminating, messageOf, slowStart } from '../pod-control.ts';
import { inDeletionOrder } from '../replicaset/deletion-order.ts';
import type { Attempt } from './attempt.ts';
import { backoffLeftMs, finishTimeMs, pauseLeftMs } from './backoff.ts';
import { failureAnnotations, failuresBefore } from './index-failures.ts';
import { isIndexed, podOf, replacesOnlyFailed, validIndexOf } from './job-pods.ts';
import { isTracked, removeTracking } from './tracking-finalizer.ts';

/** Pods created or deleted in one pass at most. Models MaxPodCreateDeletePerSync. */
const BURST = 500;

/** Runs as many Pods as parallelism and what is left to do ask for. @returns the first error. Models manageJob. */
export function* managePods(attempt: Attempt): Task<unknown> {
	const { active, job, pods, scope } = attempt;
	const { parallelism = 1, completions } = job.spec;
	if (job.spec.suspend === true) return yield* withdraw(attempt, active);
	let wanted: number;
	if (completions === undefined) wanted = attempt.succeeded > 0 ? active.length : parallelism;
	else wanted = Math.min(parallelism, Math.max(0, completions - attempt.succeeded));
	const surplus = surplusOf(attempt, Math.max(0, active.length - wanted));
	if (surplus.length > 0) return yield* withdraw(attempt, surplus.slice(0, BURST));
	// With podReplacementPolicy Failed a Pod on its way out still holds its place.
	const held = replacesOnlyFailed(job) ? attempt.terminating.length : 0;
	const missing = Math.min(wanted - held - active.length, BURST);
	if (missing <= 0) return undefined;
	if (attempt.indexFailures !== undefined) return yield* createIndependent(attempt, missing);
	const waitMs = backoffLeftMs(job, pods, scope.nowMs());
	if (waitMs > 0) {
		scope.queue.addAfter(attempt.key, waitMs);
		return undefined;
	}
	if (!isIndexed(job)) return yield* createPods(attempt, new Array<undefined>(missing).fill(undefined));
	return yield* createPods(attempt, pendingIndexes(attempt, missing));
}

/** Each index waits for its own failures only. Models getPodCreationInfoForIndependentIndexes. */
function* createIndependent(attempt: Attempt, missing: number): Task<unknown> {
	const { indexFailures, key, scope } = attempt;
	const nowMs = scope.nowMs();
	const ready: number[] = [];
	let waitMs = Number.POSITIVE_INFINITY;
	for (const index of pendingIndexes(attempt, missing)) {
		const last = indexFailures?.waiting.get(index);
		const leftMs = last === undefined ? 0 : pauseLeftMs(failuresBefore(last) + 1, finishTimeMs(last), nowMs);
		if (leftMs === 0) ready.push(index);
		else waitMs = Math.min(waitMs, leftMs);
	}
	if (ready.length > 0) return yield* createPods(attempt, ready);
	if (Number.isFinite(waitMs)) scope.queue.addAfter(key, waitMs);
	return undefined;
}

/** One Pod for each; undefined for a Job without indexes. */
function* createPods(attempt: Attempt, indexes: readonly (number | undefined)[]): Task<unknown> {
	const { indexFailures, job, key, scope } = attempt;
	scope.state.expectations.expect(key, indexes.length);
	let at = 0;
	const { succeeded, error } = yield* slowStart(scope, indexes.length, () => {
		const index = indexes[at++];
		const annotations =
			indexFailures === undefined || index === undefined
				? undefined
				: failureAnnotations(job, indexFailures.waiting.get(index));
		return createPod(scope, job, podOf(job, index, annotations));
	});
	attempt.created += succeeded;
	scope.state.expectations.creationSeen(key, indexes.length - succeeded);
	// A namespace that is going: trying again would bring nothing.
	return isNamespaceTerminating(error) ? undefined : error;
}

/** Models firstPendingIndexes. */
function pendingIndexes(
	{ active, indexFailures, job, succeededIndexes, terminating }: Attempt,
	count: number,
): number[] {
	const held = replacesOnlyFailed(job) ? [...active, ...terminating] : active;
	const taken = new Set(held.map((pod) => validIndexOf(pod, job)));
	const pending: number[] = [];
	for (let index = 0; index < (job.spec.completions ?? 0) && pending.length < count; index++) {
		const done = succeededIndexes.has(index) || indexFailures?.failed.has(index) === true;
		if (!done && !taken.has(index)) pending.push(index);
	}
	return pending;
}

/** At least so many, and whatever repeats an index or has none. Models activePodsForRemoval. */
function surplusOf({ active, job, scope }: Attempt, atLeast: number): Pod[] {
	const ordered = atLeast > 0 || isIndexed(job) ? inDeletionOrder(active, () => 0, scope.nowMs()) : [];
	if (!isIndexed(job)) return ordered.slice(0, atLeast);
	const last = new Map(ordered.map((pod) => [validIndexOf(pod, job), pod]));
	const isSurplus = (pod: Pod): boolean => {
		const index = validIndexOf(pod, job);
		return index === undefined || last.get(index) !== pod;
	};
	const surplus = ordered.filter(isSurplus);
	const rest = ordered.filter((pod) => !isSurplus(pod));
	return [...surplus, ...rest.slice(0, Math.max(0, atLeast - surplus.length))];
}

/** Deletes Pods that are not wanted now: they are let go first, so that they count as nothing. Models deleteJobPods. */
function* withdraw(attempt: Attempt, doomed: readonly Pod[]): Task<unknown> {
	if (doomed.length === 0) return undefined;
	const { key, scope } = attempt;
	const uids = doomed.map((pod) => pod.metadata.uid);
	scope.state.expectations.expect(key, 0, uids);
	for (const [index, pod] of doomed.filter(isTracked).entries()) {
		yield* breathe(scope, index);
		yield* removeTracking(pod, scope);
	}
	return yield* deletePods(attempt, doomed);
}

/** When a Job ends: they are let go once they are counted. Models deleteActivePods. */
export function* deletePods(attempt: Attempt, doomed: readonly Pod[]): Task<unknown> {
	const { job, key, scope } = attempt;
	let failure: unknown;
	for (const [index, pod] of doomed.entries()) {
		yield* breathe(scope, index);
		try {
			yield* deletePod(scope, job, pod);
			attempt.deleted.add(pod.metadata.uid);
		} catch (error) {
			messageOf(error);
			scope.state.expectations.deletionSeen(key, pod.metadata.uid);
			failure ??= error;
		}
	}
	return failure;
}
