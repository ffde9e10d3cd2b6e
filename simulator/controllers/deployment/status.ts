import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../api/apps/types.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import type { Task } from '../../machinery/task.ts';
import { findCondition, withCondition, withoutCondition } from '../conditions.ts';
import { keyOf } from '../controller.ts';
import { timeMs } from '../pod-state.ts';
import { DEPLOYMENTS } from '../resources.ts';
import { maxUnavailable, replicasOf, sumAvailable, sumReplicas } from './fenceposts.ts';
import { allReplicaSets, type Rollout } from './rollout.ts';

const NO_DEADLINE = 2 ** 31 - 1;

export function hasProgressDeadline(deployment: Deployment): boolean {
	const deadline = deployment.spec.progressDeadlineSeconds;
	return deadline !== undefined && deadline !== NO_DEADLINE;
}

export function condition(
	rollout: Rollout,
	type: string,
	status: string,
	reason: string,
	message: string,
): DeploymentCondition {
	const now = rollout.scope.timestamp();
	return { type, status, lastUpdateTime: now, lastTransitionTime: now, reason, message };
}

/** Models pkg/controller/deployment calculateStatus. */
export function calculateStatus(rollout: Rollout): DeploymentStatus {
	const { deployment, newest } = rollout;
	const all = allReplicaSets(rollout);
	const available = sumAvailable(all);
	const sum = (of: (each: ReplicaSet) => number): number => all.reduce((total, each) => total + of(each), 0);
	const enough = available >= replicasOf(deployment) - maxUnavailable(deployment);
	const availability = enough
		? condition(rollout, 'Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
		: condition(
				rollout,
				'Available',
				'False',
				'MinimumReplicasUnavailable',
				'Deployment does not have minimum availability.',
			);
	const { collisionCount, conditions } = deployment.status;
	return {
		observedGeneration: deployment.metadata.generation,
		replicas: sum((each) => each.status.replicas),
		updatedReplicas: newest?.status.replicas ?? 0,
		readyReplicas: sum((each) => each.status.readyReplicas ?? 0),
		availableReplicas: available,
		unavailableReplicas: Math.max(0, sumReplicas(all) - available),
		terminatingReplicas: sum((each) => each.status.terminatingReplicas ?? 0),
		...(collisionCount === undefined ? {} : { collisionCount }),
		conditions: withCondition(conditions, availability),
	};
}

/** Models deploymentutil.DeploymentComplete. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
	const replicas = replicasOf(deployment);
	return (
		(status.updatedReplicas ?? 0) === replicas &&
		(status.replicas ?? 0) === replicas &&
		(status.availableReplicas ?? 0) === replicas &&
		(status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
	);
}

/** Models deploymentutil.DeploymentProgressing. */
function hasProgressed(old: DeploymentStatus, next: DeploymentStatus): boolean {
	const left = (status: DeploymentStatus): number => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
	return (
		(next.updatedReplicas ?? 0) > (old.updatedReplicas ?? 0) ||
		left(next) < left(old) ||
		(next.readyReplicas ?? 0) > (old.readyReplicas ?? 0) ||
		(next.availableReplicas ?? 0) > (old.availableReplicas ?? 0)
	);
}

/** Models deploymentutil.DeploymentTimedOut. */
function hasTimedOut(rollout: Rollout, status: DeploymentStatus): boolean {
	const progressing = findCondition(status.conditions, 'Progressing');
	if (progressing === undefined || progressing.reason === 'NewReplicaSetAvailable') return false;
	if (progressing.reason === 'ProgressDeadlineExceeded') return true;
	return deadlineMs(rollout.deployment, progressing) < rollout.scope.nowMs();
}

function deadlineMs(deployment: Deployment, progressing: DeploymentCondition): number {
	return (timeMs(progressing.lastUpdateTime) ?? 0) + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000;
}

/** Status while rolling out, with progress estimated. Models syncRolloutStatus. */
export function* syncRolloutStatus(rollout: Rollout): Task<void> {
	const { deployment } = rollout;
	const status = calculateStatus(rollout);
	if (!hasProgressDeadline(deployment)) status.conditions = withoutCondition(status.conditions, 'Progressing');
	const current = findCondition(deployment.status.conditions, 'Progressing');
	const settled = status.replicas === status.updatedReplicas && current?.reason === 'NewReplicaSetAvailable';
	if (hasProgressDeadline(deployment) && !settled) estimateProgress(rollout, status, current);

	const failure = replicaFailure(rollout);
	status.conditions =
		failure === undefined
			? withoutCondition(status.conditions, 'ReplicaFailure')
			: withCondition(status.conditions, failure);
	if (sameStatus(deployment.status, status)) {
		requeueStuck(rollout, status);
		return;
	}
	yield* writeStatus(rollout, status);
}

function estimateProgress(rollout: Rollout, status: DeploymentStatus, current: DeploymentCondition | undefined): void {
	const { deployment, newest } = rollout;
	const subject =
		newest === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${newest.metadata.name}"`;
	const set = (statusText: string, reason: string, message: string): void => {
		status.conditions = withCondition(
			status.conditions,
			condition(rollout, 'Progressing', statusText, reason, `${subject} ${message}`),
		);
	};
	if (isComplete(deployment, status)) {
		set('True', 'NewReplicaSetAvailable', 'has successfully progressed.');
	} else if (hasProgressed(deployment.status, status)) {
		// Progress refreshes the update time even when nothing else of the condition changes.
		const next = condition(rollout, 'Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`);
		if (current?.status === 'True') next.lastTransitionTime = current.lastTransitionTime;
		status.conditions = [...withoutCondition(status.conditions, 'Progressing'), next];
	} else if (hasTimedOut(rollout, status)) {
		set('False', 'ProgressDeadlineExceeded', 'has timed out progressing.');
	}
}

/** What keeps a replica set from creating Pods is the deployment's trouble too. Models getReplicaFailures. */
function replicaFailure({ newest, old }: Rollout): DeploymentCondition | undefined {
	for (const replicaSet of newest === undefined ? old : [newest, ...old]) {
		const failure = findCondition(replicaSet.status.conditions, 'ReplicaFailure');
		if (failure !== undefined) return { ...failure, lastUpdateTime: failure.lastTransitionTime };
	}
	return undefined;
}

/** Comes back when the deadline will have passed; nothing else would notice. Models requeueStuckDeployment. */
function requeueStuck(rollout: Rollout, status: DeploymentStatus): void {
	const { deployment, scope } = rollout;
	const current = findCondition(deployment.status.conditions, 'Progressing');
	if (!hasProgressDeadline(deployment) || current === undefined) return;
	if (isComplete(deployment, status) || current.reason === 'ProgressDeadlineExceeded') return;
	const afterMs = deadlineMs(deployment, current) - scope.nowMs();
	scope.queue.addAfter(keyOf(deployment), Math.max(0, afterMs) + 1000);
}

/** Status without an estimate: scaling, pausing, deletion. Models syncDeploymentStatus. */
export function* syncStatus(rollout: Rollout): Task<void> {
	const status = calculateStatus(rollout);
	if (!sameStatus(rollout.deployment.status, status)) yield* writeStatus(rollout, status);
}

/** Also carries annotations: the revision is written this way. */
export function* writeStatus(rollout: Rollout, status: DeploymentStatus): Task<void> {
	const next = { ...rollout.deployment, status };
	rollout.deployment = yield* rollout.scope.client.update(DEPLOYMENTS, next, 'status');
}

/** Whether two statuses are the same once encoded: a zero is then absent, but for the counts that Go has as pointers. */
function sameStatus(a: DeploymentStatus, b: DeploymentStatus): boolean {
	return jsonEqual(encoded(a), encoded(b));
}

function encoded(status: DeploymentStatus): object {
	const entries = Object.entries(status).filter(
		([key, value]) => KEPT_AT_ZERO.has(key) || (value !== 0 && !(Array.isArray(value) && value.length === 0)),
	);
	return Object.fromEntries(entries);
}

const KEPT_AT_ZERO: ReadonlySet<string> = new Set(['terminatingReplicas', 'collisionCount']);
