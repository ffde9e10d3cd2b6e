import type { Pod } from '../../api/core/types/pod.ts';
import type { PodDisruptionBudget } from '../../api/policy/types.ts';
import type { KubeObject, OwnerReference } from '../../machinery/meta.ts';
import type { Scope } from '../controller.ts';
import { goText } from '../go-text.ts';
import { controllerOf } from '../ownership.ts';
import { DEPLOYMENTS, REPLICA_SETS, REPLICATION_CONTROLLERS, STATEFUL_SETS } from '../resources.ts';
import { scaledValue } from '../scaled-value.ts';

/** How many Pods there should be cannot be told. */
export class ExpectationError extends Error {}

export interface Expectation {
	/** Pods that there should be. */
	readonly expected: number;
	/** Pods that must stay healthy. */
	readonly desired: number;
	/** What is to be said of Pods that nobody controls. */
	readonly unmanaged?: string;
}

/** Throws ExpectationError. Models getExpectedPodCount. */
export function expectationOf(budget: PodDisruptionBudget, pods: readonly Pod[], scope: Scope<undefined>): Expectation {
	const { minAvailable, maxUnavailable } = budget.spec;
	if (maxUnavailable !== undefined) {
		const scale = scaleOf(budget, pods, scope);
		const desired = Math.max(0, scale.expected - scaledValue(maxUnavailable, scale.expected, true));
		return { ...scale, desired };
	}
	if (typeof minAvailable === 'number') return { expected: pods.length, desired: minAvailable };
	if (minAvailable === undefined) return { expected: 0, desired: 0 };
	const scale = scaleOf(budget, pods, scope);
	return { ...scale, desired: scaledValue(minAvailable, scale.expected, true) };
}

/** The sizes of all that control one of the Pods. Models getExpectedScale. */
function scaleOf(
	budget: PodDisruptionBudget,
	pods: readonly Pod[],
	scope: Scope<undefined>,
): { expected: number; unmanaged?: string } {
	const sizes = new Map<string, number>();
	let alone = false;
	for (const pod of pods) {
		const owner = controllerOf(pod);
		if (owner === undefined) alone = true;
		else if (!sizes.has(owner.uid)) {
			const { uid, size } = sizeOf(owner, pod, scope);
			sizes.set(uid, size);
		}
	}
	const expected = [...sizes.values()].reduce((sum, size) => sum + size, 0);
	return alone ? { expected, unmanaged: unmanagedMessage(budget) } : { expected };
}

interface Size {
	readonly uid: string;
	readonly size: number;
}

/** Models the disruption controller's finders. Differs: custom resources have no size. */
function sizeOf(owner: OwnerReference, pod: Pod, scope: Scope<undefined>): Size {
	const namespace = pod.metadata.namespace ?? '';
	if (owner.kind === 'ReplicaSet') {
		const replicaSet = scope.lister(REPLICA_SETS).get(namespace, owner.name);
		const above = replicaSet && controllerOf(replicaSet);
		const deployment = above?.kind === 'Deployment' ? scope.lister(DEPLOYMENTS).get(namespace, above.name) : undefined;
		const found = sized(deployment ?? replicaSet);
		if (found !== undefined) return found;
	}
	if (owner.kind === 'ReplicationController') {
		const found = sized(scope.lister(REPLICATION_CONTROLLERS).get(namespace, owner.name));
		if (found !== undefined) return found;
	}
	if (owner.kind === 'StatefulSet') {
		const found = sized(scope.lister(STATEFUL_SETS).get(namespace, owner.name));
		if (found !== undefined) return found;
	}
	const resource = UNSCALABLE.get(owner.kind);
	if (resource !== undefined) throw new ExpectationError(`${resource} does not implement the scale subresource`);
	throw new ExpectationError(`found no controllers for pod ${JSON.stringify(pod.metadata.name)}`);
}

const UNSCALABLE = new Map([
	['DaemonSet', 'daemonsets.apps'],
	['Job', 'jobs.batch'],
	['Node', 'nodes'],
]);

function sized(workload: (KubeObject & { spec: { replicas?: number } }) | undefined): Size | undefined {
	return workload && { uid: workload.metadata.uid, size: workload.spec.replicas ?? 1 };
}

function unmanagedMessage({ spec }: PodDisruptionBudget): string {
	return `Pods selected by this PodDisruptionBudget (selector: ${goText(spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
}
