import { podQosClass } from '../../api/core/pod-qos.ts';
import type { ContainerStatus } from '../../api/core/types/container.ts';
import type { Pod, PodCondition, PodStatus } from '../../api/core/types/pod.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import type { SandboxRecord } from '../runtime/container-record.ts';
import { containerStatuses, hasStartedRegularContainer, type StatusInput } from './container-statuses.ts';
import {
	type ConditionDraft,
	containersReadyCondition,
	initializedCondition,
	KUBELET_CONDITIONS,
	podReadyCondition,
} from './pod-conditions.ts';
import { isSidecar } from './pod-facts.ts';
import { podPhase } from './pod-phase.ts';
import type { PodFailure } from './pod-state.ts';

export interface PodStatusInput extends StatusInput {
	/** Newest first. */
	readonly sandboxes: readonly SandboxRecord[];
	/** What was reported last: the past that the runtime does not remember. */
	readonly old: PodStatus;
	readonly hostIP: string;
	readonly nowMs: number;
	/** The containers will not be started any more. */
	readonly terminal: boolean;
	/** What the probes say of a container that runs. */
	readonly isStarted: (container: string) => boolean;
	readonly isReady: (container: string) => boolean;
	/** Of a resize that goes on or is refused. */
	readonly resize: readonly ConditionDraft[];
	/** Eviction, deadline, admission: why the Pod failed as a whole. */
	readonly failure: PodFailure | undefined;
}

/** The status of a Pod as it is now. Models pkg/kubelet/kubelet_pods.go generateAPIPodStatus. */
export function generatePodStatus(input: PodStatusInput): PodStatus {
	const { pod, old, failure } = input;
	if (failure?.rejected === true) return rejectedStatus(input, failure);
	const list = (
		containers: Parameters<typeof containerStatuses>[1],
		previous: readonly ContainerStatus[] | undefined,
		init: boolean,
	): ContainerStatus[] => containerStatuses(input, containers, previous ?? [], init);
	const containers = withProbes(input, list(pod.spec.containers, old.containerStatuses, false));
	const inits = withInitProbes(input, list(pod.spec.initContainers ?? [], old.initContainerStatuses, true));
	const ephemerals = list(pod.spec.ephemeralContainers ?? [], old.ephemeralContainerStatuses, false);
	const all = [...inits, ...containers];
	const started = hasStartedRegularContainer(pod, input.records);
	const wasTerminal = old.phase === 'Failed' || old.phase === 'Succeeded';
	const phase = wasTerminal
		? (old.phase as 'Failed' | 'Succeeded')
		: input.failure !== undefined
			? 'Failed'
			: podPhase(pod, all, input.terminal, started);
	const containersReady = containersReadyCondition(pod, all, phase);
	const drafts: ConditionDraft[] = [
		...disruption(input.failure),
		...input.resize,
		{ type: 'PodReadyToStartContainers', status: input.sandboxes[0]?.state === 'ready' ? 'True' : 'False' },
		initializedCondition(pod, all, phase, started),
		podReadyCondition(pod, old.conditions ?? [], containersReady),
		containersReady,
		{ type: 'PodScheduled', status: 'True' },
	];
	const reason = input.failure?.reason ?? (wasTerminal ? old.reason : undefined);
	const message = input.failure?.message ?? (wasTerminal ? old.message : undefined);
	return {
		...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
		phase,
		conditions: mergeConditions(pod, old.conditions ?? [], drafts, input.nowMs),
		...(message === undefined ? {} : { message }),
		...(reason === undefined ? {} : { reason }),
		...addresses(input),
		startTime: old.startTime ?? formatTime(input.nowMs),
		...(inits.length === 0 ? {} : { initContainerStatuses: inits }),
		containerStatuses: containers,
		qosClass: old.qosClass ?? podQosClass(pod.spec),
		...(ephemerals.length === 0 ? {} : { ephemeralContainerStatuses: ephemerals }),
	};
}

/** Models pkg/kubelet/kubelet.go rejectPod. */
function rejectedStatus({ pod, old, nowMs }: PodStatusInput, { reason, message }: PodFailure): PodStatus {
	return {
		...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
		phase: 'Failed',
		conditions: mergeConditions(pod, old.conditions ?? [], [{ type: 'PodScheduled', status: 'True' }], nowMs),
		message,
		reason,
		startTime: old.startTime ?? formatTime(nowMs),
		qosClass: old.qosClass ?? podQosClass(pod.spec),
	};
}

/** Models generateAPIPodStatus's DisruptionTarget of Pods that the node ends. */
function disruption(failure: PodFailure | undefined): ConditionDraft[] {
	if (failure?.disruption !== true) return [];
	return [{ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message: failure.message }];
}

function withProbes(input: PodStatusInput, statuses: readonly ContainerStatus[]): ContainerStatus[] {
	return statuses.map((status) => {
		const running = status.state?.running !== undefined;
		const started = running && input.isStarted(status.name);
		return { ...status, ready: started && input.isReady(status.name), started };
	});
}

function withInitProbes(input: PodStatusInput, statuses: readonly ContainerStatus[]): ContainerStatus[] {
	return statuses.map((status) => {
		const container = (input.pod.spec.initContainers ?? []).find((each) => each.name === status.name);
		if (container !== undefined && isSidecar(container)) return withProbes(input, [status])[0] as ContainerStatus;
		return { ...status, ready: status.state?.terminated?.exitCode === 0, started: false };
	});
}

function addresses(input: PodStatusInput): Pick<PodStatus, 'hostIP' | 'hostIPs' | 'podIP' | 'podIPs'> {
	const { pod, old, sandboxes, hostIP } = input;
	const host = { hostIP, hostIPs: [{ ip: hostIP }] };
	const own = sandboxes.find((sandbox) => sandbox.state === 'ready');
	const podIP = pod.spec.hostNetwork ? hostIP : (own?.address ?? old.podIP);
	return podIP === undefined ? host : { ...host, podIP, podIPs: [{ ip: podIP }] };
}

/**
 * The kubelet's conditions in its order, behind those of others; a condition that keeps its status keeps its time.
 * Models pkg/kubelet/status mergePodStatus and updateLastTransitionTime.
 */
function mergeConditions(
	pod: Pod,
	old: readonly PodCondition[],
	drafts: readonly ConditionDraft[],
	nowMs: number,
): PodCondition[] {
	const others = old.filter(
		({ type }) => !KUBELET_CONDITIONS.includes(type) && !drafts.some((draft) => draft.type === type),
	);
	const now = formatTime(nowMs);
	const own = drafts.map((draft): PodCondition => {
		const before = old.find((condition) => condition.type === draft.type);
		const kept = before !== undefined && before.status === draft.status ? before.lastTransitionTime : undefined;
		return {
			type: draft.type,
			...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
			status: draft.status,
			lastTransitionTime: kept ?? now,
			...(draft.reason === undefined ? {} : { reason: draft.reason }),
			...(draft.message === undefined ? {} : { message: draft.message }),
		};
	});
	return [...others, ...own];
}
