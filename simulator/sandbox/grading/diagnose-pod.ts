import type { KubeObject } from '../../machinery/meta.ts';
import type { Evidence } from '../world-api.ts';
import type { ClusterReader } from './cluster-reader.ts';
import { evidence } from './evidence.ts';

interface ContainerStatus {
	readonly name: string;
	readonly ready: boolean;
	readonly restartCount: number;
	readonly state?: {
		readonly waiting?: { readonly reason?: string; readonly message?: string };
		readonly running?: object;
		readonly terminated?: Terminated;
	};
	readonly lastState?: { readonly terminated?: Terminated };
}

interface Terminated {
	readonly exitCode: number;
	readonly reason?: string;
	readonly message?: string;
}

export interface PodLike extends KubeObject {
	readonly spec: {
		readonly nodeName?: string;
		readonly initContainers?: readonly {
			readonly name: string;
			readonly image?: string;
			readonly restartPolicy?: string;
		}[];
		readonly containers: readonly {
			readonly name: string;
			readonly image?: string;
			readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
		}[];
	};
	readonly status?: {
		readonly phase?: string;
		readonly reason?: string;
		readonly message?: string;
		readonly podIP?: string;
		readonly conditions?: readonly {
			readonly type: string;
			readonly status: string;
			readonly reason?: string;
			readonly message?: string;
		}[];
		readonly initContainerStatuses?: readonly ContainerStatus[];
		readonly containerStatuses?: readonly ContainerStatus[];
	};
}

export function isReady(pod: PodLike): boolean {
	return pod.status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') === true;
}

/** Why a Pod is not ready, nearest cause first; empty when it is. */
export function diagnosePod(reader: ClusterReader, pod: PodLike): Evidence[] {
	if (pod.metadata.deletionTimestamp !== undefined)
		return [evidence('pod-terminating', { pod: pod.metadata.name }, pod)];
	if (isReady(pod)) return [];
	const scheduled = pod.status?.conditions?.find((each) => each.type === 'PodScheduled');
	if (scheduled?.status === 'False') {
		return [evidence('pod-unschedulable', { pod: pod.metadata.name, message: scheduled.message ?? '' }, pod)];
	}
	if (pod.status?.phase === 'Failed') {
		const { reason, message } = pod.status;
		const failed = evidence(
			'pod-failed',
			{ pod: pod.metadata.name, reason: reason ?? '', message: message ?? '' },
			pod,
		);
		return [failed, ...containers(pod).flatMap((each) => diagnoseContainer(reader, pod, each))];
	}
	return containers(pod).flatMap((each) => diagnoseContainer(reader, pod, each));
}

function containers(pod: PodLike): ContainerStatus[] {
	const unfinishedInit = (pod.status?.initContainerStatuses ?? []).filter(
		(each) => each.state?.terminated?.exitCode !== 0 && !each.ready,
	);
	return unfinishedInit.length > 0 ? unfinishedInit.slice(0, 1) : [...(pod.status?.containerStatuses ?? [])];
}

function diagnoseContainer(reader: ClusterReader, pod: PodLike, status: ContainerStatus): Evidence[] {
	if (status.ready) return [];
	const container = status.name;
	const names = { pod: pod.metadata.name, container };
	const waiting = status.state?.waiting;
	const ended = status.state?.terminated ?? status.lastState?.terminated;
	if (waiting?.reason === 'CrashLoopBackOff' || (waiting === undefined && status.state?.terminated !== undefined)) {
		const values = { exitCode: ended?.exitCode ?? '', reason: ended?.reason ?? '', restarts: status.restartCount };
		return [evidence('container-crashed', { ...names, ...values }, pod), ...latestWarning(reader, pod)];
	}
	if (waiting !== undefined) {
		const image =
			[...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find(({ name }) => name === container)?.image ?? '';
		const values = { reason: waiting.reason ?? '', message: waiting.message ?? '', image };
		return [evidence('container-waiting', { ...names, ...values }, pod)];
	}
	const init = pod.spec.initContainers?.find(({ name }) => name === container);
	if (init !== undefined && init.restartPolicy !== 'Always') return [evidence('init-unfinished', names, pod)];
	return [evidence('container-not-ready', names, pod), ...latestWarning(reader, pod, 'Unhealthy')];
}

interface EventLike extends KubeObject {
	readonly type?: string;
	readonly reason?: string;
	readonly message?: string;
	readonly lastTimestamp?: string | null;
	readonly eventTime?: string | null;
	readonly series?: { readonly lastObservedTime: string };
	readonly involvedObject: { readonly uid?: string };
}

/** When it was said last; events of schedulers have no lastTimestamp. */
function timeOf({ series, lastTimestamp, eventTime }: EventLike): string {
	return series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? '';
}

/** The newest Warning event about an object, as the last link of its chain. */
export function latestWarning(reader: ClusterReader, about: KubeObject, reason?: string): Evidence[] {
	let newest: EventLike | undefined;
	for (const each of reader.list('v1', 'Event', about.metadata.namespace ?? '')) {
		const event = each as EventLike;
		if (event.involvedObject.uid !== about.metadata.uid || event.type !== 'Warning') continue;
		if (reason !== undefined && event.reason !== reason) continue;
		if (newest === undefined || timeOf(event) >= timeOf(newest)) newest = event;
	}
	if (newest === undefined) return [];
	const code = newest.reason === 'Unhealthy' ? 'probe-failing' : 'event';
	return [evidence(code, { reason: newest.reason ?? '', message: newest.message ?? '' }, newest)];
}
