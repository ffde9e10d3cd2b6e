import type { Container } from '../../api/core/types/container.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { milliValue, wholeValue } from '../../machinery/quantity.ts';

/** Amounts by resource name: cpu in millicores, everything else in whole units. */
export type Amounts = Map<string, number>;

/** What the fit, least-allocated and balanced-allocation plugins count for a Pod. */
export interface PodRequests {
	readonly exact: Amounts;
	/** cpu and memory with the minimum assumed for containers that ask for none, so that these spread too. */
	readonly nonZeroCpu: number;
	readonly nonZeroMemory: number;
}

/** Assumed for containers without a request. Models pkg/scheduler/util DefaultMilliCPURequest, DefaultMemoryRequest. */
const DEFAULT_MILLI_CPU = 100;
const DEFAULT_MEMORY_BYTES = 200 * 1024 * 1024;

/**
 * Containers run together, ordinary init containers one after the other, sidecars from their start on.
 * Models component-helpers/resource PodRequests.
 */
export function podRequests(pod: Pod): PodRequests {
	const exact = aggregate(pod, (container) => amountsOf(container.resources?.requests));
	const nonZero = aggregate(pod, (container) => {
		const amounts = amountsOf(container.resources?.requests);
		if (!amounts.has('cpu')) amounts.set('cpu', DEFAULT_MILLI_CPU);
		if (!amounts.has('memory')) amounts.set('memory', DEFAULT_MEMORY_BYTES);
		return amounts;
	});
	return { exact, nonZeroCpu: nonZero.get('cpu') ?? 0, nonZeroMemory: nonZero.get('memory') ?? 0 };
}

export function amountsOf(list: { readonly [resource: string]: string } | undefined): Amounts {
	const amounts: Amounts = new Map();
	for (const [name, quantity] of Object.entries(list ?? {})) {
		amounts.set(name, name === 'cpu' ? milliValue(quantity) : wholeValue(quantity));
	}
	return amounts;
}

function aggregate(pod: Pod, requestsOf: (container: Container) => Amounts): Amounts {
	const total: Amounts = new Map();
	for (const container of pod.spec.containers) addAmounts(total, requestsOf(container));
	const sidecars: Amounts = new Map();
	const initPeak: Amounts = new Map();
	for (const container of pod.spec.initContainers ?? []) {
		const own = requestsOf(container);
		if (container.restartPolicy === 'Always') {
			addAmounts(total, own);
			addAmounts(sidecars, own);
			raiseTo(initPeak, sidecars);
		} else {
			addAmounts(own, sidecars);
			raiseTo(initPeak, own);
		}
	}
	raiseTo(total, initPeak);
	// Requests of the Pod as a whole replace the sum of its containers'.
	for (const [name, amount] of amountsOf(pod.spec.resources?.requests)) total.set(name, amount);
	addAmounts(total, amountsOf(pod.spec.overhead));
	return total;
}

export function addAmounts(target: Amounts, amounts: ReadonlyMap<string, number>, sign: 1 | -1 = 1): void {
	for (const [name, amount] of amounts) target.set(name, (target.get(name) ?? 0) + sign * amount);
}

function raiseTo(target: Amounts, amounts: ReadonlyMap<string, number>): void {
	for (const [name, amount] of amounts) target.set(name, Math.max(target.get(name) ?? 0, amount));
}
