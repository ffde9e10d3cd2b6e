import type { ConfigMap, Secret } from '../../api/core/types/object.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { Informer } from '../../client/informer.ts';
import type { Resource } from '../../client/resource.ts';
import type { Context } from '../../machinery/context.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { CONFIG_MAPS, SECRETS } from '../resources.ts';

interface Watched {
	readonly informer: Informer<KubeObject>;
	readonly synced: Signal;
	/** Pods that refer to it. */
	readonly users: Set<string>;
	readonly namespace: string;
	readonly name: string;
}

/**
 * The ConfigMaps and Secrets that this node's Pods refer to, each watched by itself for as long as a Pod does.
 * Models pkg/kubelet/util/manager watchBasedManager.
 */
export class ConfigObjects {
	readonly #context: Context;
	readonly #client: ApiClient;
	readonly #watched = new Map<string, Watched>();
	readonly #onChange: (podUid: string) => void;

	/** @param onChange told of each Pod that refers to an object that has changed. */
	constructor(context: Context, client: ApiClient, onChange: (podUid: string) => void) {
		this.#context = context;
		this.#client = client;
		this.#onChange = onChange;
	}

	/** Undefined when there is none. Waits while the API server does not answer. */
	configMap(podUid: string, namespace: string, name: string): Task<ConfigMap | undefined> {
		return this.#read(CONFIG_MAPS, podUid, namespace, name);
	}

	secret(podUid: string, namespace: string, name: string): Task<Secret | undefined> {
		return this.#read(SECRETS, podUid, namespace, name);
	}

	/** The Pod is gone: what only it referred to is watched no more. */
	release(podUid: string): void {
		for (const [key, watched] of this.#watched) {
			if (!watched.users.delete(podUid) || watched.users.size > 0) continue;
			watched.informer.stop();
			this.#watched.delete(key);
		}
	}

	stop(): void {
		for (const { informer } of this.#watched.values()) informer.stop();
		this.#watched.clear();
	}

	*#read<T extends KubeObject>(
		resource: Resource<T>,
		podUid: string,
		namespace: string,
		name: string,
	): Task<T | undefined> {
		const key = `${resource.resource}/${namespace}/${name}`;
		let watched = this.#watched.get(key);
		if (watched === undefined) {
			watched = this.#watch(resource, namespace, name);
			this.#watched.set(key, watched);
		}
		watched.users.add(podUid);
		while (!watched.informer.hasSynced) yield watched.synced;
		return watched.informer.get(namespace, name) as T | undefined;
	}

	#watch(resource: Resource, namespace: string, name: string): Watched {
		const informer = new Informer<KubeObject>({
			context: this.#context,
			client: this.#client,
			resource,
			namespace,
			fieldSelector: `metadata.name=${name}`,
		});
		const watched: Watched = {
			informer,
			synced: new Signal(this.#context.loop.post),
			users: new Set(),
			namespace,
			name,
		};
		informer.whenSynced(() => watched.synced.wakeAll());
		informer.start();
		informer.onChange(() => {
			for (const user of [...watched.users]) this.#onChange(user);
		});
		return watched;
	}
}
