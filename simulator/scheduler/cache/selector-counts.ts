import type { LabelSelector } from '../../machinery/selectors.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

interface Counter {
	readonly namespaces: ReadonlySet<string>;
	readonly selector: LabelSelector;
	readonly countTerminating: boolean;
	readonly byNode: Map<string, number>;
}

/**
 * How many Pods of some namespaces a selector matches on each node. The first question about a selector counts
 * all Pods, later ones read what Pod events have kept up to date: scheduling the five-thousandth replica
 * costs as much as the first.
 */
export class SelectorCounts {
	readonly #counters = new Map<string, Counter>();
	readonly #nodes: () => Iterable<NodeInfo>;

	constructor(nodes: () => Iterable<NodeInfo>) {
		this.#nodes = nodes;
	}

	/** Counts by node name; nodes without a match are absent. Valid until the next Pod event. */
	count(
		namespaces: ReadonlySet<string>,
		selector: LabelSelector,
		options: { readonly countTerminating: boolean },
	): ReadonlyMap<string, number> {
		const { countTerminating } = options;
		const key = `${[...namespaces].sort().join(',')}|${countTerminating}|${selector.toString()}`;
		const known = this.#counters.get(key);
		if (known !== undefined) {
			this.#counters.delete(key);
			this.#counters.set(key, known);
			return known.byNode;
		}
		const counter: Counter = { namespaces, selector, countTerminating, byNode: new Map() };
		for (const node of this.#nodes()) for (const info of node.pods.values()) adjust(counter, info, node.name, 1);
		this.#counters.set(key, counter);
		if (this.#counters.size > COUNTERS_KEPT) {
			const oldest = this.#counters.keys().next();
			if (!oldest.done) this.#counters.delete(oldest.value);
		}
		return counter.byNode;
	}

	podAdded(info: PodInfo, nodeName: string): void {
		for (const counter of this.#counters.values()) adjust(counter, info, nodeName, 1);
	}

	podRemoved(info: PodInfo, nodeName: string): void {
		for (const counter of this.#counters.values()) adjust(counter, info, nodeName, -1);
	}
}

/** Selectors kept counted; the one not asked for longest goes first. */
const COUNTERS_KEPT = 64;

function adjust(counter: Counter, info: PodInfo, nodeName: string, by: 1 | -1): void {
	if (!counter.namespaces.has(info.namespace)) return;
	if (!counter.countTerminating && info.pod.metadata.deletionTimestamp !== undefined) return;
	if (!counter.selector.matches(info.pod.metadata.labels)) return;
	const count = (counter.byNode.get(nodeName) ?? 0) + by;
	if (count === 0) counter.byNode.delete(nodeName);
	else counter.byNode.set(nodeName, count);
}
