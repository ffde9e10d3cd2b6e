import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { requiredNodeAffinity } from '../../machinery/node-selection.ts';
import { milliValue, wholeValue } from '../../machinery/quantity.ts';
import { toleratesAny } from '../../machinery/toleration.ts';
import type { KubeletParts } from '../parts.ts';
import { isStaticPod } from './pod-facts.ts';
import { sysctlRefusal } from './sysctls.ts';

/**
 * Why this node will not run a Pod that was given to it; undefined when it will.
 * Models pkg/kubelet/lifecycle predicateAdmitHandler.
 */
export function admissionFailure(
	pod: Pod,
	parts: Pick<
		KubeletParts,
		'configuration' | 'allocatable' | 'activePods' | 'nodeName' | 'nodeLabels' | 'node' | 'pressureRefusal'
	>,
): { readonly reason: string; readonly message: string } | undefined {
	const pressed = parts.pressureRefusal(pod);
	if (pressed !== undefined) return pressed;
	const sysctl = sysctlRefusal(pod, parts.configuration);
	if (sysctl !== undefined) return sysctl;
	const misfit = isStaticPod(pod) ? undefined : unfit(pod, parts);
	if (misfit !== undefined) return misfit;
	const allocatable = parts.allocatable();
	// The Pod itself is not active before it is admitted.
	const others = parts.activePods();
	const ports = hostPortsOf(pod);
	if (ports.length > 0 && others.some((each) => hostPortsOf(each).some((taken) => ports.includes(taken)))) {
		return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports");
	}
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

/** Models generalFilter's node affinity and taints: those that end Pods. */
function unfit(
	pod: Pod,
	{ nodeName, nodeLabels, node }: Pick<KubeletParts, 'nodeName' | 'nodeLabels' | 'node'>,
): { reason: string; message: string } | undefined {
	const matches = requiredNodeAffinity(pod);
	if (matches !== undefined && !matches({ metadata: { name: nodeName, labels: nodeLabels() } } as Node)) {
		return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
	}
	const repelled = node()?.spec.taints?.some(
		(taint) => taint.effect === 'NoExecute' && !toleratesAny(pod.spec.tolerations ?? [], taint),
	);
	return repelled === true ? failed('TaintToleration', "node(s) had taints that the pod didn't tolerate") : undefined;
}

function failed(predicate: string, why: string): { reason: string; message: string } {
	return { reason: predicate, message: `Predicate ${predicate} failed: ${why}` };
}

/** "TCP/0.0.0.0/80" */
function hostPortsOf({ spec }: Pod): string[] {
	return spec.containers.flatMap(({ ports }) =>
		(ports ?? []).flatMap(({ hostPort, protocol = 'TCP', hostIP }) =>
			hostPort === undefined || hostPort === 0 ? [] : [`${protocol}/${hostIP || '0.0.0.0'}/${hostPort}`],
		),
	);
}

function insufficient(
	resource: string,
	requested: number,
	used: number,
	capacity: number,
): { reason: string; message: string } {
	return {
		reason: `OutOf${resource}`,
		message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
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
