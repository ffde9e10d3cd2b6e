import type { Job } from '../../api/batch/types.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { findCondition } from '../conditions.ts';
import { timeMs } from '../pod-state.ts';
import { hasFailed } from './job-pods.ts';

/** First and longest pause after a failed Pod. Models DefaultJobPodFailureBackOff and MaxJobPodFailureBackOff. */
const BACKOFF_MS = 10_000;
const BACKOFF_MS_MAX = 600_000;

/** How long new Pods have to wait for the failures since the last success. Models backoff_utils.go getRemainingTime. */
export function backoffLeftMs(job: Job, pods: readonly Pod[], nowMs: number): number {
	let lastSuccessMs = Number.NEGATIVE_INFINITY;
	for (const pod of pods) {
		if (pod.status.phase === 'Succeeded') lastSuccessMs = Math.max(lastSuccessMs, finishTimeMs(pod));
	}
	let failures = 0;
	let lastFailureMs = Number.NEGATIVE_INFINITY;
	for (const pod of pods) {
		if (!hasFailed(pod, job)) continue;
		const finishedMs = finishTimeMs(pod);
		if (finishedMs <= lastSuccessMs) continue;
		failures++;
		lastFailureMs = Math.max(lastFailureMs, finishedMs);
	}
	return pauseLeftMs(failures, lastFailureMs, nowMs);
}

/** Models getRemainingTimeForFailuresCount. */
export function pauseLeftMs(failures: number, lastFailureMs: number, nowMs: number): number {
	if (failures === 0) return 0;
	return Math.max(0, lastFailureMs + Math.min(BACKOFF_MS * 2 ** (failures - 1), BACKOFF_MS_MAX) - nowMs);
}

/**
 * When a Pod's last container ended; failing that, when it was no longer ready, was deleted, or was made.
 * Models getFinishedTime.
 */
export function finishTimeMs(pod: Pod): number {
	const ofContainers = containersFinishedMs(pod);
	if (ofContainers !== undefined) return ofContainers;
	const ready = findCondition(pod.status.conditions, 'Ready');
	const unreadyMs = ready?.status === 'False' ? timeMs(ready.lastTransitionTime) : undefined;
	if (unreadyMs !== undefined) return unreadyMs;
	const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp } = pod.metadata;
	const deletedMs = timeMs(deletionTimestamp);
	if (deletedMs !== undefined) return deletedMs - deletionGracePeriodSeconds * 1000;
	return timeMs(creationTimestamp) ?? 0;
}

function containersFinishedMs({ spec, status }: Pod): number | undefined {
	const sidecars = new Set(
		(spec.initContainers ?? []).filter((each) => each.restartPolicy === 'Always').map((each) => each.name),
	);
	const statuses = [
		...(status.containerStatuses ?? []),
		...(status.initContainerStatuses ?? []).filter((each) => sidecars.has(each.name)),
	];
	let latest: number | undefined;
	for (const { state } of statuses) {
		const finished = timeMs(state?.terminated?.finishedAt);
		if (finished === undefined) return undefined;
		latest = Math.max(latest ?? finished, finished);
	}
	return latest;
}
