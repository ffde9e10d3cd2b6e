import type { TopologySpreadConstraint } from '../../api/core/types/container.ts';
import type { Node } from '../../api/core/types/node.ts';
import { requiredNodeAffinity } from '../../machinery/node-selection.ts';
import { LabelSelector, labelSelectorFrom, selectorFromMap } from '../../machinery/selectors.ts';
import { toleratesAny } from '../../machinery/toleration.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import {
	type Cluster,
	type Filter,
	type Plugin,
	SCORE_MAX,
	type Score,
	unresolvable,
	unschedulable,
} from '../framework/plugin.ts';

/** What Pods without constraints of their own are spread by. */
interface DefaultConstraint {
	readonly topologyKey: string;
	readonly maxSkew: number;
	readonly whenUnsatisfiable: string;
}

/**
 * Models plugins/podtopologyspread.
 * @param defaults of a profile that lists its own; the system's when absent.
 */
export function podTopologySpreadWith(defaults: readonly DefaultConstraint[] | undefined): Plugin {
	return {
		name: 'PodTopologySpread',
		weight: 2,
		wakesOn: ['node-added', 'node-labels', 'pod-placed', 'pod-removed', 'pod-labels'],
		filter: (pod, cluster) => filterOf(pod, cluster, defaults ?? SYSTEM_DEFAULTS),
		score: (pod, cluster, feasible) => scoreOf(pod, cluster, feasible, defaults),
	};
}

const HOSTNAME = 'kubernetes.io/hostname';
const SYSTEM_DEFAULTS = [
	{ topologyKey: HOSTNAME, maxSkew: 3, whenUnsatisfiable: 'ScheduleAnyway' },
	{ topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5, whenUnsatisfiable: 'ScheduleAnyway' },
] as const;

export const podTopologySpread = podTopologySpreadWith(undefined);

/** A constraint ready for counting. */
interface Constraint {
	readonly topologyKey: string;
	readonly maxSkew: number;
	readonly minDomains: number;
	readonly selector: LabelSelector;
	/** Whether the Pods of a node count (node affinity and taints policies). */
	readonly includes: (node: Node) => boolean;
}

function filterOf(pod: PodInfo, cluster: Cluster, defaults: readonly DefaultConstraint[]): Filter | undefined {
	const constraints = constraintsOf(pod, cluster, 'DoNotSchedule', defaults);
	if (constraints.length === 0) return undefined;
	const hasAllKeys = (node: NodeInfo): boolean =>
		constraints.every(({ topologyKey }) => node.labels[topologyKey] !== undefined);
	const skews = constraints.map((constraint) => {
		const domains = new Map<string, number>();
		const counts = countsOf(pod, constraint, cluster);
		for (const node of cluster.cache.nodes.values()) {
			if (!hasAllKeys(node) || !constraint.includes(node.node)) continue;
			const value = node.labels[constraint.topologyKey] as string;
			domains.set(value, (domains.get(value) ?? 0) + (counts.get(node.name) ?? 0));
		}
		const least = domains.size < constraint.minDomains ? 0 : Math.min(...domains.values());
		const self = constraint.selector.matches(pod.pod.metadata.labels) ? 1 : 0;
		return { constraint, domains, least, self };
	});
	return {
		check: (node) => {
			for (const { constraint, domains, least, self } of skews) {
				const value = node.labels[constraint.topologyKey];
				if (value === undefined) {
					return unresolvable("node(s) didn't match pod topology spread constraints (missing required label)");
				}
				if ((domains.get(value) ?? 0) + self - least > constraint.maxSkew) {
					return unschedulable("node(s) didn't match pod topology spread constraints");
				}
			}
			return undefined;
		},
	};
}

function scoreOf(
	pod: PodInfo,
	cluster: Cluster,
	feasible: readonly NodeInfo[],
	defaults: readonly DefaultConstraint[] | undefined,
): Score | undefined {
	const explicit = defaults !== undefined || (pod.pod.spec.topologySpreadConstraints ?? []).length > 0;
	const constraints = constraintsOf(pod, cluster, 'ScheduleAnyway', defaults ?? SYSTEM_DEFAULTS);
	if (constraints.length === 0) return undefined;
	// The system's defaults do not ask for all labels, so that nodes without a zone still spread by host.
	const ignored = (node: NodeInfo): boolean =>
		explicit && !constraints.every(({ topologyKey }) => node.labels[topologyKey] !== undefined);
	const scored = feasible.filter((node) => !ignored(node));
	const tallies = constraints.map((constraint) => tally(pod, constraint, cluster, scored, ignored));
	return {
		of: (node) => {
			if (ignored(node)) return IGNORED;
			let score = 0;
			for (const { constraint, byNode, domains, weight } of tallies) {
				const value = node.labels[constraint.topologyKey];
				if (value === undefined) continue;
				const count = constraint.topologyKey === HOSTNAME ? byNode.get(node.name) : domains.get(value);
				score += (count ?? 0) * weight + (constraint.maxSkew - 1);
			}
			return Math.round(score);
		},
		normalize: invert,
	};
}

const IGNORED = -1;

function tally(
	pod: PodInfo,
	constraint: Constraint,
	cluster: Cluster,
	scored: readonly NodeInfo[],
	ignored: (node: NodeInfo) => boolean,
): {
	readonly constraint: Constraint;
	readonly byNode: ReadonlyMap<string, number>;
	readonly domains: ReadonlyMap<string | undefined, number>;
	readonly weight: number;
} {
	const byNode = countsOf(pod, constraint, cluster);
	const domains = new Map<string | undefined, number>();
	if (constraint.topologyKey === HOSTNAME) {
		return { constraint, byNode, domains, weight: Math.log(scored.length + 2) };
	}
	for (const node of scored) domains.set(node.labels[constraint.topologyKey], 0);
	for (const node of cluster.cache.nodes.values()) {
		const value = node.labels[constraint.topologyKey];
		const known = domains.get(value);
		if (known === undefined || ignored(node) || !constraint.includes(node.node)) continue;
		domains.set(value, known + (byNode.get(node.name) ?? 0));
	}
	return { constraint, byNode, domains, weight: Math.log(domains.size + 2) };
}

/** The fewer matching Pods the better; ignored nodes come last. */
function invert(scores: number[]): void {
	const counted = scores.filter((score) => score !== IGNORED);
	const min = Math.min(...counted);
	const max = Math.max(0, ...counted);
	for (const [index, score] of scores.entries()) {
		if (score === IGNORED) scores[index] = 0;
		else scores[index] = max === 0 ? SCORE_MAX : Math.trunc((SCORE_MAX * (max + min - score)) / max);
	}
}

function countsOf(pod: PodInfo, { selector }: Constraint, { cache }: Cluster): ReadonlyMap<string, number> {
	return cache.selectorCounts.count(new Set([pod.namespace]), selector, { countTerminating: false });
}

function constraintsOf(
	pod: PodInfo,
	cluster: Cluster,
	whenUnsatisfiable: string,
	defaults: readonly DefaultConstraint[],
): Constraint[] {
	const own = pod.pod.spec.topologySpreadConstraints ?? [];
	if (own.length === 0) {
		const wanted = defaults.filter((each) => each.whenUnsatisfiable === whenUnsatisfiable);
		return wanted.length === 0 ? [] : defaultConstraints(pod, cluster, wanted);
	}
	const wanted = own.filter((each) => each.whenUnsatisfiable === whenUnsatisfiable);
	if (wanted.length === 0) return [];
	const affinity = requiredNodeAffinity(pod.pod);
	return wanted.map((each) => ({
		topologyKey: each.topologyKey,
		maxSkew: each.maxSkew,
		minDomains: each.minDomains ?? 1,
		selector: selectorOf(pod, each),
		includes: (node) => {
			if (each.nodeAffinityPolicy !== 'Ignore' && affinity !== undefined && !affinity(node)) return false;
			if (each.nodeTaintsPolicy !== 'Honor') return true;
			return !(node.spec?.taints ?? []).some(
				(taint) => taint.effect !== 'PreferNoSchedule' && !toleratesAny(pod.pod.spec.tolerations ?? [], taint),
			);
		},
	}));
}

function selectorOf(pod: PodInfo, constraint: TopologySpreadConstraint): LabelSelector {
	const base = labelSelectorFrom(constraint.labelSelector);
	const labels = pod.pod.metadata.labels ?? {};
	const keys = (constraint.matchLabelKeys ?? []).filter((key) => Object.hasOwn(labels, key));
	if (keys.length === 0) return base;
	const own = keys.map((key) => ({ key, operator: '=' as const, values: [labels[key] as string] }));
	return new LabelSelector([...base.requirements, ...own]);
}

/** Without constraints of its own a Pod is spread with those its Services and its controller select. */
function defaultConstraints(pod: PodInfo, { listers }: Cluster, wanted: readonly DefaultConstraint[]): Constraint[] {
	const requirements: LabelSelector['requirements'][number][] = [];
	const ofServices = new Map<string, string>();
	for (const { spec } of listers.services(pod.namespace)) {
		if (spec.selector === undefined || !selectorFromMap(spec.selector).matches(pod.pod.metadata.labels)) continue;
		for (const [key, value] of Object.entries(spec.selector)) ofServices.set(key, value);
	}
	for (const [key, value] of ofServices) requirements.push({ key, operator: '=', values: [value] });
	requirements.push(...(listers.controllerSelector(pod.pod)?.requirements ?? []));
	if (requirements.length === 0) return [];
	const selector = new LabelSelector(requirements);
	const affinity = requiredNodeAffinity(pod.pod);
	return wanted.map(({ topologyKey, maxSkew }) => ({
		topologyKey,
		maxSkew,
		minDomains: 1,
		selector,
		includes: (node) => affinity === undefined || affinity(node),
	}));
}
