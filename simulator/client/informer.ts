import type { Context } from '../machinery/context.ts';
import { delay } from '../machinery/delay.ts';
import type { KubeObject } from '../machinery/meta.ts';
import type { Status } from '../machinery/status.ts';
import { ApiError } from '../machinery/status.ts';
import type { Task, TaskHandle } from '../machinery/task.ts';
import { startTask } from '../machinery/task.ts';
import type { ApiClient } from './api-client.ts';
import type { Index, Lister } from './indexer.ts';
import { Indexer } from './indexer.ts';
import type { Resource } from './resource.ts';
import type { ClientStream } from './transport.ts';
import { TransportError } from './transport.ts';

/** What became of one object. `old` is absent for a new one; `object` is the last known state of a deleted one. */
export interface Change<T extends KubeObject> {
	readonly type: 'added' | 'updated' | 'deleted';
	readonly object: T;
	readonly old?: T;
}

export interface InformerOptions<T extends KubeObject> {
	readonly context: Context;
	readonly client: ApiClient;
	readonly resource: Resource<T>;
	/** '' for all. */
	readonly namespace?: string;
	readonly labelSelector?: string;
	readonly fieldSelector?: string;
	/** Told why it could not list or watch, each time. */
	readonly onError?: ((resource: Resource, error: ApiError | TransportError) => void) | undefined;
}

/**
 * A copy of one resource's objects, kept up to date by list and watch, and whoever wants to hear of changes.
 * Survives an API server that goes away: it tries again with growing pauses and lists anew when it must.
 * Models client-go tools/cache Reflector and SharedInformer.
 */
export class Informer<T extends KubeObject> implements Lister<T> {
	readonly #options: InformerOptions<T>;
	readonly #objects = new Indexer<T>();
	/** Replaced, never grown: an array that has grown keeps room for more. */
	#handlers: readonly ((change: Change<T>) => void)[] = [];
	#onSynced: readonly (() => void)[] = [];
	#task: TaskHandle | undefined;
	#stream: ClientStream | undefined;
	#synced = false;
	#failures = 0;

	constructor(options: InformerOptions<T>) {
		this.#options = options;
	}

	/** Told of every change from now on; a handler that comes late hears of what is known already as added. */
	onChange(handler: (change: Change<T>) => void): void {
		this.#handlers = this.#handlers.concat(handler);
		for (const object of this.#objects.list()) handler({ type: 'added', object });
	}

	/** Called once the first list has arrived (at once when it has). */
	whenSynced(callback: () => void): void {
		if (this.#synced) callback();
		else this.#onSynced = this.#onSynced.concat(callback);
	}

	get hasSynced(): boolean {
		return this.#synced;
	}

	start(): void {
		if (this.#task !== undefined) return;
		this.#task = startTask(this.#run(), () => undefined);
	}

	stop(): void {
		this.#task?.cancel();
		this.#stream?.close();
		this.#task = undefined;
		this.#stream = undefined;
	}

	get(namespace: string, name: string): T | undefined {
		return this.#objects.get(namespace, name);
	}

	list(namespace?: string): readonly T[] {
		return this.#objects.list(namespace);
	}

	by(index: Index<T>, value: string): readonly T[] {
		return this.#objects.by(index, value);
	}

	*#run(): Task<never> {
		const { client, resource } = this.#options;
		for (;;) {
			try {
				let from: string | undefined = yield* this.#list();
				const quiet = client.transport.quiet?.(resource, from);
				if (quiet !== undefined) yield quiet;
				while (from !== undefined) from = yield* this.#watch(from);
			} catch (error) {
				if (!(error instanceof ApiError) && !(error instanceof TransportError)) throw error;
				this.#options.onError?.(resource, error);
				yield delay(this.#options.context.loop, backoffMs(this.#failures++));
			}
		}
	}

	/** Brings the copy to the server's state; returns the revision of the list. */
	*#list(): Task<string> {
		const { client, resource, namespace, labelSelector, fieldSelector } = this.#options;
		const page = yield* client.listPage(resource, namespace ?? '', { labelSelector, fieldSelector });
		const before = new Set(this.#objects.list());
		for (const object of page.items) {
			const old = this.#objects.get(object.metadata.namespace ?? '', object.metadata.name);
			if (old !== undefined) before.delete(old);
			if (old?.metadata.resourceVersion !== object.metadata.resourceVersion) this.#put(object);
		}
		for (const object of before) this.#remove(object);
		this.#failures = 0;
		if (!this.#synced) {
			this.#synced = true;
			const callbacks = this.#onSynced;
			this.#onSynced = [];
			for (const callback of callbacks) callback();
		}
		return page.metadata.resourceVersion;
	}

	/** Follows changes until the stream ends; returns where to go on, or undefined to list anew. */
	*#watch(from: string): Task<string | undefined> {
		const { client, resource, namespace, labelSelector, fieldSelector } = this.#options;
		const options = { labelSelector, fieldSelector, resourceVersion: from };
		const { stream } = yield* client.watch(resource, namespace ?? '', options);
		if (stream === undefined) throw new Error('assertion failed: a watch without a stream');
		this.#stream = stream;
		let revision = from;
		stream.onRepeat?.((object) => {
			this.#objects.put(object as T);
			revision = (object as T).metadata.resourceVersion;
			return true;
		});
		for (;;) {
			const event = stream.next();
			if (event === 'end') {
				yield delay(this.#options.context.loop, 0);
				return revision;
			}
			if (event === undefined) yield stream.readable;
			else if ('type' in event) {
				if (event.type === 'ERROR') return endOfWatch(event.object as Status);
				const object = event.object as T;
				revision = object.metadata.resourceVersion;
				this.#take(event.type, object);
			}
		}
	}

	#take(type: string, object: T): void {
		if (type === 'ADDED' || type === 'MODIFIED') this.#put(object);
		else if (type === 'DELETED') this.#remove(object);
	}

	#put(object: T): void {
		const old = this.#objects.put(object);
		this.#tell(old === undefined ? { type: 'added', object } : { type: 'updated', object, old });
	}

	#remove(object: T): void {
		if (this.#objects.remove(object) !== undefined) this.#tell({ type: 'deleted', object });
	}

	#tell(change: Change<T>): void {
		for (const handler of this.#handlers) handler(change);
	}
}

/** 410 means that our revision is too old: list anew. Anything else is a failure of the watch. */
function endOfWatch(status: Status): undefined {
	if (status.code === 410) return undefined;
	throw new ApiError(status);
}

/** 800 ms doubling to 30 s. Models client-go reflector's backoff, without its jitter. */
function backoffMs(failures: number): number {
	return Math.min(30_000, 800 * 2 ** failures);
}

/** One informer a resource, shared by everything in one component. */
export class InformerFactory {
	readonly #context: Context;
	readonly #client: ApiClient;
	readonly #onError: InformerOptions<KubeObject>['onError'];
	readonly #informers = new Map<string, Informer<KubeObject>>();

	constructor(context: Context, client: ApiClient, onError?: InformerOptions<KubeObject>['onError']) {
		this.#context = context;
		this.#client = client;
		this.#onError = onError;
	}

	/** The informer of a resource (and selector); started by `start`. */
	for<T extends KubeObject>(
		resource: Resource<T>,
		selectors: { fieldSelector?: string; labelSelector?: string } = {},
	): Informer<T> {
		const key = [
			resource.group,
			resource.version,
			resource.resource,
			selectors.fieldSelector,
			selectors.labelSelector,
		].join('|');
		const known = this.#informers.get(key);
		if (known !== undefined) return known as unknown as Informer<T>;
		const of = { context: this.#context, client: this.#client, onError: this.#onError };
		const made = new Informer<T>({ ...of, resource, ...selectors });
		this.#informers.set(key, made as unknown as Informer<KubeObject>);
		return made;
	}

	/** Stops and forgets the informer of a resource that is no longer served. */
	drop(resource: Resource): void {
		const key = [resource.group, resource.version, resource.resource, undefined, undefined].join('|');
		this.#informers.get(key)?.stop();
		this.#informers.delete(key);
	}

	/** Starts what is not started, then calls back once everything has its first list. */
	start(whenAllSynced: () => void = () => undefined): void {
		const informers = [...this.#informers.values()];
		let waiting = informers.length;
		if (waiting === 0) whenAllSynced();
		for (const informer of informers) {
			informer.whenSynced(() => {
				waiting--;
				if (waiting === 0) whenAllSynced();
			});
			informer.start();
		}
	}

	stop(): void {
		for (const informer of this.#informers.values()) informer.stop();
	}
}
