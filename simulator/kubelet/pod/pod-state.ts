import type { Pod, PodStatus } from '../../api/core/types/pod.ts';
import { Signal } from '../../machinery/task.ts';
import type { StartFailure } from './container-statuses.ts';
import type { ResizeState } from './pod-resize.ts';

/** Where a Pod is in its life on this node. */
export type PodStage =
	/** Its containers are to run. */
	| 'running'
	/** They are being ended. */
	| 'terminating'
	/** They have ended; what is left is being put away. */
	| 'terminated'
	/** Nothing of it is left on the node but records and logs. */
	| 'finished';

/** Why a Pod as a whole has failed. */
export interface PodFailure {
	readonly reason: string;
	readonly message: string;
	/** The node has ended it for its own sake. */
	readonly disruption?: true;
	/** It was not taken: nothing of it has ever run here. */
	readonly rejected?: true;
}

/** What the kubelet knows of one Pod. */
export interface PodState {
	/** As the API (or a static Pod's file) has it now. */
	pod: Pod;
	stage: PodStage;
	/** The last status that was made. */
	status: PodStatus;
	/** Why containers could not be started, by name. */
	readonly failures: Map<string, StartFailure>;
	/** Why the Pod as a whole has failed. */
	failure: PodFailure | undefined;
	/** Admission has been passed. */
	admitted: boolean;
	/** The object is gone from its source. */
	removed: boolean;
	/** Shortest grace that was asked for, in seconds. */
	graceSeconds: number | undefined;
	/** Volumes whose trouble was told last, and since when the Pod waits for them. */
	mountBackoffMs: number;
	/** When its first sync began. */
	readonly seenAtMs: number;
	/** There is nothing to say any more: the API object may go. */
	readyToDelete: boolean;
	/** Undefined until the first resize. */
	resize: ResizeState | undefined;
	/** Wakes when the Pod is to end: what a sync waits for is waited for no more. */
	readonly ending: Signal;
}

export function newPodState(
	pod: Pod,
	status: PodStatus,
	nowMs: number,
	post: (callback: () => void) => void,
): PodState {
	return {
		pod,
		stage: 'running',
		status,
		failures: new Map(),
		failure: undefined,
		admitted: false,
		removed: false,
		graceSeconds: undefined,
		mountBackoffMs: 0,
		seenAtMs: nowMs,
		readyToDelete: false,
		resize: undefined,
		ending: new Signal(post),
	};
}

/** Whether its source wants the Pod gone. */
export function isEnding(state: PodState): boolean {
	return state.removed || state.pod.metadata.deletionTimestamp !== undefined;
}
