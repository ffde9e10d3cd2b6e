import type { Node } from '../api/core/types/node.ts';
import type { Pod } from '../api/core/types/pod.ts';
import type { Change, Informer } from '../client/informer.ts';
import { jsonEqual } from '../machinery/json-equal.ts';
import type { ClusterCache } from './cache/cluster-cache.ts';
import { podInfoOf } from './cache/pod-info.ts';
import type { Nominations } from './framework/nominations.ts';
import type { SchedulingQueue } from './scheduling-queue.ts';

/** Keeps cache and queue in step with the API. Models pkg/scheduler/eventhandlers.go. */
export class ClusterEvents {
	readonly #schedulerNames: ReadonlySet<string>;
	readonly #cache: ClusterCache;
	readonly #queue: SchedulingQueue;
	readonly #nominations: Nominations;

	constructor(of: {
		schedulerNames: ReadonlySet<string>;
		cache: ClusterCache;
		queue: SchedulingQueue;
		nominations: Nominations;
	}) {
		this.#schedulerNames = of.schedulerNames;
		this.#cache = of.cache;
		this.#queue = of.queue;
		this.#nominations = of.nominations;
	}

	/** Takes what is known, then every change. */
	follow(nodes: Informer<Node>, pods: Informer<Pod>): void {
		nodes.onChange((change) => this.#onNode(change));
		pods.onChange((change) => this.#onPod(change));
	}

	#onNode({ type, object, old }: Change<Node>): void {
		if (type === 'deleted') {
			this.#cache.removeNode(object.metadata.name);
			return;
		}
		this.#cache.setNode(object);
		if (old === undefined) {
			this.#queue.onEvent('node-added');
			return;
		}
		if (!jsonEqual(old.status.allocatable, object.status.allocatable)) this.#queue.onEvent('node-allocatable');
		if (!jsonEqual(old.metadata.labels, object.metadata.labels)) this.#queue.onEvent('node-labels');
		if (!jsonEqual(old.spec, object.spec)) this.#queue.onEvent('node-taints');
	}

	#onPod({ type, object, old }: Change<Pod>): void {
		const { uid } = object.metadata;
		if (old !== undefined && old.metadata.uid !== uid) this.#forget(old.metadata.uid);
		if (type === 'deleted' || hasEnded(object)) {
			this.#forget(uid);
			return;
		}
		if (isPlaced(object)) {
			this.#queue.delete(uid);
			this.#nominations.delete(uid);
			const wasPlaced = this.#cache.isPlaced(uid) && !this.#cache.isAssumed(uid);
			this.#cache.setPod(object);
			if (!wasPlaced) this.#queue.onEvent('pod-placed');
			else if (old !== undefined && !jsonEqual(old.metadata.labels, object.metadata.labels)) {
				this.#queue.onEvent('pod-labels');
			}
			return;
		}
		this.#onPending(object, old);
	}

	#onPending(pod: Pod, old: Pod | undefined): void {
		const { uid } = pod.metadata;
		if (!this.#schedulerNames.has(pod.spec.schedulerName ?? '') || this.#cache.isAssumed(uid)) return;
		if (pod.metadata.deletionTimestamp !== undefined) {
			this.#queue.delete(uid);
			return;
		}
		// Its own status says nothing new: the scheduler wrote it.
		if (old !== undefined && old.spec === pod.spec && old.metadata.labels === pod.metadata.labels) return;
		const changed =
			old !== undefined && !(jsonEqual(old.spec, pod.spec) && jsonEqual(old.metadata.labels, pod.metadata.labels));
		const info = podInfoOf(pod);
		const nominated = pod.status.nominatedNodeName ?? '';
		if (old === undefined && nominated !== '') this.#nominations.set(info, nominated);
		this.#queue.set(info, changed);
	}

	#forget(uid: string): void {
		this.#queue.delete(uid);
		this.#nominations.delete(uid);
		if (!this.#cache.isPlaced(uid)) return;
		this.#cache.removePod(uid);
		this.#queue.onEvent('pod-removed');
	}
}

function isPlaced(pod: Pod): boolean {
	return pod.spec.nodeName !== undefined && pod.spec.nodeName !== '';
}

function hasEnded(pod: Pod): boolean {
	return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
}
