import { addQuantities, milliValue, wholeValue } from '../../../machinery/quantity.ts';
import type { Task } from '../../../machinery/task.ts';
import { string } from '../../flags.ts';
import { CommandError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';

const GROUP = 'metrics.k8s.io';
const VERSION = 'v1beta1';
export const METRICS_API = `/apis/${GROUP}/${VERSION}`;

/** "cpu" → "12m". */
export type ResourceList = { readonly [resource: string]: string };

export interface NodeMetrics {
	readonly metadata: { readonly name: string };
	readonly usage: ResourceList;
}

export interface ContainerMetrics {
	readonly name: string;
	readonly usage: ResourceList;
}

export interface PodMetrics {
	readonly metadata: { readonly name: string; readonly namespace: string };
	readonly containers: readonly ContainerMetrics[];
}

export const sortByFlag = (what: string) =>
	string('', `If non-empty, sort ${what} list using specified field. The field can be either 'cpu' or 'memory'.`);

export function checkSortBy(sortBy: string): void {
	if (!['', 'cpu', 'memory'].includes(sortBy)) throw new CommandError('--sort-by accepts only cpu or memory');
}

/** @throws CommandError without a metrics server. Models SupportedMetricsAPIVersionAvailable. */
export function* requireMetricsApi(kubectl: Kubectl): Task<void> {
	const { api } = yield* kubectl.mapper(0);
	const group = api.groups.find(({ name }) => name === GROUP);
	if (group === undefined || !group.versions.includes(VERSION)) throw new CommandError('Metrics API not available');
}

export function measuredResources(showSwap: boolean): readonly string[] {
	return showSwap ? ['cpu', 'memory', 'swap'] : ['cpu', 'memory'];
}

/** The biggest first, or by name. */
export function sortMetrics<T>(
	metrics: readonly T[],
	sortBy: string,
	usageOf: (each: T) => ResourceList,
	nameOf: (each: T) => string,
): T[] {
	const value = (each: T): number => {
		const text = usageOf(each)[sortBy] ?? '0';
		return sortBy === 'cpu' ? milliValue(text) : wholeValue(text);
	};
	return [...metrics].sort((a, b) => {
		if (sortBy !== '') return value(b) - value(a);
		return nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0;
	});
}

/** What the containers use together. */
export function totalUsage(containers: readonly ContainerMetrics[], resources: readonly string[]): ResourceList {
	const total: { [resource: string]: string } = {};
	for (const resource of resources) {
		total[resource] = containers.reduce((sum, { usage }) => addQuantities(sum, usage[resource] ?? '0'), '0');
	}
	return total;
}

/** "12m", "34Mi". Models metricsutil printSingleResourceUsage. */
export function usageCell(resource: string, text: string): string {
	if (resource === 'cpu') return `${milliValue(text)}m`;
	return `${Math.floor(wholeValue(text) / (1024 * 1024))}Mi`;
}
