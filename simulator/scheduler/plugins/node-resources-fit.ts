import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { type Plugin, type Rejection, SCORE_MAX } from '../framework/plugin.ts';

/** Of the plugin's configuration. */
export interface FitArguments {
	/** Not looked at by name or by the part of the name before the slash: an extender counts them. */
	readonly ignoredResources: ReadonlySet<string>;
	readonly ignoredGroups: ReadonlySet<string>;
	/** The emptier node when absent. */
	readonly strategy: ScoringStrategy | undefined;
}

/** Enough of everything asked for, and the emptier node preferred. Models plugins/noderesources Fit. */
export function fitWith({ ignoredResources, ignoredGroups, strategy }: FitArguments): Plugin {
	const isIgnored = (name: string): boolean =>
		name.includes('/') && (ignoredResources.has(name) || ignoredGroups.has(name.split('/')[0] as string));
	return {
		name: 'NodeResourcesFit',
		weight: 1,
		wakesOn: ['node-added', 'node-allocatable', 'pod-removed'],
		filter: (pod) => {
			const names = orderedNames(pod).filter((name) => !isIgnored(name));
			return { check: (node) => insufficient(pod, node, names) };
		},
		score: (pod) => ({
			of: (node) => (strategy === undefined ? leastAllocated(pod, node) : strategyScore(pod, node, strategy)),
		}),
	};
}

const NOTHING: ReadonlySet<string> = new Set();

export const nodeResourcesFit = fitWith({ ignoredResources: NOTHING, ignoredGroups: NOTHING, strategy: undefined });

/** How nodes are preferred when a profile says so. */
export interface ScoringStrategy {
	readonly type: 'LeastAllocated' | 'MostAllocated' | 'RequestedToCapacityRatio';
	readonly resources: readonly { readonly name: string; readonly weight: number }[];
	/** Scores (0 to 100) at degrees of use in percent; RequestedToCapacityRatio only. */
	readonly shape: readonly { readonly utilization: number; readonly score: number }[];
}

/** cpu, memory and ephemeral-storage first, as the real plugin checks them; then the rest by name. */
function orderedNames(pod: PodInfo): string[] {
	const asked = [...pod.requests.exact].filter(([, amount]) => amount > 0).map(([name]) => name);
	const rest = asked.filter((name) => !STANDARD.includes(name)).sort();
	return [...STANDARD.filter((name) => asked.includes(name)), ...rest];
}

const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

function insufficient(pod: PodInfo, node: NodeInfo, names: readonly string[]): Rejection | undefined {
	const reasons: string[] = [];
	let beyondNode = false;
	if (node.pods.size + 1 > (node.allocatable.get('pods') ?? 0)) reasons.push('Too many pods');
	for (const name of names) {
		const asked = pod.requests.exact.get(name) ?? 0;
		const allocatable = node.allocatable.get(name) ?? 0;
		if (asked <= allocatable - (node.requested.get(name) ?? 0)) continue;
		reasons.push(`Insufficient ${name}`);
		// Even an empty node would be too small: preemption cannot help.
		if (asked > allocatable) beyondNode = true;
	}
	return reasons.length === 0 ? undefined : { reasons, unresolvable: beyondNode };
}

function leastAllocated(pod: PodInfo, node: NodeInfo): number {
	let sum = 0;
	let weights = 0;
	for (const [capacity, used] of [
		[node.allocatable.get('cpu') ?? 0, node.nonZeroCpu + pod.requests.nonZeroCpu],
		[node.allocatable.get('memory') ?? 0, node.nonZeroMemory + pod.requests.nonZeroMemory],
	] as const) {
		if (capacity === 0) continue;
		weights++;
		if (used <= capacity) sum += Math.trunc(((capacity - used) * SCORE_MAX) / capacity);
	}
	return weights === 0 ? 0 : Math.trunc(sum / weights);
}

/** Models plugins/noderesources nodeResourceStrategyTypeMap. */
function strategyScore(pod: PodInfo, node: NodeInfo, { type, resources, shape }: ScoringStrategy): number {
	let sum = 0;
	let weights = 0;
	for (const { name, weight } of resources) {
		const capacity = node.allocatable.get(name) ?? 0;
		const asked = pod.requests.exact.get(name) ?? 0;
		const isBasic = name === 'cpu' || name === 'memory';
		if (capacity === 0 || (!isBasic && asked === 0)) continue;
		const used = isBasic ? nonZeroUse(pod, node, name) : (node.requested.get(name) ?? 0) + asked;
		weights += weight;
		if (type === 'RequestedToCapacityRatio') {
			sum += weight * scoreOnShape(shape, used > capacity ? 100 : Math.trunc((used * 100) / capacity));
		} else if (used <= capacity) {
			const part = type === 'MostAllocated' ? used : capacity - used;
			sum += weight * Math.trunc((part * SCORE_MAX) / capacity);
		}
	}
	return weights === 0 ? 0 : Math.trunc(sum / weights);
}

function nonZeroUse(pod: PodInfo, node: NodeInfo, name: 'cpu' | 'memory'): number {
	return name === 'cpu' ? node.nonZeroCpu + pod.requests.nonZeroCpu : node.nonZeroMemory + pod.requests.nonZeroMemory;
}

/** Models plugins/helper BuildBrokenLinearFunction. */
function scoreOnShape(shape: ScoringStrategy['shape'], utilization: number): number {
	const next = shape.findIndex((point) => utilization <= point.utilization);
	const [to, from] = [shape[next], shape[next - 1]];
	if (to === undefined) return shape.at(-1)?.score ?? 0;
	if (from === undefined) return to.score;
	const share = (utilization - from.utilization) / (to.utilization - from.utilization);
	return from.score + Math.trunc((to.score - from.score) * share);
}
