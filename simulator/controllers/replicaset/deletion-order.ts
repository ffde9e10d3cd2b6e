import type { Pod } from '../../api/core/types/pod.ts';
import { findCondition } from '../conditions.ts';
import { isReady, restartsMax, timeMs } from '../pod-state.ts';

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/**
 * The Pods to delete first come first: those that serve least and are missed least.
 * Models pkg/controller ActivePodsWithRanks.
 * @param rank of a Pod: how many Pods of its workload share its node; crowded nodes give first.
 */
export function inDeletionOrder(pods: readonly Pod[], rank: (pod: Pod) => number, nowMs: number): Pod[] {
	const keyed = pods.map((pod) => keysOf(pod, rank(pod), nowMs));
	keyed.sort(compare);
	return keyed.map((each) => each.pod);
}

interface Keyed {
	readonly pod: Pod;
	readonly assigned: number;
	readonly phase: number;
	readonly ready: number;
	readonly cost: number;
	readonly rank: number;
	readonly readyAtMs: number | undefined;
	readonly readyAge: number;
	readonly restarts: number;
	readonly createdAtMs: number;
	readonly age: number;
}

function keysOf(pod: Pod, rank: number, nowMs: number): Keyed {
	const ready = isReady(pod);
	const readyAtMs = ready ? timeMs(findCondition(pod.status.conditions, 'Ready')?.lastTransitionTime) : undefined;
	const createdAtMs = timeMs(pod.metadata.creationTimestamp) ?? 0;
	return {
		pod,
		assigned: pod.spec.nodeName === undefined || pod.spec.nodeName === '' ? 0 : 1,
		phase: PHASES[pod.status.phase ?? ''] ?? 0,
		ready: ready ? 1 : 0,
		cost: deletionCost(pod),
		rank,
		readyAtMs,
		readyAge: readyAtMs === undefined ? 0 : logarithmicAge(readyAtMs, nowMs),
		restarts: restartsMax(pod),
		createdAtMs,
		age: logarithmicAge(createdAtMs, nowMs),
	};
}

const PHASES: { readonly [phase: string]: number } = { Pending: 0, Unknown: 1, Running: 2 };

function deletionCost(pod: Pod): number {
	const text = pod.metadata.annotations?.[DELETION_COST];
	return text !== undefined && /^(0|-?[1-9]\d{0,9}|\+[1-9]\d{0,9})$/.test(text) ? Number(text) : 0;
}

/** Ages are compared by their order of magnitude only, so that scaling down does not always hit the newest zone. */
function logarithmicAge(sinceMs: number, nowMs: number): number {
	const age = nowMs - sinceMs;
	return age > 0 ? Math.trunc(Math.log2(age * 1e6)) : -1;
}

function compare(a: Keyed, b: Keyed): number {
	if (a.assigned !== b.assigned) return a.assigned - b.assigned;
	if (a.phase !== b.phase) return a.phase - b.phase;
	if (a.ready !== b.ready) return a.ready - b.ready;
	if (a.cost !== b.cost) return a.cost - b.cost;
	if (a.rank !== b.rank) return b.rank - a.rank;
	if (a.readyAtMs !== b.readyAtMs) return a.readyAge === b.readyAge ? byUid(a, b) : a.readyAge - b.readyAge;
	if (a.restarts !== b.restarts) return b.restarts - a.restarts;
	if (a.createdAtMs !== b.createdAtMs) return a.age === b.age ? byUid(a, b) : a.age - b.age;
	return 0;
}

function byUid(a: Keyed, b: Keyed): number {
	return a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1;
}
