import type { Pod } from '../api/core/types/pod.ts';
import { parseTime } from '../machinery/timestamp.ts';
import { findCondition } from './conditions.ts';

/** Neither ended nor on its way out. Models pkg/controller IsPodActive. */
export function isActive(pod: Pod): boolean {
	return !hasEnded(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** Models pkg/api/v1/pod IsPodTerminal. */
export function hasEnded(pod: Pod): boolean {
	const { phase } = pod.status;
	return phase === 'Succeeded' || phase === 'Failed';
}

export function isTerminating(pod: Pod): boolean {
	return !hasEnded(pod) && pod.metadata.deletionTimestamp !== undefined;
}

export function isReady(pod: Pod): boolean {
	return findCondition(pod.status.conditions, 'Ready')?.status === 'True';
}

/**
 * From when on a ready Pod counts as available; undefined for one that is not ready.
 * Models pkg/api/v1/pod IsPodAvailable.
 */
export function availableFromMs(pod: Pod, minReadySeconds: number): number | undefined {
	const ready = findCondition(pod.status.conditions, 'Ready');
	if (ready?.status !== 'True') return undefined;
	if (minReadySeconds === 0) return Number.NEGATIVE_INFINITY;
	const since = timeMs(ready.lastTransitionTime);
	return since === undefined ? undefined : since + minReadySeconds * 1000;
}

export function restartsMax(pod: Pod): number {
	let max = 0;
	for (const status of pod.status.containerStatuses ?? []) max = Math.max(max, status.restartCount);
	return max;
}

/** Milliseconds of an API time; undefined for one that is not set. */
export function timeMs(text: string | undefined): number | undefined {
	return text === undefined ? undefined : parseTime(text);
}
