import { addQuantities, compareQuantities } from '../../machinery/quantity.ts';
import type { Container } from '../core/types/container.ts';
import type { Pod } from '../core/types/pod.ts';
import { isSidecar } from '../printing/pod-summary.ts';
import type { Amounts } from './resource-lists.ts';

type Totals = Map<string, string>;

/**
 * What a Pod asks for: its containers together, or its hungriest moment of initialization where that is more.
 * Models kubectl/pkg/util/resource podRequests.
 */
export function podRequests(pod: Pod): Totals {
	const totals = containersTogether(pod, (container) =>
		isSidecar(container) || pod.spec.containers.includes(container)
			? runningRequests(pod, container)
			: container.resources?.requests,
	);
	addAmounts(totals, pod.spec.overhead);
	return totals;
}

/** Overhead counts only where there is a limit. Models podLimits. */
export function podLimits(pod: Pod): Totals {
	const totals = containersTogether(pod, (container) => container.resources?.limits);
	for (const [name, amount] of Object.entries(pod.spec.overhead ?? {})) {
		const limit = totals.get(name);
		if (limit !== undefined && compareQuantities(limit, '0') !== 0) totals.set(name, addQuantities(limit, amount));
	}
	return totals;
}

function containersTogether(pod: Pod, amountsOf: (container: Container) => Amounts | undefined): Totals {
	const totals: Totals = new Map();
	for (const container of pod.spec.containers) addAmounts(totals, amountsOf(container));
	const sidecars: Totals = new Map();
	const peak: Totals = new Map();
	for (const container of pod.spec.initContainers ?? []) {
		const amounts = amountsOf(container);
		if (isSidecar(container)) {
			addAmounts(totals, amounts);
			addAmounts(sidecars, amounts);
			raise(peak, sidecars);
		} else {
			const moment: Totals = new Map(Object.entries(amounts ?? {}));
			addTotals(moment, sidecars);
			raise(peak, moment);
		}
	}
	raise(totals, peak);
	return totals;
}

/** While a resize is under way the larger of what is wished, allocated and in effect counts. */
function runningRequests(pod: Pod, container: Container): Amounts | undefined {
	const statuses = [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])];
	const status = statuses.find((each) => each.name === container.name);
	const wished = container.resources?.requests;
	if (status?.resources === undefined) return wished;
	const infeasible = pod.status.conditions?.some(
		({ type, reason }) => type === 'PodResizePending' && reason === 'Infeasible',
	);
	const largest: Totals = new Map(Object.entries((infeasible === true ? undefined : wished) ?? {}));
	raise(largest, Object.entries(status.resources.requests ?? {}));
	raise(largest, Object.entries(status.allocatedResources ?? {}));
	return Object.fromEntries(largest);
}

function addAmounts(totals: Totals, amounts: Amounts | undefined): void {
	addTotals(totals, Object.entries(amounts ?? {}));
}

export function addTotals(totals: Totals, amounts: Iterable<readonly [string, string]>): void {
	for (const [name, amount] of amounts) {
		const total = totals.get(name);
		totals.set(name, total === undefined ? amount : addQuantities(total, amount));
	}
}

function raise(totals: Totals, amounts: Iterable<readonly [string, string]>): void {
	for (const [name, amount] of amounts) {
		const total = totals.get(name);
		if (total === undefined || compareQuantities(amount, total) > 0) totals.set(name, amount);
	}
}
