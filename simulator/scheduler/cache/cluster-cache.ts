import type { Node } from '../../api/core/types/node.ts';
import type { Pod } from '../../api/core/types/pod.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { AffinityTermIndex } from './affinity-terms.ts';
import { NodeInfo } from './node-info.ts';
import { type PodInfo, podInfoOf } from './pod-info.ts';
import { SelectorCounts } from './selector-counts.ts';

/**
 * The nodes and what is or is about to be placed on them. A Pod whose binding is under way is *assumed*: it counts
 * from the decision on, until the API shows it placed or the binding fails. Everything here can be
 * rebuilt from the API. Models pkg/scheduler/backend/cache.
 */
export class ClusterCache {
	/** By name, in the order they came. Only nodes that exist. */
	readonly nodes = new Map<string, NodeInfo>();
	readonly selectorCounts = new SelectorCounts(() => this.nodes.values());
	readonly affinityTerms = new AffinityTermIndex();
	/** By normalised image name: bytes by node. */
	readonly images = new Map<string, Map<string, number>>();
	readonly #placed = new Map<string, { info: PodInfo; nodeName: string; assumed: boolean }>();
	/** Pods of nodes that are not (or no longer) there. */
	readonly #homeless = new Map<string, Map<string, PodInfo>>();

	setNode(node: Node): void {
		const name = node.metadata.name;
		const known = this.nodes.get(name);
		if (known !== undefined) {
			if (known.node.status?.images !== node.status?.images) {
				this.#forgetImages(known.node);
				this.#noteImages(node);
			}
			known.setNode(node);
			return;
		}
		this.#noteImages(node);
		this.nodes.set(name, new NodeInfo(node));
		const waiting = this.#homeless.get(name);
		this.#homeless.delete(name);
		for (const info of waiting?.values() ?? []) this.#attach(info, name);
	}

	removeNode(name: string): void {
		const node = this.nodes.get(name);
		if (node === undefined) return;
		const pods = [...node.pods.values()];
		for (const info of pods) this.#detach(info, name);
		this.#forgetImages(node.node);
		this.nodes.delete(name);
		if (pods.length > 0) this.#homeless.set(name, new Map(pods.map((info) => [info.uid, info])));
	}

	/** The API shows this Pod on a node (or changed there). */
	setPod(pod: Pod): void {
		const nodeName = pod.spec.nodeName as string;
		const known = this.#placed.get(pod.metadata.uid);
		// Status changes are most events by far, and nothing that is counted depends on them.
		if (known !== undefined && known.nodeName === nodeName && countsTheSame(known.info.pod, pod, known.assumed)) {
			known.assumed = false;
			return;
		}
		if (known !== undefined) this.removePod(pod.metadata.uid);
		this.#place(podInfoOf(pod), nodeName, false);
	}

	assume(info: PodInfo, nodeName: string): void {
		this.#place(info, nodeName, true);
	}

	/** Undoes `assume` when the binding has failed. */
	forget(uid: string): void {
		if (this.#placed.get(uid)?.assumed === true) this.removePod(uid);
	}

	removePod(uid: string): void {
		const placed = this.#placed.get(uid);
		if (placed === undefined) return;
		this.#placed.delete(uid);
		this.#detach(placed.info, placed.nodeName);
	}

	isPlaced(uid: string): boolean {
		return this.#placed.has(uid);
	}

	isAssumed(uid: string): boolean {
		return this.#placed.get(uid)?.assumed === true;
	}

	/** Runs `look` as if these Pods were (or were not) on the node. */
	whatIf<T>(nodeName: string, change: { add?: readonly PodInfo[]; remove?: readonly PodInfo[] }, look: () => T): T {
		for (const info of change.remove ?? []) this.#detach(info, nodeName);
		for (const info of change.add ?? []) this.#attach(info, nodeName);
		try {
			return look();
		} finally {
			for (const info of change.add ?? []) this.#detach(info, nodeName);
			for (const info of change.remove ?? []) this.#attach(info, nodeName);
		}
	}

	#place(info: PodInfo, nodeName: string, assumed: boolean): void {
		this.#placed.set(info.uid, { info, nodeName, assumed });
		this.#attach(info, nodeName);
	}

	#attach(info: PodInfo, nodeName: string): void {
		const node = this.nodes.get(nodeName);
		if (node === undefined) {
			const waiting = this.#homeless.get(nodeName);
			if (waiting === undefined) this.#homeless.set(nodeName, new Map([[info.uid, info]]));
			else waiting.set(info.uid, info);
			return;
		}
		node.add(info);
		this.selectorCounts.podAdded(info, nodeName);
		this.affinityTerms.podAdded(info, nodeName);
	}

	#detach(info: PodInfo, nodeName: string): void {
		const node = this.nodes.get(nodeName);
		if (node === undefined) {
			const waiting = this.#homeless.get(nodeName);
			if (waiting?.delete(info.uid) && waiting.size === 0) this.#homeless.delete(nodeName);
			return;
		}
		node.remove(info);
		this.selectorCounts.podRemoved(info, nodeName);
		this.affinityTerms.podRemoved(info, nodeName);
	}

	#noteImages(node: Node): void {
		for (const { names, sizeBytes } of node.status?.images ?? []) {
			for (const name of names ?? []) {
				const holders = this.images.get(name);
				if (holders === undefined) this.images.set(name, new Map([[node.metadata.name, sizeBytes ?? 0]]));
				else holders.set(node.metadata.name, sizeBytes ?? 0);
			}
		}
	}

	#forgetImages(node: Node): void {
		for (const name of (node.status?.images ?? []).flatMap((image) => image.names ?? [])) {
			const holders = this.images.get(name);
			if (holders?.delete(node.metadata.name) && holders.size === 0) this.images.delete(name);
		}
	}
}

/** A binding changes nothing but the node's name, so an assumed Pod's spec need not be compared. */
function countsTheSame(a: Pod, b: Pod, assumed: boolean): boolean {
	return (
		a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
		jsonEqual(a.metadata.labels, b.metadata.labels) &&
		(assumed || jsonEqual(a.spec, b.spec))
	);
}
