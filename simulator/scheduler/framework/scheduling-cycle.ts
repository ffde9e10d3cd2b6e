import type { Random } from '../../machinery/random.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import type { Nominations } from './nominations.ts';
import type { Cluster, Filter, Plugin, Rejection } from './plugin.ts';
import { SCORE_MAX } from './plugin.ts';
import type { ScoreSheet } from './score-sheet.ts';

/** What a look at all nodes found for one Pod. */
export interface FilterResult {
	readonly feasible: readonly NodeInfo[];
	/** By node name: which plugin rejected it, and why. */
	readonly rejected: ReadonlyMap<string, { readonly plugin: string; readonly rejection: Rejection }>;
	/** What the nodes that were not looked at count as. */
	readonly absent: Rejection | undefined;
	readonly preFilterMessage: string | undefined;
	/** How many nodes were not looked at. */
	readonly unseen: number;
	/** Plugins that rejected something: what may change their mind wakes the Pod. */
	readonly plugins: ReadonlySet<string>;
	/** Where the next Pod's search starts, so that large clusters are used evenly. */
	readonly nextStart: number;
}

export interface SearchOptions {
	/** Of the nodes in their order: where to begin. */
	readonly start: number;
	/** How many of the nodes are enough; 0 for as many as the cluster's size asks for. */
	readonly percentage: number;
}

/** Runs the filters of a prepared Pod. Models pkg/scheduler schedule_one.go findNodesThatFitPod. */
export function findFeasible(
	plugins: readonly Plugin[],
	pod: PodInfo,
	cluster: Cluster,
	nominations: Nominations,
	{ start, percentage }: SearchOptions,
): FilterResult {
	const prepared = prepareFilters(plugins, pod, cluster);
	const rejected = new Map<string, { plugin: string; rejection: Rejection }>();
	const all = [...cluster.cache.nodes.values()];
	for (const { plugin, filter } of prepared) {
		const rejection = filter.rejectAll;
		if (rejection === undefined) continue;
		return {
			feasible: [],
			rejected: new Map(all.map((node) => [node.name, { plugin, rejection: { ...rejection, reasons: [] } }])),
			absent: undefined,
			preFilterMessage: rejection.reasons.join(', '),
			unseen: 0,
			plugins: new Set([plugin]),
			nextStart: start,
		};
	}
	const { nodes, absent, narrowedBy } = narrow(all, prepared);
	const scored = plugins.some(({ score }) => score !== undefined);
	const wanted = scored ? feasibleWanted(nodes.length, percentage) : 1;
	const feasible: NodeInfo[] = [];
	const rejectingPlugins = new Set<string>(narrowedBy);
	let looked = 0;
	for (; looked < nodes.length && feasible.length < wanted; looked++) {
		const node = nodes[(start + looked) % nodes.length] as NodeInfo;
		const verdict = checkWithNominated(plugins, prepared, pod, node, cluster, nominations);
		if (verdict === undefined) {
			feasible.push(node);
			continue;
		}
		rejected.set(node.name, verdict);
		rejectingPlugins.add(verdict.plugin);
	}
	const nextStart = nodes.length === 0 ? 0 : (start + looked) % nodes.length;
	const unseen = all.length - looked;
	return { feasible, rejected, absent, preFilterMessage: undefined, unseen, plugins: rejectingPlugins, nextStart };
}

interface PreparedFilter {
	readonly plugin: string;
	readonly filter: Filter;
}

export function prepareFilters(plugins: readonly Plugin[], pod: PodInfo, cluster: Cluster): PreparedFilter[] {
	const prepared: PreparedFilter[] = [];
	for (const plugin of plugins) {
		const filter = plugin.filter?.(pod, cluster);
		if (filter !== undefined) prepared.push({ plugin: plugin.name, filter });
	}
	return prepared;
}

/** The first rejection in plugin order. */
function checkNode(
	prepared: readonly PreparedFilter[],
	node: NodeInfo,
): { plugin: string; rejection: Rejection } | undefined {
	for (const { plugin, filter } of prepared) {
		const rejection = filter.check?.(node);
		if (rejection !== undefined) return { plugin, rejection };
	}
	return undefined;
}

/**
 * A node on which a more important Pod is waiting for its victims to go must have room for both.
 * Models framework/runtime RunFilterPluginsWithNominatedPods.
 */
export function checkWithNominated(
	plugins: readonly Plugin[],
	prepared: readonly PreparedFilter[],
	pod: PodInfo,
	node: NodeInfo,
	cluster: Cluster,
	nominations: Nominations,
): { plugin: string; rejection: Rejection } | undefined {
	const add = nominations.on(node.name).filter((each) => each.uid !== pod.uid && each.priority >= pod.priority);
	if (add.length > 0) {
		const verdict = cluster.cache.whatIf(node.name, { add }, () =>
			checkNode(prepareFilters(plugins, pod, cluster), node),
		);
		if (verdict !== undefined) return verdict;
	}
	return checkNode(prepared, node);
}

function narrow(
	all: readonly NodeInfo[],
	prepared: readonly PreparedFilter[],
): { nodes: readonly NodeInfo[]; absent: Rejection | undefined; narrowedBy: readonly string[] } {
	const narrowing = prepared.filter(({ filter }) => filter.onlyNodes !== undefined);
	if (narrowing.length === 0) return { nodes: all, absent: undefined, narrowedBy: [] };
	const narrowedBy = narrowing.map(({ plugin }) => plugin).sort();
	return {
		nodes: all.filter((node) => narrowing.every(({ filter }) => filter.onlyNodes?.has(node.name))),
		absent: { reasons: [`node(s) didn't satisfy plugin(s) [${narrowedBy.join(' ')}]`], unresolvable: true },
		narrowedBy,
	};
}

/** In clusters of more than a hundred nodes a part of the feasible ones is enough. Models numFeasibleNodesToFind. */
function feasibleWanted(nodes: number, percentage: number): number {
	if (nodes < 100) return nodes;
	const share = percentage === 0 ? Math.max(5, Math.trunc(50 - nodes / 125)) : percentage;
	return Math.max(100, Math.trunc((nodes * share) / 100));
}

/** Scores the feasible nodes; ties at the top are broken at random. Models prioritizeNodes and selectHost. */
export function pickNode(
	plugins: readonly Plugin[],
	pod: PodInfo,
	cluster: Cluster,
	feasible: readonly NodeInfo[],
	random: Random,
): { node: NodeInfo; sheet: ScoreSheet | undefined } {
	const [first] = feasible;
	if (first === undefined) throw new Error('assertion failed: no node to pick from');
	if (feasible.length === 1) return { node: first, sheet: undefined };
	const totals = feasible.map(() => 0);
	const columns: ScoreSheet['columns'][number][] = [];
	for (const { name, score: prepare, weight = 1 } of plugins) {
		const score = prepare?.(pod, cluster, feasible);
		if (score === undefined) continue;
		const scores = feasible.map(score.of);
		score.normalize?.(scores);
		for (let index = 0; index < scores.length; index++) {
			const value = scores[index] as number;
			if (value < 0 || value > SCORE_MAX) throw new Error(`assertion failed: ${name} scores ${value}`);
			totals[index] = (totals[index] as number) + value * weight;
		}
		columns.push({ plugin: name, weight, scores });
	}
	const best = Math.max(...totals);
	const winners = feasible.filter((_, index) => totals[index] === best);
	const node = winners.length === 1 ? (winners[0] as NodeInfo) : random.pick(winners);
	return { node, sheet: { nodes: feasible, totals, columns } };
}
