import type { Deployment, ReplicaSet } from '../../api/apps/types.ts';
import { scaledValue } from '../scaled-value.ts';

export function isRolling(deployment: Deployment): boolean {
	return deployment.spec.strategy?.type !== 'Recreate';
}

export function replicasOf(workload: Deployment | ReplicaSet): number {
	return workload.spec.replicas ?? 1;
}

/** Surge rounds up, unavailability down; both zero would never move, so one may go then. Models ResolveFenceposts. */
function fenceposts(deployment: Deployment): { surge: number; unavailable: number } {
	const { maxSurge: surgeValue, maxUnavailable: unavailableValue } = deployment.spec.strategy?.rollingUpdate ?? {};
	const replicas = replicasOf(deployment);
	const surge = scaledValue(surgeValue ?? 0, replicas, true);
	const unavailable = scaledValue(unavailableValue ?? 0, replicas, false);
	return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

export function maxSurge(deployment: Deployment): number {
	return isRolling(deployment) ? fenceposts(deployment).surge : 0;
}

export function maxUnavailable(deployment: Deployment): number {
	const replicas = replicasOf(deployment);
	if (!isRolling(deployment) || replicas === 0) return 0;
	return Math.min(fenceposts(deployment).unavailable, replicas);
}

/** How many replicas the new replica set may have now. Models NewRSNewReplicas. */
export function newReplicasFor(deployment: Deployment, all: readonly ReplicaSet[], own: number): number {
	const replicas = replicasOf(deployment);
	if (!isRolling(deployment)) return replicas;
	const room = replicas + maxSurge(deployment) - sumReplicas(all);
	if (room <= 0) return own;
	return own + Math.min(room, replicas - own);
}

export function sumReplicas(replicaSets: readonly ReplicaSet[]): number {
	return replicaSets.reduce((sum, each) => sum + replicasOf(each), 0);
}

export function sumAvailable(replicaSets: readonly ReplicaSet[]): number {
	return replicaSets.reduce((sum, each) => sum + (each.status.availableReplicas ?? 0), 0);
}

export function active(replicaSets: readonly ReplicaSet[]): ReplicaSet[] {
	return replicaSets.filter((each) => replicasOf(each) > 0);
}

/** Oldest first, then by name. Models pkg/controller ReplicaSetsByCreationTimestamp. */
export function byCreation(a: ReplicaSet, b: ReplicaSet): number {
	const [left, right] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
	if (left !== right) return left < right ? -1 : 1;
	return a.metadata.name < b.metadata.name ? -1 : 1;
}
