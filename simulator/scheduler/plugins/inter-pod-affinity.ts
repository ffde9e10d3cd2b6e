import { type AffinityTerm, affinityTermsOf, termMatches } from '../cache/affinity-terms.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { type Cluster, type Filter, type Plugin, SCORE_MAX, unresolvable, unschedulable } from '../framework/plugin.ts';

/** Of the plugin's configuration. */
interface InterPodAffinityArguments {
	/** Weight of a placed Pod's required affinity towards the Pod to place, in scoring: hardPodAffinityWeight. */
	readonly requiredWeight: number;
	/** What placed Pods prefer does not count for Pods that prefer nothing. */
	readonly ignoresPlacedPreferences: boolean;
}

/** Models plugins/interpodaffinity. */
export function interPodAffinityWith(args: InterPodAffinityArguments): Plugin {
	return {
		name: 'InterPodAffinity',
		weight: 2,
		wakesOn: ['node-added', 'node-labels', 'pod-placed', 'pod-removed', 'pod-labels'],
		filter: (pod, cluster) => filterOf(pod, cluster),
		score: (pod, cluster, feasible) => {
			const tally = scoringTally(pod, cluster, args);
			if (tally.size === 0) return undefined;
			return {
				of: (node) => scoreOf(node, tally),
				normalize: (scores) => spreadBetweenExtremes(scores, feasible.length),
			};
		},
	};
}

export const interPodAffinity = interPodAffinityWith({ requiredWeight: 1, ignoresPlacedPreferences: false });

/** Pods by value of a topology label. */
type ByValue = Map<string, number>;

function filterOf(pod: PodInfo, cluster: Cluster): Filter | undefined {
	const { cache, listers } = cluster;
	const own = affinityTermsOf(pod.pod);
	const affinity = own.filter((term) => term.role === 'required');
	const antiAffinity = own.filter((term) => term.role === 'requiredAnti');
	const repelledBy: { readonly key: string; readonly values: ByValue }[] = [];
	for (const { term, byNode } of cache.affinityTerms.all()) {
		if (term.role !== 'requiredAnti' || !termMatches(term, pod, listers.namespaceLabels)) continue;
		repelledBy.push({ key: term.topologyKey, values: byTopology(cluster, term.topologyKey, byNode) });
	}
	if (affinity.length === 0 && antiAffinity.length === 0 && repelledBy.length === 0) return undefined;

	const repels = antiAffinity.map((term) => ({ key: term.topologyKey, values: matching(cluster, [term], term) }));
	// A Pod counts for affinity when it matches all terms, each of which then looks at its own topology.
	const attracts = affinity.map((term) => ({ key: term.topologyKey, values: matching(cluster, affinity, term) }));
	const firstOfItsKind =
		attracts.every(({ values }) => values.size === 0) &&
		affinity.every((term) => termMatches(term, pod, listers.namespaceLabels));
	return {
		check: (node) => {
			if (!attracts.every(({ key }) => node.labels[key] !== undefined)) return affinityRejection;
			if (!firstOfItsKind && !attracts.every((each) => hasPods(node, each))) return affinityRejection;
			if (repels.some((each) => hasPods(node, each))) {
				return unschedulable("node(s) didn't match pod anti-affinity rules");
			}
			if (repelledBy.some((each) => hasPods(node, each))) {
				return unschedulable("node(s) didn't satisfy existing pods anti-affinity rules");
			}
			return undefined;
		},
	};
}

const affinityRejection = unresolvable("node(s) didn't match pod affinity rules");

function hasPods(node: NodeInfo, { key, values }: { readonly key: string; readonly values: ByValue }): boolean {
	const value = node.labels[key];
	return value !== undefined && (values.get(value) ?? 0) > 0;
}

/** Placed Pods that match all of `terms`, by the values of `of`'s topology. */
function matching(cluster: Cluster, terms: readonly AffinityTerm[], of: AffinityTerm): ByValue {
	const [only] = terms;
	if (terms.length === 1 && only !== undefined) return byTopology(cluster, of.topologyKey, countsOf(cluster, only));
	const byNode = new Map<string, number>();
	for (const node of cluster.cache.nodes.values()) {
		let count = 0;
		for (const info of node.pods.values()) {
			if (terms.every((term) => termMatches(term, info, cluster.listers.namespaceLabels))) count++;
		}
		if (count > 0) byNode.set(node.name, count);
	}
	return byTopology(cluster, of.topologyKey, byNode);
}

function countsOf({ cache, listers }: Cluster, term: AffinityTerm): ReadonlyMap<string, number> {
	let namespaces = term.namespaces;
	const selected = listers.namespaces().filter((each) => term.namespaceSelector.matches(each.metadata.labels));
	if (selected.length > 0) namespaces = new Set([...namespaces, ...selected.map((each) => each.metadata.name)]);
	return cache.selectorCounts.count(namespaces, term.selector, { countTerminating: true });
}

function byTopology({ cache }: Cluster, key: string, byNode: ReadonlyMap<string, number>): ByValue {
	const values: ByValue = new Map();
	for (const [nodeName, count] of byNode) {
		const value = cache.nodes.get(nodeName)?.labels[key];
		if (value !== undefined) values.set(value, (values.get(value) ?? 0) + count);
	}
	return values;
}

/** Sum of weights by topology label and value: what the Pod prefers, and what the placed Pods prefer of it. */
function scoringTally(
	pod: PodInfo,
	cluster: Cluster,
	{ requiredWeight, ignoresPlacedPreferences }: InterPodAffinityArguments,
): Map<string, ByValue> {
	const tally = new Map<string, ByValue>();
	const add = (term: AffinityTerm, byNode: ReadonlyMap<string, number>, weight: number): void => {
		for (const [value, count] of byTopology(cluster, term.topologyKey, byNode)) {
			const values = tally.get(term.topologyKey) ?? new Map<string, number>();
			values.set(value, (values.get(value) ?? 0) + count * weight);
			tally.set(term.topologyKey, values);
		}
	};
	const own = affinityTermsOf(pod.pod).filter(({ role }) => role === 'preferred' || role === 'preferredAnti');
	if (ignoresPlacedPreferences && own.length === 0) return tally;
	for (const term of own) {
		if (term.role === 'preferred') add(term, countsOf(cluster, term), term.weight);
		if (term.role === 'preferredAnti') add(term, countsOf(cluster, term), -term.weight);
	}
	for (const { term, byNode } of cluster.cache.affinityTerms.all()) {
		if (term.role === 'requiredAnti' || !termMatches(term, pod, cluster.listers.namespaceLabels)) continue;
		if (term.role === 'preferred') add(term, byNode, term.weight);
		if (term.role === 'preferredAnti') add(term, byNode, -term.weight);
		if (term.role === 'required' && requiredWeight > 0) add(term, byNode, requiredWeight);
	}
	return tally;
}

function scoreOf(node: NodeInfo, tally: ReadonlyMap<string, ByValue>): number {
	let score = 0;
	for (const [key, values] of tally) {
		const value = node.labels[key];
		if (value !== undefined) score += values.get(value) ?? 0;
	}
	return score;
}

function spreadBetweenExtremes(scores: number[], count: number): void {
	if (count === 0) return;
	const min = Math.min(...scores);
	const range = Math.max(...scores) - min;
	for (const [index, score] of scores.entries()) {
		scores[index] = range > 0 ? Math.trunc((SCORE_MAX * (score - min)) / range) : 0;
	}
}
