import type { Deployment, ReplicaSet } from '../../api/apps/types.ts';
import type { Task } from '../../machinery/task.ts';
import type { Scope } from '../controller.ts';

export type DeploymentScope = Scope<undefined>;

/**
 * One pass over a deployment: the objects as the pass has changed them so far. Requests give back newer versions, which
 * replace the older ones here, so that later steps build on them.
 */
export interface Rollout {
	readonly scope: DeploymentScope;
	deployment: Deployment;
	/** The replica set of the current template; undefined until there is one. */
	newest: ReplicaSet | undefined;
	/** All others, in the order of their creation. */
	old: ReplicaSet[];
}

export function allReplicaSets(rollout: Rollout): ReplicaSet[] {
	return rollout.newest === undefined ? rollout.old : [...rollout.old, rollout.newest];
}

/** Puts an updated replica set in the place of its older version. */
export function replaceReplicaSet(rollout: Rollout, updated: ReplicaSet): void {
	if (rollout.newest?.metadata.uid === updated.metadata.uid) rollout.newest = updated;
	rollout.old = rollout.old.map((each) => (each.metadata.uid === updated.metadata.uid ? updated : each));
}

/** A step of a pass. */
export type Step<T = void> = (rollout: Rollout) => Task<T>;
