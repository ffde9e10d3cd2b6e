import type { Context } from '../machinery/context.ts';
import type { GroupVersionResource, KubeObject } from '../machinery/meta.ts';
import type { ApiClient } from './api-client.ts';
import { Informer, type InformerOptions } from './informer.ts';

/**
 * One informer a collection, shared by everything in a component that looks at it.
 * Models client-go/informers SharedInformerFactory.
 */
export class SharedInformerFactory {
	readonly #client: ApiClient;
	readonly #context: Context;
	readonly #informers = new Map<string, Informer>();
	#started = false;

	/** @param context its random stream must be the component's own. */
	constructor(client: ApiClient, context: Context) {
		this.#client = client;
		this.#context = context;
	}

	/** The informer of a collection; made when first asked for, and started when the factory is. */
	informerFor<T extends KubeObject>(gvr: GroupVersionResource, options: InformerOptions = {}): Informer<T> {
		const { namespace = '', labelSelector = '', fieldSelector = '' } = options;
		const key = [gvr.group, gvr.version, gvr.resource, namespace, labelSelector, fieldSelector].join('\0');
		let informer = this.#informers.get(key);
		if (informer === undefined) {
			informer = new Informer(this.#client, this.#context, gvr, options);
			this.#informers.set(key, informer);
			if (this.#started) informer.start();
		}
		// The key names the collection, and a collection has one type.
		return informer as unknown as Informer<T>;
	}

	start(): void {
		this.#started = true;
		for (const informer of [...this.#informers.values()]) informer.start();
	}

	stop(): void {
		this.#started = false;
		for (const informer of this.#informers.values()) informer.stop();
	}

	hasSynced(): boolean {
		for (const informer of this.#informers.values()) if (!informer.hasSynced()) return false;
		return true;
	}
}
