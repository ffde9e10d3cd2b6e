import { addQuantities, compareQuantities } from '../../machinery/quantity.ts';
import type { ResourceRequirements } from './types/container.ts';
import type { PodSpec } from './types/pod.ts';

const COUNTED = ['cpu', 'memory'];

/**
 * Guaranteed, Burstable or BestEffort, by requests and limits of CPU and memory.
 * Models pkg/apis/core/v1/helper/qos ComputePodQOS.
 */
export function podQosClass(spec: PodSpec): 'Guaranteed' | 'Burstable' | 'BestEffort' {
	const all: (ResourceRequirements | undefined)[] =
		spec.resources !== undefined
			? [spec.resources]
			: [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((container) => container.resources);
	const requests = new Map<string, string>();
	const limits = new Map<string, string>();
	let everyoneLimited = true;
	for (const resources of all) {
		addCounted(requests, resources?.requests);
		const limited = addCounted(limits, resources?.limits);
		if (limited < COUNTED.length) everyoneLimited = false;
	}
	if (requests.size === 0 && limits.size === 0) return 'BestEffort';
	const matching = [...requests].every(([name, request]) => {
		const limit = limits.get(name);
		return limit !== undefined && compareQuantities(limit, request) === 0;
	});
	return everyoneLimited && matching && requests.size === limits.size ? 'Guaranteed' : 'Burstable';
}

function addCounted(totals: Map<string, string>, amounts: { [name: string]: string } | undefined): number {
	let counted = 0;
	for (const name of COUNTED) {
		const amount = amounts?.[name];
		if (amount === undefined || compareQuantities(amount, '0') <= 0) continue;
		counted++;
		const total = totals.get(name);
		totals.set(name, total === undefined ? amount : addQuantities(total, amount));
	}
	return counted;
}
