import type { Deployment, ReplicaSet } from '../../api/apps/types.ts';
import type { Task } from '../../machinery/task.ts';
import { REPLICA_SETS } from '../resources.ts';
import { desiredReplicasOf, maxReplicasOf, revisionOf, withReplicasAnnotations } from './annotations.ts';
import { active, byCreation, isRolling, maxSurge, replicasOf, sumReplicas } from './fenceposts.ts';
import { allReplicaSets, type Rollout, replaceReplicaSet } from './rollout.ts';
import { isComplete } from './status.ts';

/** The deployment's size is not the one its replica sets were last scaled for. Models isScalingEvent. */
export function isScalingEvent(rollout: Rollout): boolean {
	return active(allReplicaSets(rollout)).some((each) => {
		const desired = desiredReplicasOf(each);
		return desired !== undefined && desired !== replicasOf(rollout.deployment);
	});
}

/** Scales without rolling out: the only replica set, or all of a halted rollout in proportion. Models scale. */
export function* scale(rollout: Rollout): Task<void> {
	const { deployment } = rollout;
	const only = activeOrLatest(rollout);
	if (only !== undefined) {
		if (replicasOf(only) !== replicasOf(deployment)) yield* scaleTo(rollout, only, replicasOf(deployment));
		return;
	}
	if (rollout.newest !== undefined && isSaturated(deployment, rollout.newest)) {
		for (const old of active([...rollout.old].sort(byCreation))) yield* scaleTo(rollout, old, 0);
		return;
	}
	if (isRolling(deployment)) yield* scaleProportionally(rollout);
}

/** Models deploymentutil.FindActiveOrLatest. */
function activeOrLatest(rollout: Rollout): ReplicaSet | undefined {
	const actives = active(allReplicaSets(rollout));
	if (actives.length > 1) return undefined;
	return actives[0] ?? rollout.newest ?? [...rollout.old].sort(byCreation).at(-1);
}

/** Models deploymentutil.IsSaturated. */
function isSaturated(deployment: Deployment, newest: ReplicaSet): boolean {
	const replicas = replicasOf(deployment);
	return (
		replicasOf(newest) === replicas &&
		desiredReplicasOf(newest) === replicas &&
		(newest.status.availableReplicas ?? 0) === replicas
	);
}

function* scaleProportionally(rollout: Rollout): Task<void> {
	const { deployment } = rollout;
	const replicas = replicasOf(deployment);
	const actives = active(allReplicaSets(rollout));
	const allowed = replicas > 0 ? replicas + maxSurge(deployment) : 0;
	const toAdd = allowed - sumReplicas(actives);
	if (toAdd > 0) actives.sort((a, b) => replicasOf(b) - replicasOf(a) || byCreation(b, a));
	else if (toAdd < 0) actives.sort((a, b) => replicasOf(b) - replicasOf(a) || byCreation(a, b));
	let added = 0;
	const sizes = actives.map((each) => {
		const share = proportion(each, deployment, toAdd, added);
		added += share;
		return replicasOf(each) + share;
	});
	for (const [index, each] of actives.entries()) {
		let size = sizes[index] as number;
		if (index === 0 && toAdd !== 0) size = Math.max(0, size + toAdd - added);
		yield* resize(rollout, each, size);
	}
}

/** Models deploymentutil.GetReplicaSetProportion. */
function proportion(replicaSet: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
	if (replicasOf(replicaSet) === 0 || toAdd === 0 || toAdd === added) return 0;
	const fraction = fractionOf(replicaSet, deployment);
	return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

function fractionOf(replicaSet: ReplicaSet, deployment: Deployment): number {
	const own = replicasOf(replicaSet);
	if (replicasOf(deployment) === 0) return -own;
	const max = maxReplicasOf(replicaSet) ?? deployment.status.replicas ?? 0;
	if (max === 0) return 0;
	const share = (own * (replicasOf(deployment) + maxSurge(deployment))) / max;
	// Go rounds halves away from zero; shares are never negative.
	return Math.floor(share + 0.5) - own;
}

/** @returns whether anything changed. Models scaleReplicaSetAndRecordEvent. */
export function* scaleTo(rollout: Rollout, replicaSet: ReplicaSet, replicas: number): Task<boolean> {
	if (replicasOf(replicaSet) === replicas) return false;
	return yield* resize(rollout, replicaSet, replicas);
}

/** Models scaleReplicaSet: size and the annotations that remember what it was sized for. */
function* resize(rollout: Rollout, replicaSet: ReplicaSet, replicas: number): Task<boolean> {
	const { deployment, scope } = rollout;
	const from = replicasOf(replicaSet);
	const annotations = withReplicasAnnotations(replicaSet.metadata.annotations, deployment);
	if (from === replicas && annotations === undefined) return false;
	const updated = yield* scope.client.update(REPLICA_SETS, {
		...replicaSet,
		metadata: { ...replicaSet.metadata, annotations: annotations ?? replicaSet.metadata.annotations },
		spec: { ...replicaSet.spec, replicas },
	});
	replaceReplicaSet(rollout, updated);
	if (from === replicas) return false;
	const direction = from < replicas ? 'up' : 'down';
	const message = `Scaled ${direction} replica set ${replicaSet.metadata.name} from ${from} to ${replicas}`;
	scope.event(deployment, 'Normal', 'ScalingReplicaSet', message);
	return true;
}

/** Deletes the oldest finished replica sets beyond the history limit. Models cleanupDeployment. */
export function* cleanUpHistory(rollout: Rollout): Task<void> {
	const limit = rollout.deployment.spec.revisionHistoryLimit;
	if (limit === undefined || limit === 2 ** 31 - 1) return;
	const old = rollout.old.filter((each) => each.metadata.deletionTimestamp === undefined);
	const excess = old.length - limit;
	if (excess <= 0) return;
	old.sort((a, b) => revisionOf(a) - revisionOf(b) || byCreation(a, b));
	for (const each of old.slice(0, excess)) {
		const unseen = (each.metadata.generation ?? 0) > (each.status.observedGeneration ?? 0);
		if (each.status.replicas !== 0 || replicasOf(each) !== 0 || unseen) continue;
		yield* rollout.scope.client.delete(REPLICA_SETS, each.metadata);
	}
}

export function* cleanUpWhenComplete(rollout: Rollout): Task<void> {
	if (isComplete(rollout.deployment, rollout.deployment.status)) yield* cleanUpHistory(rollout);
}
