import type { ContainerStatus } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { isSidecar, isStaticPod, shouldRestart } from './pod-facts.ts';

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/**
 * The phase that the containers' statuses make. Models pkg/kubelet/kubelet_pods.go getPhase.
 * @param terminal the Pod's containers will not be started any more.
 */
export function podPhase(
	pod: Pod,
	statuses: readonly ContainerStatus[],
	terminal: boolean,
	initialized: boolean,
): PodPhase {
	const byName = new Map(statuses.map((status) => [status.name, status]));
	const find = (name: string): ContainerStatus | undefined => byName.get(name);
	let pendingInit = 0;
	let pendingSidecars = 0;
	let failedForGood = 0;
	let unknown = 0;
	let running = 0;
	let waiting = 0;
	for (const container of pod.spec.initContainers ?? []) {
		const status = find(container.name);
		const last = status?.lastState?.terminated;
		if (isSidecar(container)) {
			if (status === undefined) unknown++;
			else if (status.state?.running !== undefined) {
				if (status.started !== true) pendingSidecars++;
				running++;
			} else if (status.state?.waiting !== undefined && last === undefined) {
				pendingSidecars++;
				waiting++;
			}
			continue;
		}
		const ended = status?.state?.terminated ?? (status?.state?.waiting === undefined ? undefined : last);
		if (ended === undefined) pendingInit++;
		else if (ended.exitCode !== 0 && !shouldRestart(container, pod.spec, ended.exitCode)) failedForGood++;
	}
	const counts = countContainers(pod, find);
	unknown += counts.unknown;
	running += counts.running;
	waiting += counts.waiting;
	if (failedForGood > 0) return 'Failed';
	if (pendingInit > 0 || (pendingSidecars > 0 && !initialized) || waiting > 0) return 'Pending';
	if (running > 0 && unknown === 0) return 'Running';
	if (running === 0 && counts.stopped > 0 && unknown === 0) {
		const success = counts.stopped === counts.succeeded;
		if (terminal && !isStaticPod(pod)) return success ? 'Succeeded' : 'Failed';
		if (counts.stopped !== counts.stoppedForGood) return 'Running';
		return success ? 'Succeeded' : 'Failed';
	}
	return 'Pending';
}

interface Counts {
	unknown: number;
	running: number;
	waiting: number;
	stopped: number;
	stoppedForGood: number;
	succeeded: number;
}

function countContainers(pod: Pod, find: (name: string) => ContainerStatus | undefined): Counts {
	const counts: Counts = { unknown: 0, running: 0, waiting: 0, stopped: 0, stoppedForGood: 0, succeeded: 0 };
	for (const container of pod.spec.containers) {
		const { state, lastState } = find(container.name) ?? {};
		const last = lastState?.terminated;
		const ended = state?.terminated ?? (state?.waiting === undefined ? undefined : last);
		if (state?.running !== undefined) counts.running++;
		else if (ended !== undefined) {
			counts.stopped++;
			if (!shouldRestart(container, pod.spec, ended.exitCode)) counts.stoppedForGood++;
			if (state?.terminated?.exitCode === 0) counts.succeeded++;
		} else if (state?.waiting !== undefined) counts.waiting++;
		else counts.unknown++;
	}
	return counts;
}
