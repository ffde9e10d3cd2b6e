import type { Task } from '../../machinery/task.ts';
import { breathe, createPod, deletePod, messageOf, slowStart } from '../pod-control.ts';
import { inDeletionOrder } from '../replicaset/deletion-order.ts';
import { hasFailed, indexOf, isIndexed, podOf } from './job-pods.ts';
import { type Attempt, backoffLeftMs } from './outcome.ts';

/** Pods created in one pass at most. Models MaxPodCreateDeletePerSync. */
const BURST = 500;

/** Runs as many Pods as parallelism and what is left to do ask for. @returns the first error. Models manageJob. */
export function* managePods(attempt: Attempt): Task<unknown> {
	const { job, active } = attempt;
	const { parallelism = 1, completions } = job.spec;
	if (job.spec.suspend === true) return yield* deleteActivePods(attempt, active.length);
	let wanted: number;
	if (completions === undefined) wanted = attempt.succeeded > 0 ? active.length : parallelism;
	else wanted = Math.min(parallelism, Math.max(0, completions - attempt.succeeded));
	if (active.length > wanted) return yield* deleteActivePods(attempt, active.length - wanted);
	const missing = Math.min(wanted - blockedByTerminating(attempt) - active.length, BURST);
	if (missing <= 0) return undefined;
	const waitMs = backoffLeftMs(attempt);
	if (waitMs > 0) {
		attempt.scope.queue.addAfter(attempt.key, waitMs);
		return undefined;
	}
	return yield* createPods(attempt, missing);
}

/** With podReplacementPolicy Failed a Pod on its way out still holds its place. */
function blockedByTerminating({ job, pods }: Attempt): number {
	if (job.spec.podReplacementPolicy !== 'Failed') return 0;
	return pods.filter((pod) => pod.metadata.deletionTimestamp !== undefined && !hasFailed(pod, job)).length;
}

function* createPods(attempt: Attempt, count: number): Task<unknown> {
	const { job, key, scope } = attempt;
	const indexes = isIndexed(job) ? freeIndexes(attempt, count) : undefined;
	const total = indexes === undefined ? count : indexes.length;
	scope.state.expectations.expect(key, total);
	let at = 0;
	const { succeeded, error } = yield* slowStart(scope, total, () => createPod(scope, job, podOf(job, indexes?.[at++])));
	attempt.created += succeeded;
	scope.state.expectations.creationSeen(key, total - succeeded);
	return error;
}

function freeIndexes({ job, active, succeededIndexes }: Attempt, count: number): number[] {
	const taken = new Set([...succeededIndexes, ...active.map(indexOf)]);
	const free: number[] = [];
	for (let index = 0; index < (job.spec.completions ?? 0) && free.length < count; index++) {
		if (!taken.has(index)) free.push(index);
	}
	return free;
}

export function* deleteActivePods(attempt: Attempt, count: number): Task<unknown> {
	const { active, job, key, scope } = attempt;
	if (count === 0) return undefined;
	const doomed = inDeletionOrder(active, () => 0, scope.nowMs()).slice(0, count);
	const uids = doomed.map((pod) => pod.metadata.uid);
	scope.state.expectations.expect(key, 0, uids);
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
