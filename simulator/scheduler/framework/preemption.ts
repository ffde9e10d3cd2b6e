import { labelSelectorFrom } from '../../machinery/selectors.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodInfo } from '../cache/pod-info.ts';
import { fitErrorMessage } from './fit-error.ts';
import type { Nominations } from './nominations.ts';
import type { Cluster, Plugin, Rejection } from './plugin.ts';
import { checkWithNominated, type FilterResult, prepareFilters } from './scheduling-cycle.ts';

/** What preemption would do for a Pod that fits nowhere. */
export interface Preemption {
	/** The node to clear, and what has to leave it. Undefined when nothing helps. */
	readonly candidate: { readonly node: string; readonly victims: readonly PodInfo[] } | undefined;
	/** What follows the reasons in the FailedScheduling text; undefined when there is a candidate. */
	readonly message: string | undefined;
	/** Why no Pods are to leave the others, by node. */
	readonly rejections: ReadonlyMap<string, Rejection>;
	/** The nomination the Pod has is void. */
	readonly clearNomination: boolean;
}

/** Models pkg/scheduler/framework/preemption Evaluator.Preempt with the default preemption plugin. */
export function findPreemption(
	plugins: readonly Plugin[],
	pod: PodInfo,
	cluster: Cluster,
	filtered: FilterResult,
	nominations: Nominations,
	nominated: string | undefined,
): Preemption {
	const refusal = whyNotEligible(pod, cluster, filtered, nominated);
	if (refusal !== undefined)
		return { candidate: undefined, message: refusal, rejections: NONE, clearNomination: false };
	const nodes = [...cluster.cache.nodes.values()];
	const rejections = new Map<string, Rejection>();
	const candidates: Candidate[] = [];
	for (const node of nodes) {
		const verdict = filtered.rejected.get(node.name);
		if (verdict === undefined || verdict.rejection.unresolvable) continue;
		const found = selectVictims(plugins, pod, node, cluster, nominations);
		if ('victims' in found) candidates.push(found);
		else rejections.set(node.name, found);
	}
	const best = pickCandidate(candidates);
	if (best !== undefined) {
		const candidate = { node: best.node.name, victims: best.victims };
		return { candidate, message: undefined, rejections, clearNomination: false };
	}
	const message = fitErrorMessage({
		rejections,
		absent: { reasons: ['Preemption is not helpful for scheduling'], unresolvable: true },
		preFilterMessage: undefined,
		postFilterMessage: undefined,
		nodeCount: nodes.length,
	});
	return { candidate: undefined, message, rejections, clearNomination: true };
}

const NONE: ReadonlyMap<string, Rejection> = new Map();

interface Candidate {
	readonly node: NodeInfo;
	/** Most important first. */
	readonly victims: readonly PodInfo[];
	readonly violations: number;
}

function whyNotEligible(
	pod: PodInfo,
	{ cache }: Cluster,
	filtered: FilterResult,
	nominated: string | undefined,
): string | undefined {
	if (pod.pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
	if (nominated === undefined) return undefined;
	// What made the nominated node fit no more may not go away with the victims: then look elsewhere.
	if (filtered.rejected.get(nominated)?.rejection.unresolvable === true) return undefined;
	for (const each of cache.nodes.get(nominated)?.pods.values() ?? []) {
		if (each.priority < pod.priority && isLeavingByPreemption(each)) {
			return 'not eligible due to a terminating pod on the nominated node.';
		}
	}
	return undefined;
}

/** Models defaultpreemption podTerminatingByPreemption. */
function isLeavingByPreemption({ pod }: PodInfo): boolean {
	if (pod.metadata.deletionTimestamp === undefined) return false;
	const condition = pod.status.conditions?.find((each) => each.type === 'DisruptionTarget');
	return condition?.status === 'True' && condition.reason === 'PreemptionByScheduler';
}

/**
 * The fewest and least important Pods whose going makes room: all less important ones are taken away, then as many
 * as still fit are let back. Room that others are nominated for is not there. Models defaultpreemption SelectVictimsOnNode.
 */
function selectVictims(
	plugins: readonly Plugin[],
	pod: PodInfo,
	node: NodeInfo,
	cluster: Cluster,
	nominations: Nominations,
): Candidate | Rejection {
	const lesser = [...node.pods.values()].filter((each) => each.priority < pod.priority);
	if (lesser.length === 0) return { reasons: ['No preemption victims found for incoming pod'], unresolvable: true };
	const fitsWithout = (gone: readonly PodInfo[]): Rejection | undefined =>
		cluster.cache.whatIf(
			node.name,
			{ remove: gone },
			() =>
				checkWithNominated(plugins, prepareFilters(plugins, pod, cluster), pod, node, cluster, nominations)?.rejection,
		);
	const rejection = fitsWithout(lesser);
	if (rejection !== undefined) return rejection;

	lesser.sort(moreImportantFirst);
	const { violating, others } = splitByBudgets(lesser, cluster);
	const gone = new Set(lesser);
	const victims: PodInfo[] = [];
	let violations = 0;
	for (const [group, violates] of [
		[violating, true],
		[others, false],
	] as const) {
		for (const each of group) {
			gone.delete(each);
			if (fitsWithout([...gone]) === undefined) continue;
			gone.add(each);
			victims.push(each);
			if (violates) violations++;
		}
	}
	return { node, victims: victims.sort(moreImportantFirst), violations };
}

/** Models pkg/scheduler/util MoreImportantPod. */
function moreImportantFirst(a: PodInfo, b: PodInfo): number {
	if (a.priority !== b.priority) return b.priority - a.priority;
	const [startA, startB] = [a.pod.status?.startTime ?? '~', b.pod.status?.startTime ?? '~'];
	return startA < startB ? -1 : startA > startB ? 1 : 0;
}

function splitByBudgets(
	pods: readonly PodInfo[],
	{ listers }: Cluster,
): { violating: readonly PodInfo[]; others: readonly PodInfo[] } {
	const left = new Map<string, number>();
	const violating: PodInfo[] = [];
	const others: PodInfo[] = [];
	for (const each of pods) {
		let violates = false;
		for (const budget of listers.disruptionBudgets(each.namespace)) {
			const selector = labelSelectorFrom(budget.spec?.selector);
			if (selector.isEmpty || !selector.matches(each.pod.metadata.labels)) continue;
			if (budget.status?.disruptedPods?.[each.name] !== undefined) continue;
			const allowed = (left.get(budget.metadata.uid) ?? budget.status?.disruptionsAllowed ?? 0) - 1;
			left.set(budget.metadata.uid, allowed);
			if (allowed < 0) violates = true;
		}
		(violates ? violating : others).push(each);
	}
	return { violating, others };
}

/** Models pickOneNodeForPreemption: each criterion narrows the choice until one node is left. */
function pickCandidate(candidates: readonly Candidate[]): Candidate | undefined {
	let left = candidates;
	for (const cost of [
		(each: Candidate) => each.violations,
		(each: Candidate) => each.victims[0]?.priority ?? Number.NEGATIVE_INFINITY,
		(each: Candidate) => each.victims.reduce((sum, { priority }) => sum + priority + 2 ** 31, 0),
		(each: Candidate) => each.victims.length,
	]) {
		if (left.length <= 1) break;
		const least = Math.min(...left.map(cost));
		left = left.filter((each) => cost(each) === least);
	}
	if (left.length <= 1) return left[0];
	// The node whose most important victims have run for the shortest time.
	const started = (each: Candidate): string => {
		const highest = each.victims[0]?.priority;
		const starts = each.victims.filter((victim) => victim.priority === highest);
		return starts.map((victim) => victim.pod.status?.startTime ?? '~').sort()[0] ?? '~';
	};
	return left.reduce((best, each) => (started(each) > started(best) ? each : best));
}
