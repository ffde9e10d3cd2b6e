import type { KubeObject } from '../../../machinery/meta.ts';
import type { LabelSelector, LabelSelectorSpec } from '../../../machinery/selectors.ts';
import { labelSelectorFrom, selectorFromMap } from '../../../machinery/selectors.ts';
import type { Task } from '../../../machinery/task.ts';
import { parseTime } from '../../../machinery/timestamp.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';

/** As much of a Pod as commands look at. */
export interface PodLike extends KubeObject {
	readonly spec: {
		readonly nodeName?: string;
		readonly restartPolicy?: string;
		readonly containers: readonly ContainerLike[];
		readonly initContainers?: readonly ContainerLike[];
		readonly ephemeralContainers?: readonly ContainerLike[];
	};
	readonly status?: {
		readonly phase?: string;
		readonly conditions?: readonly {
			readonly type: string;
			readonly status: string;
			readonly lastTransitionTime?: string;
		}[];
		readonly containerStatuses?: readonly {
			readonly name: string;
			readonly restartCount: number;
			readonly state?: {
				readonly terminated?: { readonly exitCode: number; readonly reason?: string; readonly message?: string };
			};
		}[];
	};
}

export interface ContainerLike {
	readonly name: string;
	readonly image?: string;
	readonly tty?: boolean;
	readonly stdin?: boolean;
}

export const PODS = { group: '', version: 'v1', resource: 'pods', namespaced: true } as const;

/** The container of that name with where it stands; undefined when the Pod has none. Models podcmd.FindContainerByName. */
export function findContainer(pod: PodLike, name: string): { container: ContainerLike; field: string } | undefined {
	for (const field of ['containers', 'initContainers', 'ephemeralContainers'] as const) {
		const container = (pod.spec[field] ?? []).find((each) => each.name === name);
		if (container !== undefined) return { container, field: `spec.${field}` };
	}
	return undefined;
}

/** "web, debugger (ephem), setup (init)". */
export function containerNames(pod: PodLike): string {
	return [
		...pod.spec.containers.map((each) => each.name),
		...(pod.spec.ephemeralContainers ?? []).map((each) => `${each.name} (ephem)`),
		...(pod.spec.initContainers ?? []).map((each) => `${each.name} (init)`),
	].join(', ');
}

export function hasSeveralContainers(pod: PodLike): boolean {
	return (
		pod.spec.containers.length > 1 ||
		(pod.spec.initContainers ?? []).length > 0 ||
		(pod.spec.ephemeralContainers ?? []).length > 0
	);
}

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

export function annotatedContainer(pod: PodLike): string {
	return pod.metadata.annotations?.[DEFAULT_CONTAINER] ?? '';
}

/** The named container, the annotated one, or the first; says so when it had to choose. Models FindOrDefaultContainerByName. */
export function* chooseContainer(kubectl: Kubectl, pod: PodLike, name: string, quiet: boolean): Task<ContainerLike> {
	if (name !== '') {
		const found = findContainer(pod, name);
		if (found === undefined) throw new CommandError(`container ${name} not found in pod ${pod.metadata.name}`);
		return found.container;
	}
	const first = pod.spec.containers[0];
	if (first === undefined)
		throw new CommandError(`pod ${pod.metadata.namespace}/${pod.metadata.name} does not have any containers`);
	const annotated = findContainer(pod, annotatedContainer(pod));
	if (annotated !== undefined) return annotated.container;
	if (!quiet && hasSeveralContainers(pod)) {
		yield* kubectl.io.err(`Defaulted container ${JSON.stringify(first.name)} out of: ${containerNames(pod)}\n`);
	}
	return first;
}

/** The Pods that an object selects. Models polymorphichelpers.SelectorsForObject. */
export function selectorOf(object: KubeObject): LabelSelector {
	const spec = (object as KubeObject & { spec?: { selector?: unknown } }).spec;
	switch (object.kind) {
		case 'ReplicaSet':
		case 'StatefulSet':
		case 'DaemonSet':
		case 'Deployment':
		case 'Job':
			return labelSelectorFrom(spec?.selector as LabelSelectorSpec | undefined);
		case 'ReplicationController':
			return selectorFromMap(spec?.selector as { [key: string]: string } | undefined);
		case 'Service': {
			const selector = spec?.selector as { [key: string]: string } | undefined;
			if (selector === undefined || Object.keys(selector).length === 0) {
				throw new CommandError(`invalid service '${object.metadata.name}': Service is defined without a selector`);
			}
			return selectorFromMap(selector);
		}
		default:
			throw new CommandError(`selector for ${goType(object)} not implemented`);
	}
}

/** "*v1.ConfigMap": the Go type of a built-in object. */
export function goType(object: KubeObject): string {
	return `*${object.apiVersion.split('/').at(-1)}.${object.kind}`;
}

/** Every Pod behind a selector, best first; waits for one to come while there is none. Models polymorphichelpers.GetPodList. */
export function* podsOf(
	kubectl: Kubectl,
	namespace: string,
	selector: string,
	timeoutMs: number,
	order: (a: PodLike, b: PodLike) => number,
): Task<PodLike[]> {
	const client = yield* kubectl.client();
	const path = `/api/v1/namespaces/${namespace}/pods`;
	const query = [['labelSelector', selector]] as const;
	const list = yield* client.get<{ metadata: { resourceVersion: string }; items?: PodLike[] }>(path, query);
	const pods = (list.items ?? []).map((pod) => ({ ...pod, apiVersion: 'v1', kind: 'Pod' }));
	if (pods.length > 0) return pods.sort(order);
	const stream = yield* client.watch(path, [...query, ['resourceVersion', list.metadata.resourceVersion]]);
	const deadlineMs = kubectl.process.now() + timeoutMs;
	for (;;) {
		const event = yield* stream.next(deadlineMs);
		if (event === 'timeout' || event === undefined) {
			stream.close();
			throw new CommandError('timed out waiting for the condition');
		}
		if (event.type !== 'ADDED' && event.type !== 'MODIFIED') continue;
		stream.close();
		return [event.object as PodLike];
	}
}

/** Which Pod is best to attach to. Models podutils.ActivePods, reversed. */
export function byActivity(a: PodLike, b: PodLike): number {
	return -compareActive(a, b);
}

/** Which Pod's log is best. Models podutils.ByLogging. */
export function byLogging(a: PodLike, b: PodLike): number {
	const assigned = Number((b.spec.nodeName ?? '') !== '') - Number((a.spec.nodeName ?? '') !== '');
	if (assigned !== 0) return assigned;
	const phase = phaseRank(b) - phaseRank(a);
	if (phase !== 0) return phase;
	const ready = Number(isReady(b)) - Number(isReady(a));
	if (ready !== 0) return ready;
	if (isReady(a) && readyMs(a) !== readyMs(b)) return readyMs(a) - readyMs(b);
	const restarts = restartCount(b) - restartCount(a);
	if (restarts !== 0) return restarts;
	return createdMs(a) - createdMs(b);
}

function compareActive(a: PodLike, b: PodLike): number {
	const assigned = Number((a.spec.nodeName ?? '') !== '') - Number((b.spec.nodeName ?? '') !== '');
	if (assigned !== 0) return assigned;
	const phase = phaseRank(a) - phaseRank(b);
	if (phase !== 0) return phase;
	const ready = Number(isReady(a)) - Number(isReady(b));
	if (ready !== 0) return ready;
	const deleting =
		Number(b.metadata.deletionTimestamp !== undefined) - Number(a.metadata.deletionTimestamp !== undefined);
	if (deleting !== 0) return deleting;
	if (isReady(a) && isReady(b) && readyMs(a) !== readyMs(b)) return readyMs(b) - readyMs(a);
	const restarts = restartCount(b) - restartCount(a);
	if (restarts !== 0) return restarts;
	return createdMs(b) - createdMs(a);
}

function phaseRank(pod: PodLike): number {
	const phase = pod.status?.phase;
	return phase === 'Running' ? 2 : phase === 'Unknown' ? 1 : 0;
}

export function isReady(pod: PodLike): boolean {
	return (pod.status?.conditions ?? []).some((each) => each.type === 'Ready' && each.status === 'True');
}

function readyMs(pod: PodLike): number {
	const time = (pod.status?.conditions ?? []).find(
		(each) => each.type === 'Ready' && each.status === 'True',
	)?.lastTransitionTime;
	return time === undefined ? 0 : (parseTime(time) ?? 0);
}

function restartCount(pod: PodLike): number {
	return Math.max(0, ...(pod.status?.containerStatuses ?? []).map((each) => each.restartCount));
}

function createdMs(pod: PodLike): number {
	return parseTime(pod.metadata.creationTimestamp) ?? 0;
}
