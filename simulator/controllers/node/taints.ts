import type { Node } from '../../api/core/types/node.ts';
import type { Taint } from '../../api/core/types/reference.ts';
import { findCondition } from '../conditions.ts';

export const NOT_READY = 'node.kubernetes.io/not-ready';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** Which condition brings which taint. Models nodeConditionToTaintKeyStatusMap. */
const BY_CONDITION: readonly { readonly condition: string; readonly status: string; readonly key: string }[] = [
	{ condition: 'Ready', status: 'False', key: NOT_READY },
	{ condition: 'Ready', status: 'Unknown', key: UNREACHABLE },
	{ condition: 'MemoryPressure', status: 'True', key: 'node.kubernetes.io/memory-pressure' },
	{ condition: 'DiskPressure', status: 'True', key: 'node.kubernetes.io/disk-pressure' },
	{ condition: 'NetworkUnavailable', status: 'True', key: 'node.kubernetes.io/network-unavailable' },
	{ condition: 'PIDPressure', status: 'True', key: 'node.kubernetes.io/pid-pressure' },
];

/** The taints that a node's conditions and its being cordoned ask for. Those of readiness also evict. */
export function wantedTaints(node: Node): Taint[] {
	const taints: Taint[] = [];
	for (const { condition, status, key } of BY_CONDITION) {
		if (findCondition(node.status.conditions, condition)?.status !== status) continue;
		taints.push({ key, effect: 'NoSchedule' });
		if (condition === 'Ready') taints.push({ key, effect: 'NoExecute' });
	}
	if (node.spec.unschedulable === true) taints.push({ key: UNSCHEDULABLE, effect: 'NoSchedule' });
	return taints;
}

/** Every taint that the lifecycle controller sets, and so also takes away. */
export const LIFECYCLE_TAINTS: readonly Taint[] = [
	...[...BY_CONDITION.map(({ key }) => key), UNSCHEDULABLE].map((key) => ({ key, effect: 'NoSchedule' })),
	{ key: NOT_READY, effect: 'NoExecute' },
	{ key: UNREACHABLE, effect: 'NoExecute' },
];
