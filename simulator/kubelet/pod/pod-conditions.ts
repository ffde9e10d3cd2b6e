import type { ContainerStatus } from '../../api/core/types/container.ts';
import type { Pod, PodCondition } from '../../api/core/types/pod.ts';
import { isSidecar } from './pod-facts.ts';
import type { PodPhase } from './pod-phase.ts';

/** A condition without its times. */
export type ConditionDraft = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>;

/** Models pkg/kubelet/status/generate.go GenerateContainersReadyCondition. */
export function containersReadyCondition(
	pod: Pod,
	statuses: readonly ContainerStatus[],
	phase: PodPhase,
): ConditionDraft {
	const type = 'ContainersReady';
	const unknown: string[] = [];
	const unready: string[] = [];
	const byName = new Map(statuses.map((status) => [status.name, status]));
	for (const container of [...(pod.spec.initContainers ?? []).filter(isSidecar), ...pod.spec.containers]) {
		const status = byName.get(container.name);
		if (status === undefined) unknown.push(container.name);
		else if (!status.ready) unready.push(container.name);
	}
	if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'False', reason: 'PodCompleted' };
	if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' };
	const messages: string[] = [];
	if (unknown.length > 0) messages.push(`containers with unknown status: [${unknown.join(' ')}]`);
	if (unready.length > 0) messages.push(`containers with unready status: [${unready.join(' ')}]`);
	if (messages.length > 0) return { type, status: 'False', reason: 'ContainersNotReady', message: messages.join(', ') };
	return { type, status: 'True' };
}

/** Models GeneratePodReadyCondition: the containers and the readiness gates. */
export function podReadyCondition(
	pod: Pod,
	conditions: readonly PodCondition[],
	containersReady: ConditionDraft,
): ConditionDraft {
	if (containersReady.status !== 'True') return { ...containersReady, type: 'Ready' };
	const messages: string[] = [];
	for (const gate of pod.spec.readinessGates ?? []) {
		const condition = conditions.find((each) => each.type === gate.conditionType);
		const name = JSON.stringify(gate.conditionType);
		if (condition === undefined) messages.push(`corresponding condition of pod readiness gate ${name} does not exist.`);
		else if (condition.status !== 'True') {
			messages.push(`the status of pod readiness gate ${name} is not "True", but ${condition.status}`);
		}
	}
	if (messages.length === 0) return { type: 'Ready', status: 'True' };
	return { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}

/** Models GeneratePodInitializedCondition. */
export function initializedCondition(
	pod: Pod,
	statuses: readonly ContainerStatus[],
	phase: PodPhase,
	started: boolean,
): ConditionDraft {
	const type = 'Initialized';
	const unknown: string[] = [];
	const incomplete: string[] = [];
	const byName = new Map(statuses.map((status) => [status.name, status]));
	for (const container of pod.spec.initContainers ?? []) {
		const status = byName.get(container.name);
		if (status === undefined) unknown.push(container.name);
		else if (!(isSidecar(container) ? status.started === true : status.ready)) incomplete.push(container.name);
	}
	if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'True', reason: 'PodCompleted' };
	if (started) return { type, status: 'True' };
	const messages: string[] = [];
	if (unknown.length > 0) messages.push(`containers with unknown status: [${unknown.join(' ')}]`);
	if (incomplete.length > 0) messages.push(`containers with incomplete status: [${incomplete.join(' ')}]`);
	if (messages.length === 0) return { type, status: 'True' };
	return { type, status: 'False', reason: 'ContainersNotInitialized', message: messages.join(', ') };
}

/** Conditions that the kubelet owns, in the order it writes them; all others stay as their owners left them. */
export const KUBELET_CONDITIONS: readonly string[] = [
	'PodResizePending',
	'PodResizeInProgress',
	'PodReadyToStartContainers',
	'Initialized',
	'Ready',
	'ContainersReady',
	'PodScheduled',
];

/** Whether the kubelet has the say of a condition: of one that ends a Pod, when it was its own decision. */
export function isOfKubelet({ type, reason }: Pick<PodCondition, 'type' | 'reason'>): boolean {
	return KUBELET_CONDITIONS.includes(type) || (type === 'DisruptionTarget' && reason === 'TerminationByKubelet');
}
