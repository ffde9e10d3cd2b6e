import type { Pod, PodCondition } from '../api/core/types/pod.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { SeriesRecorder } from '../client/series-recorder.ts';
import { ApiError } from '../machinery/status.ts';
import type { Task } from '../machinery/task.ts';
import { formatTime } from '../machinery/timestamp.ts';
import type { PodInfo } from './cache/pod-info.ts';
import { PODS } from './resources.ts';

/**
 * Says in a Pod's status why it has no node, and where it hopes to get one. Writes only what is new.
 * Models pkg/scheduler handleSchedulingFailure's updatePod.
 */
export function* patchUnscheduled(
	client: ApiClient,
	pod: Pod,
	message: string,
	nominatedNode: string,
	nowMs: number,
): Task<void> {
	const condition = nextCondition(pod, 'PodScheduled', 'False', 'Unschedulable', message, nowMs);
	const nominationChanged = (pod.status.nominatedNodeName ?? '') !== nominatedNode;
	if (condition === undefined && !nominationChanged) return;
	const status = {
		...(condition === undefined ? {} : { conditions: [condition] }),
		...(nominationChanged ? { nominatedNodeName: nominatedNode === '' ? null : nominatedNode } : {}),
	};
	yield* client.patch(PODS, pod.metadata, 'strategic', { metadata: { uid: pod.metadata.uid }, status }, 'status');
}

/** Evicts a candidate's Pods. Models preemption prepareCandidate. */
export function* preempt(
	{ client, recorder, nowMs }: { client: ApiClient; recorder: SeriesRecorder; nowMs: number },
	preemptor: PodInfo,
	candidate: { readonly node: string; readonly victims: readonly PodInfo[] },
): Task<void> {
	for (const { pod } of candidate.victims) {
		if (pod.metadata.deletionTimestamp !== undefined) continue;
		const scheduler = preemptor.pod.spec.schedulerName ?? 'default-scheduler';
		const message = `${scheduler}: preempting to accommodate a higher priority pod`;
		const condition = nextCondition(pod, 'DisruptionTarget', 'True', 'PreemptionByScheduler', message, nowMs);
		try {
			if (condition !== undefined) {
				yield* client.patch(PODS, pod.metadata, 'strategic', { status: { conditions: [condition] } }, 'status');
			}
			yield* client.delete(PODS, pod.metadata, { uid: pod.metadata.uid });
		} catch (error) {
			if (error instanceof ApiError && error.code === 404) continue;
			throw error;
		}
		const note = `Preempted by pod ${preemptor.uid} on node ${candidate.node}`;
		const related = preemptor.pod;
		recorder.event({ about: pod, related, type: 'Normal', reason: 'Preempted', action: 'Preempting', note });
	}
}

/** The condition to write; undefined when the Pod has it already. Models pkg/api/v1/pod UpdatePodCondition. */
function nextCondition(
	pod: Pod,
	type: string,
	status: string,
	reason: string,
	message: string,
	nowMs: number,
): PodCondition | undefined {
	const current = pod.status.conditions?.find((each) => each.type === type);
	const { generation } = pod.metadata;
	const same =
		current?.status === status &&
		current.reason === reason &&
		current.message === message &&
		current.observedGeneration === generation;
	if (same) return undefined;
	const since = current?.status === status ? current.lastTransitionTime : undefined;
	return {
		type,
		status,
		...(generation === undefined ? {} : { observedGeneration: generation }),
		lastTransitionTime: since ?? formatTime(nowMs),
		reason,
		message,
	};
}
