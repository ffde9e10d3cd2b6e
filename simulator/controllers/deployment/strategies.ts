import type { ReplicaSet } from '../../api/apps/types.ts';
import type { Task } from '../../machinery/task.ts';
import { BY_CONTROLLER } from '../ownership.ts';
import { hasEnded } from '../pod-state.ts';
import { PODS } from '../resources.ts';
import {
	active,
	byCreation,
	maxUnavailable,
	newReplicasFor,
	replicasOf,
	sumAvailable,
	sumReplicas,
} from './fenceposts.ts';
import { syncRevision } from './replica-sets.ts';
import { allReplicaSets, type Rollout } from './rollout.ts';
import { cleanUpWhenComplete, scaleTo } from './scaling.ts';
import { syncRolloutStatus } from './status.ts';

/** One step up or down a pass, within the surge and the unavailability allowed. Models rolloutRolling. */
export function* rollRolling(rollout: Rollout): Task<void> {
	yield* syncRevision(rollout, true);
	const moved = (yield* scaleUpNew(rollout)) || (yield* scaleDownOld(rollout));
	if (!moved) yield* cleanUpWhenComplete(rollout);
	yield* syncRolloutStatus(rollout);
}

/** Models reconcileNewReplicaSet. */
function* scaleUpNew(rollout: Rollout): Task<boolean> {
	const { deployment, newest } = rollout;
	if (newest === undefined) throw new Error('assertion failed: a rolling deployment without its replica set');
	const own = replicasOf(newest);
	const wanted = replicasOf(deployment);
	if (own === wanted) return false;
	const size = own > wanted ? wanted : newReplicasFor(deployment, allReplicaSets(rollout), own);
	return yield* scaleTo(rollout, newest, size);
}

/** Models reconcileOldReplicaSets: first what is unhealthy anyway, then as much as availability allows. */
function* scaleDownOld(rollout: Rollout): Task<boolean> {
	const { deployment, newest } = rollout;
	const old = active(rollout.old).sort(byCreation);
	if (old.length === 0 || newest === undefined) return false;
	const minAvailable = replicasOf(deployment) - maxUnavailable(deployment);
	const newUnavailable = replicasOf(newest) - (newest.status.availableReplicas ?? 0);
	const downMax = sumReplicas(allReplicaSets(rollout)) - minAvailable - newUnavailable;
	if (downMax <= 0) return false;

	let cleaned = 0;
	for (const each of old) {
		if (cleaned >= downMax) break;
		const unhealthy = replicasOf(each) - (each.status.availableReplicas ?? 0);
		if (unhealthy === 0) continue;
		const by = Math.min(downMax - cleaned, unhealthy);
		yield* scaleTo(rollout, each, replicasOf(each) - by);
		cleaned += by;
	}

	const available = sumAvailable(allReplicaSets(rollout));
	let down = 0;
	for (const each of active(rollout.old).sort(byCreation)) {
		if (down >= available - minAvailable) break;
		const by = Math.min(replicasOf(each), available - minAvailable - down);
		yield* scaleTo(rollout, each, replicasOf(each) - by);
		down += by;
	}
	return cleaned + down > 0;
}

/** All old Pods go before the first new one comes. Models rolloutRecreate. */
export function* rollRecreate(rollout: Rollout): Task<void> {
	yield* syncRevision(rollout, false);
	let scaledDown = false;
	for (const each of active(rollout.old)) {
		if (yield* scaleTo(rollout, each, 0)) scaledDown = true;
	}
	if (scaledDown || rollout.old.some((each) => hasRunningPods(rollout, each))) {
		yield* syncRolloutStatus(rollout);
		return;
	}
	if (rollout.newest === undefined) yield* syncRevision(rollout, true);
	const { newest } = rollout;
	if (newest !== undefined) yield* scaleTo(rollout, newest, replicasOf(rollout.deployment));
	yield* cleanUpWhenComplete(rollout);
	yield* syncRolloutStatus(rollout);
}

function hasRunningPods({ scope }: Rollout, replicaSet: ReplicaSet): boolean {
	return scope
		.lister(PODS)
		.by(BY_CONTROLLER, replicaSet.metadata.uid)
		.some((pod) => !hasEnded(pod));
}
