import type { Context } from '../machinery/context.ts';
import type { GroupVersionResource, KubeObject } from '../machinery/meta.ts';
import { ApiError, type Status } from '../machinery/status.ts';
import { startTask, type Task, type TaskHandle, type Wait } from '../machinery/task.ts';
import type { ApiClient } from './api-client.ts';
import { Indexer, keyOf } from './indexer.ts';
import { type ClientStream, TransportError } from './transport.ts';

/** What becomes of the objects of a collection. Handlers run to completion and put what they have to do into a queue. */
export interface EventHandler<T extends KubeObject> {
	/** @param initial it was there when the informer (or the handler) began. */
	onAdd?(object: T, initial: boolean): void;
	onUpdate?(old: T, object: T): void;
	/** @param object its last known state. */
	onDelete?(object: T): void;
}

export interface InformerOptions {
	/** '' or absent: all namespaces. */
	readonly namespace?: string;
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
}

/**
 * Keeps a local copy of a collection by list and watch, and tells handlers of its changes. Lists again when the server has
 * forgotten what it missed, and tries again while the server cannot be reached.
 * Models client-go/tools/cache Reflector and SharedIndexInformer (without resync).
 */
export class Informer<T extends KubeObject = KubeObject> {
	readonly indexer = new Indexer<T>();
	readonly gvr: GroupVersionResource;
	readonly #client: ApiClient;
	readonly #context: Context;
	readonly #options: InformerOptions;
	readonly #handlers: EventHandler<T>[] = [];
	#task: TaskHandle | undefined;
	#stream: ClientStream | undefined;
	#synced = false;
	#version = '';

	constructor(client: ApiClient, context: Context, gvr: GroupVersionResource, options: InformerOptions = {}) {
		this.#client = client;
		this.#context = context;
		this.gvr = gvr;
		this.#options = options;
	}

	/** A handler added late hears of what is there already. */
	addHandler(handler: EventHandler<T>): void {
		this.#handlers.push(handler);
		for (const object of this.indexer.list()) handler.onAdd?.(object, true);
	}

	/** Whether the first list has come in. */
	hasSynced(): boolean {
		return this.#synced;
	}

	/** Harmless when it runs. Against an in-process server the copy is complete when this returns. */
	start(): void {
		if (this.#task !== undefined) return;
		this.#task = startTask(this.#run(), () => undefined);
	}

	stop(): void {
		this.#task?.cancel();
		this.#task = undefined;
		this.#stream?.close();
		this.#stream = undefined;
	}

	*#run(): Task<void> {
		for (let failures = 0; ; ) {
			try {
				yield* this.#list();
				failures = 0;
				while (yield* this.#watch());
			} catch (error) {
				if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
				yield* this.#sleep(backoffMs(failures++, this.#context.random));
			}
		}
	}

	*#list(): Task<void> {
		const { namespace = '', labelSelector, fieldSelector } = this.#options;
		const list = yield* this.#client.list<T>(this.gvr, namespace, {
			...(labelSelector === undefined ? {} : { labelSelector }),
			...(fieldSelector === undefined ? {} : { fieldSelector }),
		});
		this.#version = list.metadata.resourceVersion;
		const initial = !this.#synced;
		const present = new Set<string>();
		for (const object of list.items) {
			present.add(keyOf(object));
			this.#put(object, initial);
		}
		for (const key of this.indexer.keys()) if (!present.has(key)) this.#drop(key, undefined);
		this.#synced = true;
	}

	/** @returns whether to go on watching from where it was; false: list again. */
	*#watch(): Task<boolean> {
		const { namespace = '', labelSelector, fieldSelector } = this.#options;
		const stream = yield* this.#client.watch(this.gvr, namespace, {
			resourceVersion: this.#version,
			...(labelSelector === undefined ? {} : { labelSelector }),
			...(fieldSelector === undefined ? {} : { fieldSelector }),
		});
		this.#stream = stream;
		let heard = false;
		for (;;) {
			const event = stream.next();
			if (event === undefined) {
				yield stream.readable;
				continue;
			}
			if (event === 'end') {
				// A server that ends watches at once is asked less often.
				if (!heard) yield* this.#sleep(1_000);
				return true;
			}
			if (event instanceof Uint8Array) throw new Error('assertion failed: a watch gave bytes');
			if (event.type === 'ERROR') {
				stream.close();
				if ((event.object as Status).code === 410) return false;
				throw new ApiError(event.object as Status);
			}
			heard = true;
			this.#apply(event.type, event.object as T);
		}
	}

	#apply(type: string, object: T): void {
		this.#version = object.metadata.resourceVersion;
		if (type === 'DELETED') this.#drop(keyOf(object), object);
		else if (type !== 'BOOKMARK') this.#put(object, false);
	}

	#put(object: T, initial: boolean): void {
		const old = this.indexer.set(object);
		if (old === undefined) for (const handler of this.#handlers) handler.onAdd?.(object, initial);
		else if (old.metadata.resourceVersion !== object.metadata.resourceVersion) {
			for (const handler of this.#handlers) handler.onUpdate?.(old, object);
		}
	}

	#drop(key: string, last: T | undefined): void {
		const old = this.indexer.delete(key);
		if (old === undefined) return;
		for (const handler of this.#handlers) handler.onDelete?.(last ?? old);
	}

	*#sleep(ms: number): Task<void> {
		const { loop } = this.#context;
		const untilMs = loop.now() + ms;
		const wait: Wait = {
			arm(wake) {
				const timer = loop.at(untilMs, wake);
				return () => timer.cancel();
			},
		};
		while (loop.now() < untilMs) yield wait;
	}
}

/** Models client-go/tools/cache Reflector's backoff: 800 ms doubling to 30 s, with as much again at random. */
function backoffMs(failures: number, random: Context['random']): number {
	const base = Math.min(800 * 2 ** failures, 30_000);
	return Math.round(base * (1 + random.float()));
}
