import type { Deployment, ReplicaSet } from '../../api/apps/types.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { maxSurge } from './fenceposts.ts';

/** Models pkg/controller/deployment/util's annotations. */
export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
const NOT_COPIED: ReadonlySet<string> = new Set([
	'kubectl.kubernetes.io/last-applied-configuration',
	REVISION,
	REVISION_HISTORY,
	DESIRED_REPLICAS,
	MAX_REPLICAS,
	'deprecated.deployment.rollback.to',
]);

type Annotations = { [key: string]: string };

export function revisionOf(object: KubeObject): number {
	const text = object.metadata.annotations?.[REVISION];
	return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : 0;
}

export function desiredReplicasOf(replicaSet: ReplicaSet): number | undefined {
	return numberIn(replicaSet, DESIRED_REPLICAS);
}

export function maxReplicasOf(replicaSet: ReplicaSet): number | undefined {
	return numberIn(replicaSet, MAX_REPLICAS);
}

function numberIn(replicaSet: ReplicaSet, key: string): number | undefined {
	const text = replicaSet.metadata.annotations?.[key];
	return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** The annotations that the deployment's size puts on its replica sets; undefined when they are there already. */
export function withReplicasAnnotations(
	annotations: Annotations | undefined,
	deployment: Deployment,
): Annotations | undefined {
	const replicas = deployment.spec.replicas ?? 1;
	const desired = String(replicas);
	const max = String(replicas + maxSurge(deployment));
	if (annotations?.[DESIRED_REPLICAS] === desired && annotations[MAX_REPLICAS] === max) return undefined;
	return { ...annotations, [DESIRED_REPLICAS]: desired, [MAX_REPLICAS]: max };
}

/**
 * The annotations of the new replica set at `revision`: the deployment's own, the revision, and the revisions it had
 * when it was new before. Undefined when nothing changes. Models SetNewReplicaSetAnnotations.
 */
export function newReplicaSetAnnotations(
	deployment: Deployment,
	current: Annotations | undefined,
	revision: number,
	exists: boolean,
): Annotations | undefined {
	const next: Annotations = { ...current };
	let changed = false;
	for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) {
		if (NOT_COPIED.has(key) || next[key] === value) continue;
		next[key] = value;
		changed = true;
	}
	const old = current?.[REVISION];
	if (revision > Number(old ?? '0')) {
		next[REVISION] = String(revision);
		changed = true;
		if (old !== undefined) {
			const history = next[REVISION_HISTORY];
			next[REVISION_HISTORY] = history === undefined || history === '' ? old : `${history},${old}`;
		}
	}
	if (!exists) {
		const sized = withReplicasAnnotations(next, deployment);
		if (sized !== undefined) return sized;
	}
	return changed ? next : undefined;
}
