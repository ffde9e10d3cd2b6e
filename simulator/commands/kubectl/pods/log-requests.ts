import type { KubeObject } from '../../../machinery/meta.ts';
import type { Task } from '../../../machinery/task.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import type { PodLike } from './pod.ts';
import {
	annotatedContainer,
	byLogging,
	containerNames,
	findContainer,
	goType,
	hasSeveralContainers,
	podsOf,
	selectorOf,
} from './pod.ts';

/** One container's log. */
export interface LogRequest {
	readonly namespace: string;
	readonly pod: string;
	readonly container: string;
}

export interface LogSelection {
	readonly container: string;
	readonly allContainers: boolean;
	readonly allPods: boolean;
	readonly timeoutMs: number;
}

/** Which logs an object stands for: a Pod's, a list's, or those of what it selects. Models polymorphichelpers.logsForObject. */
export function* logRequestsFor(kubectl: Kubectl, object: KubeObject, selection: LogSelection): Task<LogRequest[]> {
	const items = (object as unknown as { items?: PodLike[] | null }).items;
	if (items !== undefined) {
		const requests: LogRequest[] = [];
		for (const pod of items ?? []) requests.push(...(yield* logsOfPod(kubectl, pod, selection)));
		return requests;
	}
	if (object.kind === 'Pod') return yield* logsOfPod(kubectl, object as PodLike, selection);
	let selector: string;
	try {
		selector = selectorOf(object).toString();
	} catch (error) {
		if (!(error instanceof CommandError)) throw error;
		throw new CommandError(`cannot get the logs from ${goType(object)}: ${error.message}`);
	}
	const pods = yield* podsOf(kubectl, object.metadata.namespace ?? '', selector, selection.timeoutMs, byLogging);
	const first = pods[0] as PodLike;
	if (pods.length > 1 && !selection.allPods) {
		yield* kubectl.io.err(`Found ${pods.length} pods, using pod/${first.metadata.name}\n`);
	}
	const requests: LogRequest[] = [];
	for (const pod of selection.allPods ? pods : [first]) requests.push(...(yield* logsOfPod(kubectl, pod, selection)));
	return requests;
}

function* logsOfPod(kubectl: Kubectl, pod: PodLike, selection: LogSelection): Task<LogRequest[]> {
	const { name } = pod.metadata;
	const namespace = pod.metadata.namespace ?? '';
	if (selection.allContainers) {
		const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers, ...(pod.spec.ephemeralContainers ?? [])];
		return all.map((each) => ({ namespace, pod: name, container: each.name }));
	}
	let { container } = selection;
	const annotated = annotatedContainer(pod);
	if (container === '' && annotated !== '') {
		if (findContainer(pod, annotated) === undefined) {
			yield* kubectl.io.err(`Default container name ${JSON.stringify(annotated)} not found in pod ${name}\n`);
		} else {
			container = annotated;
		}
	}
	if (container === '') {
		container = (pod.spec.containers[0] as { name: string }).name;
		if (hasSeveralContainers(pod) && !selection.allPods) {
			yield* kubectl.io.err(`Defaulted container ${JSON.stringify(container)} out of: ${containerNames(pod)}\n`);
		}
	}
	if (findContainer(pod, container) === undefined)
		throw new CommandError(`container ${container} is not valid for pod ${name}`);
	return [{ namespace, pod: name, container }];
}
