import type { Node } from '../api/core/types/node.ts';
import type { Pod } from '../api/core/types/pod.ts';
import type { ApiClient } from '../client/api-client.ts';
import { TransportError } from '../client/transport.ts';
import type { Context } from '../machinery/context.ts';
import { ApiError } from '../machinery/status.ts';
import { startTask, type Task } from '../machinery/task.ts';
import { HASH_ANNOTATION, MIRROR_ANNOTATION } from './pod/pod-facts.ts';
import { PODS } from './resources.ts';

/** A mirror that could not be made is tried again after this. */
const RETRY_MS = 5_000;

/** The API objects that show static Pods. Models pkg/kubelet/pod mirrorClient. */
export class MirrorPods {
	readonly #context: Context;
	readonly #client: ApiClient;
	readonly #node: () => Node | undefined;
	/** By "namespace/name", as the API has them. */
	readonly #mirrors = new Map<string, Pod>();
	readonly #creating = new Set<string>();

	constructor(context: Context, client: ApiClient, node: () => Node | undefined) {
		this.#context = context;
		this.#client = client;
		this.#node = node;
	}

	seen(mirror: Pod): void {
		this.#mirrors.set(keyOf(mirror), mirror);
	}

	gone(mirror: Pod): void {
		this.#mirrors.delete(keyOf(mirror));
	}

	/** The mirror of a static Pod that shows this version of it. */
	of(pod: Pod): Pod | undefined {
		const mirror = this.#mirrors.get(keyOf(pod));
		return mirror?.metadata.annotations?.[MIRROR_ANNOTATION] === pod.metadata.uid ? mirror : undefined;
	}

	list(): readonly Pod[] {
		return [...this.#mirrors.values()];
	}

	/** Makes the mirror when there is none; one of an older version of the file is deleted first. */
	ensure(pod: Pod): void {
		const key = keyOf(pod);
		const mirror = this.#mirrors.get(key);
		if (mirror?.metadata.deletionTimestamp === undefined && this.of(pod) !== undefined) return;
		if (this.#creating.has(key)) return;
		this.#creating.add(key);
		this.#context.loop.post(() =>
			startTask(this.#create(pod, mirror), (done) => {
				this.#creating.delete(key);
				if (!done) this.#context.loop.after(RETRY_MS, () => this.ensure(pod));
			}),
		);
	}

	/** Deletes the mirror of a Pod that is no more. */
	remove(mirror: Pod): void {
		this.#context.loop.post(() => startTask(this.#delete(mirror), () => undefined));
	}

	*#create(pod: Pod, stale: Pod | undefined): Task<boolean> {
		try {
			if (stale !== undefined) yield* this.#delete(stale);
			const node = this.#node();
			const { name, namespace, labels, annotations } = pod.metadata;
			const hash = annotations?.[HASH_ANNOTATION] ?? '';
			yield* this.#client.create(PODS, {
				metadata: {
					name,
					...(namespace === undefined ? {} : { namespace }),
					...(labels === undefined ? {} : { labels }),
					annotations: { ...annotations, [MIRROR_ANNOTATION]: hash },
					...(node === undefined
						? {}
						: {
								ownerReferences: [
									{
										apiVersion: 'v1',
										kind: 'Node',
										name: node.metadata.name,
										uid: node.metadata.uid,
										controller: true,
									},
								],
							}),
				},
				spec: pod.spec,
			});
			return true;
		} catch (error) {
			// It may be one of an older version that this kubelet has not seen, as after a restore of etcd.
			if (error instanceof ApiError && error.reason === 'AlreadyExists') return this.of(pod) !== undefined;
			if (error instanceof ApiError || error instanceof TransportError) return false;
			throw error;
		}
	}

	*#delete(mirror: Pod): Task<void> {
		const { name, namespace = '', uid } = mirror.metadata;
		try {
			yield* this.#client.delete(PODS, { namespace, name }, { gracePeriodSeconds: 0, uid });
		} catch (error) {
			if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
		}
	}
}

function keyOf(pod: Pod): string {
	return `${pod.metadata.namespace}/${pod.metadata.name}`;
}
