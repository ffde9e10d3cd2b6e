import type { Pod } from '../../api/core/types/pod.ts';
import { milliValue, wholeValue } from '../../machinery/quantity.ts';
import type { KubeletParts } from '../parts.ts';
import { isStaticPod } from './pod-facts.ts';

/**
 * Why this node will not run a Pod that was given to it; undefined when it will.
 * Models pkg/kubelet/lifecycle predicateAdmitHandler.
 */
export function admissionFailure(
	pod: Pod,
	parts: Pick<KubeletParts, 'allocatable' | 'activePods' | 'nodeLabels'>,
): { readonly reason: string; readonly message: string } | undefined {
	const labels = parts.nodeLabels();
	for (const [key, value] of Object.entries(pod.spec.nodeSelector ?? {})) {
		if (labels[key] !== value && !isStaticPod(pod)) {
			return {
				reason: 'NodeAffinity',
				message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
			};
		}
	}
	const allocatable = parts.allocatable();
	// The Pod itself is not active before it is admitted.
	const others = parts.activePods();
	const podsMax = wholeValue(allocatable.pods ?? '110');
	if (others.length >= podsMax) return insufficient('pods', 1, others.length, podsMax);
	for (const resource of ['cpu', 'memory'] as const) {
		const amount = resource === 'cpu' ? milliValue : wholeValue;
		const requested = podRequest(pod, resource, amount);
		if (requested === 0 || allocatable[resource] === undefined) continue;
		const capacity = amount(allocatable[resource]);
		const used = others.reduce((sum, each) => sum + podRequest(each, resource, amount), 0);
		if (used + requested > capacity) return insufficient(resource, requested, used, capacity);
	}
	return undefined;
}

function insufficient(
	resource: string,
	requested: number,
	used: number,
	capacity: number,
): { reason: string; message: string } {
	return {
		reason: `OutOf${resource}`,
		message: `Pod was rejected: Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
	};
}

/** What the containers of a Pod ask for together. */
export function podRequest(pod: Pod, resource: string, amount: (text: string) => number): number {
	const of = (requests: { [key: string]: string } | undefined): number =>
		requests?.[resource] === undefined ? 0 : amount(requests[resource]);
	const inits = (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy !== 'Always');
	const sidecars = (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
	const running = [...sidecars, ...pod.spec.containers].reduce((sum, each) => sum + of(each.resources?.requests), 0);
	return Math.max(running, ...inits.map((each) => of(each.resources?.requests)));
}
