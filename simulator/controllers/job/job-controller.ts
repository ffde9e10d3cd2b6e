import type { Job, JobCondition } from '../../api/batch/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import type { Change } from '../../client/informer.ts';
import { labelSelectorFrom } from '../../machinery/selectors.ts';
import type { Task } from '../../machinery/task.ts';
import { claim, resolveController } from '../claim.ts';
import { findCondition } from '../conditions.ts';
import { type Controller, keyOf, type Scope, splitKey, watch, watchOwn } from '../controller.ts';
import { Expectations } from '../expectations.ts';
import { controllerOf } from '../ownership.ts';
import { isReady, timeMs } from '../pod-state.ts';
import { JOBS, PODS } from '../resources.ts';
import { type Attempt, attemptOf } from './attempt.ts';
import { completion, conditionOf, earlyEnd, withJobCondition } from './outcome.ts';
import { deletePods, managePods } from './parallelism.ts';
import type { JobState } from './state.ts';
import { countPods } from './tracking.ts';
import { isTracked, removeTracking } from './tracking-finalizer.ts';

/** Models pkg/controller/job Controller, with finalizers that keep each Pod until it is counted. */
export const jobController: Controller<JobState> = {
	name: 'job',
	user: 'job-controller',
	workers: 5,
	state: ({ context }) => ({ expectations: new Expectations(context.loop) }),
	// Models syncJobBatchPeriod: finished Pods are counted together.
	intervalMsMin: () => 1_000,
	watches: [watchOwn(JOBS), watch<Pod, JobState>(PODS, onPod)],
	reconcile: (key, scope) => reconcile(key, scope),
};

/** Before the key of a Pod whose Job is gone. */
const ORPHAN = 'orphan:';

function onPod({ type, object }: Change<Pod>, scope: Scope<JobState>): void {
	const { namespace = '', uid } = object.metadata;
	const reference = controllerOf(object);
	const owner = resolveController(scope, JOBS, reference, namespace);
	if (owner === undefined) {
		if (type !== 'deleted' && isTracked(object)) scope.queue.add(`${ORPHAN}${keyOf(object)}`);
		return;
	}
	const key = keyOf(owner);
	if (type === 'deleted' || object.metadata.deletionTimestamp !== undefined) {
		scope.state.expectations.deletionSeen(key, uid);
	} else if (type === 'added') scope.state.expectations.creationSeen(key);
	scope.queue.add(key);
}

function* reconcile(key: string, scope: Scope<JobState>): Task<void> {
	if (key.startsWith(ORPHAN)) {
		yield* releaseOrphan(key.slice(ORPHAN.length), scope);
		return;
	}
	const { namespace, name } = splitKey(key);
	const job = scope.lister(JOBS).get(namespace, name);
	if (job === undefined) {
		scope.state.expectations.forget(key);
		return;
	}
	if (isFinished(job) || (job.spec.managedBy ?? BUILT_IN) !== BUILT_IN) return;
	const pods = yield* claim(scope, {
		owner: job,
		ownerResource: JOBS,
		resource: PODS,
		selector: labelSelectorFrom(job.spec.selector),
	});
	yield* sync(attemptOf(key, job, pods, scope));
}

const BUILT_IN = 'kubernetes.io/job-controller';

export function isFinished(job: Job): boolean {
	return (job.status.conditions ?? []).some(
		(each) => (each.type === 'Complete' || each.type === 'Failed') && each.status === 'True',
	);
}

function* sync(attempt: Attempt): Task<void> {
	const { key, job, scope, next } = attempt;
	const satisfied = scope.state.expectations.satisfied(key);
	const suspended = job.spec.suspend === true;
	if (next.startTime === undefined && !suspended) next.startTime = scope.timestamp();
	const deadline = job.spec.activeDeadlineSeconds;
	if (deadline !== undefined && next.startTime !== undefined && !suspended) {
		const endsAtMs = (timeMs(next.startTime) ?? 0) + deadline * 1000;
		if (endsAtMs > scope.nowMs()) scope.queue.addAfter(key, endsAtMs - scope.nowMs());
	}
	let finished: JobCondition | undefined = earlyEnd(attempt);
	let error: unknown;
	if (finished !== undefined) {
		error = yield* deletePods(attempt, attempt.active);
		// Pods that are still there, or not seen yet, are not counted: not this time then.
		if (attempt.deleted.size !== attempt.active.length || !satisfied) finished = undefined;
	} else {
		const managed = satisfied && job.metadata.deletionTimestamp === undefined;
		if (managed) error = yield* managePods(attempt);
		finished = completion(attempt);
		if (finished === undefined && managed) noteSuspension(attempt, suspended);
	}
	const { active, created, deleted, terminating } = attempt;
	next.active = active.length - deleted.size + created;
	next.ready = active.filter((pod) => !deleted.has(pod.metadata.uid) && isReady(pod)).length;
	next.terminating = terminating.length + deleted.size;
	yield* countPods(attempt, finished);
	if (error !== undefined) throw error;
}

/** Being resumed starts the clock of the deadline anew. Models the end of syncJob. */
function noteSuspension(attempt: Attempt, suspended: boolean): void {
	const { job, next, scope } = attempt;
	const current = findCondition(job.status.conditions, 'Suspended');
	if (suspended && current?.status !== 'True') {
		const condition = conditionOf(attempt, 'Suspended', 'JobSuspended', 'Job suspended');
		next.conditions = withJobCondition(next.conditions, condition);
		scope.event(job, 'Normal', 'Suspended', 'Job suspended');
	} else if (!suspended && current?.status === 'True') {
		const condition = conditionOf(attempt, 'Suspended', 'JobResumed', 'Job resumed', 'False');
		next.conditions = withJobCondition(next.conditions, condition);
		next.startTime = scope.timestamp();
		scope.event(job, 'Normal', 'Resumed', 'Job resumed');
	}
}

/** A Pod that no Job will ever count need not be kept. Models syncOrphanPod. */
function* releaseOrphan(key: string, scope: Scope<JobState>): Task<void> {
	const { namespace, name } = splitKey(key);
	const pod = scope.lister(PODS).get(namespace, name);
	if (pod === undefined || !isTracked(pod)) return;
	if (resolveController(scope, JOBS, controllerOf(pod), namespace) !== undefined) return;
	yield* removeTracking(pod, scope);
}
