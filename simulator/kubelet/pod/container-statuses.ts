import type {
	Container,
	ContainerState,
	ContainerStatus,
	EphemeralContainer,
	ResourceRequirements,
	VolumeMountStatus,
} from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import type { ContainerRecord } from '../runtime/container-record.ts';
import { isSidecar, latestOf, shouldRestart } from './pod-facts.ts';

/** Why a container could not be started the last time it was tried. */
export interface StartFailure {
	/** "CrashLoopBackOff", "ErrImagePull", "CreateContainerConfigError". */
	readonly reason: string;
	readonly message: string;
	/** It is not tried again before. */
	readonly backoffUntilMs?: number;
}

export interface StatusInput {
	readonly pod: Pod;
	/** Newest first. */
	readonly records: readonly ContainerRecord[];
	readonly failures: ReadonlyMap<string, StartFailure>;
	/** Read from the container's termination message file (or its log's end). */
	readonly terminationMessage: (record: ContainerRecord) => string;
	/** What containers run with that is not what their Pod was granted. */
	readonly actuated: ReadonlyMap<string, ResourceRequirements> | undefined;
}

/**
 * The statuses of one list of containers, from what the runtime knows and what was said before.
 * Models pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses.
 */
export function containerStatuses(
	input: StatusInput,
	containers: readonly (Container | EphemeralContainer)[],
	previous: readonly ContainerStatus[],
	init: boolean,
): ContainerStatus[] {
	const waitingReason = (input.pod.spec.initContainers ?? []).length > 0 ? 'PodInitializing' : 'ContainerCreating';
	const statuses = containers.map((container) => {
		const old = previous.find((status) => status.name === container.name);
		const records = input.records.filter((record) => record.config.name === container.name);
		const [current, before] = records;
		const status =
			current === undefined
				? missingStatus(container, old, waitingReason, input.pod)
				: recordedStatus(input, container, current, before, old);
		return withStartFailure(input, container, status, current, init);
	});
	return init ? statuses : statuses.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Of a container that the runtime has no record of. */
function missingStatus(
	container: Container | EphemeralContainer,
	old: ContainerStatus | undefined,
	waitingReason: string,
	pod: Pod,
): ContainerStatus {
	if (old?.state?.terminated !== undefined) return { ...old, ready: false };
	const status: ContainerStatus = {
		name: container.name,
		state: { waiting: { reason: waitingReason } },
		lastState: old?.lastState ?? {},
		ready: false,
		restartCount: old?.restartCount ?? 0,
		image: container.image ?? '',
		imageID: '',
		...volumeMountsOf(container),
	};
	if (old?.state?.running !== undefined && old.lastState?.terminated === undefined) {
		status.lastState = {
			terminated: {
				exitCode: 137,
				reason: 'ContainerStatusUnknown',
				message: 'The container could not be located when the pod was deleted.  The container used to be Running',
			},
		};
		if (pod.metadata.deletionTimestamp === undefined) status.restartCount += 1;
	}
	return status;
}

function recordedStatus(
	input: StatusInput,
	container: Container | EphemeralContainer,
	current: ContainerRecord,
	before: ContainerRecord | undefined,
	old: ContainerStatus | undefined,
): ContainerStatus {
	const resources = container.resources ?? {};
	const resizable = !(input.pod.spec.initContainers ?? []).some((each) => each === container && !isSidecar(each));
	const { uid, gid, supplementalGroups } = current.user;
	return {
		name: container.name,
		state: stateOf(input, current),
		lastState: before === undefined ? (old?.lastState ?? {}) : stateOf(input, before),
		ready: false,
		restartCount: current.config.attempt,
		image: current.imageName,
		imageID: current.imageRef,
		containerID: `containerd://${current.id}`,
		...(resizable && resources.requests !== undefined ? { allocatedResources: resources.requests } : {}),
		...(resizable ? { resources: input.actuated?.get(container.name) ?? resources } : {}),
		...volumeMountsOf(container),
		user: { linux: { uid, gid, supplementalGroups: [...supplementalGroups] } },
	};
}

function stateOf(input: StatusInput, record: ContainerRecord): ContainerState {
	switch (record.state) {
		case 'running':
			return { running: { startedAt: formatTime(record.startedAtMs) } };
		case 'created':
			return { waiting: {} };
		case 'exited': {
			const message = record.message === '' ? input.terminationMessage(record) : record.message;
			return {
				terminated: {
					exitCode: record.exitCode,
					reason: record.reason,
					...(message === '' ? {} : { message }),
					startedAt: formatTime(record.startedAtMs),
					finishedAt: formatTime(record.finishedAtMs),
					containerID: `containerd://${record.id}`,
				},
			};
		}
	}
}

/** A container that is to be started again but could not be is waiting, with the reason. */
function withStartFailure(
	input: StatusInput,
	container: Container | EphemeralContainer,
	status: ContainerStatus,
	current: ContainerRecord | undefined,
	init: boolean,
): ContainerStatus {
	if (init && current?.state === 'exited' && current.exitCode === 0) return status;
	const failure = input.failures.get(container.name);
	if (failure === undefined || !shouldBeRestarted(input.pod, container, current)) return status;
	return {
		...status,
		state: { waiting: { reason: failure.reason, ...(failure.message === '' ? {} : { message: failure.message }) } },
		lastState: status.state?.terminated === undefined ? (status.lastState ?? {}) : status.state,
	};
}

/** Models kubecontainer.ShouldContainerBeRestarted. */
export function shouldBeRestarted(
	pod: Pod,
	container: Container | EphemeralContainer,
	current: ContainerRecord | undefined,
): boolean {
	if (pod.metadata.deletionTimestamp !== undefined) return false;
	if (current === undefined || current.state === 'created') return true;
	if (current.state === 'running') return false;
	return shouldRestart(container, pod.spec, current.exitCode);
}

function volumeMountsOf(container: Container | EphemeralContainer): { volumeMounts?: VolumeMountStatus[] } {
	if (container.volumeMounts === undefined || container.volumeMounts.length === 0) return {};
	const volumeMounts = container.volumeMounts.map((mount) => ({
		mountPath: mount.mountPath,
		name: mount.name,
		...(mount.readOnly
			? {
					readOnly: true,
					recursiveReadOnly: ['Enabled', 'IfPossible'].includes(mount.recursiveReadOnly ?? '') ? 'Enabled' : 'Disabled',
				}
			: {}),
	}));
	return { volumeMounts };
}

/** Whether any regular container was ever started: the Pod has been initialized then. */
export function hasStartedRegularContainer(pod: Pod, records: readonly ContainerRecord[]): boolean {
	return pod.spec.containers.some((container) => {
		const record = latestOf(records, container.name);
		return record !== undefined && record.state !== 'created';
	});
}
