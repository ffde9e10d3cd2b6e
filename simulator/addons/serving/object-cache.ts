import type { ApiClient } from '../../client/api-client.ts';
import { Indexer } from '../../client/indexer.ts';
import type { Resource } from '../../client/resource.ts';
import type { ClientStream } from '../../client/transport.ts';
import type { Process } from '../../kernel/process-api.ts';
import { concatBytes } from '../../machinery/http/byte-reader.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError, type Status } from '../../machinery/status.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';

export interface ObjectCacheOptions<T extends KubeObject> {
	readonly process: Process;
	readonly client: ApiClient;
	readonly resource: Resource<T>;
	/** '' or absent: all. */
	readonly namespace?: string;
	/** Told of each change, and of the first list as a whole (without an object). */
	readonly onChange: (object: T | undefined, old: T | undefined) => void;
	/** Told when the API server refuses: "failed to list …". */
	readonly onError: (message: string) => Task<void>;
}

/**
 * One resource's objects as a program in a Pod knows them: a list, then a watch over its socket. Between changes it
 * costs nothing. Models client-go tools/cache Reflector.
 */
export class ObjectCache<T extends KubeObject> {
	readonly #options: ObjectCacheOptions<T>;
	readonly #objects = new Indexer<T>();
	#synced = false;
	#failures = 0;

	constructor(options: ObjectCacheOptions<T>) {
		this.#options = options;
	}

	get synced(): boolean {
		return this.#synced;
	}

	get(namespace: string, name: string): T | undefined {
		return this.#objects.get(namespace, name);
	}

	list(namespace?: string): readonly T[] {
		return this.#objects.list(namespace);
	}

	/** Never returns: a member of the program's task group. */
	*follow(): Task<void> {
		for (;;) {
			try {
				let from: string | undefined = yield* this.#list();
				while (from !== undefined) from = yield* this.#watch(from);
			} catch (error) {
				if (!(error instanceof ApiError)) throw error;
				yield* this.#options.onError(error.message);
				yield* this.#options.process.sleep(Math.min(30_000, 800 * 2 ** this.#failures++));
			}
		}
	}

	*#list(): Task<string> {
		const { client, resource, namespace = '', onChange } = this.#options;
		const page = yield* client.listPage(resource, namespace, {});
		const gone = new Set(this.#objects.list());
		for (const listed of page.items) {
			const object = completed(listed, resource);
			const old = this.#objects.put(object);
			if (old !== undefined) gone.delete(old);
			if (this.#synced && old?.metadata.resourceVersion !== object.metadata.resourceVersion) onChange(object, old);
		}
		for (const object of gone) {
			this.#objects.remove(object);
			onChange(undefined, object);
		}
		this.#failures = 0;
		if (!this.#synced) {
			this.#synced = true;
			onChange(undefined, undefined);
		}
		return page.metadata.resourceVersion;
	}

	/** Where to go on from when the stream ends; undefined to list anew. */
	*#watch(from: string): Task<string | undefined> {
		const { client, resource, namespace = '' } = this.#options;
		const { stream } = yield* client.watch(resource, namespace, { resourceVersion: from });
		if (stream === undefined) throw new Error('assertion failed: a watch without a stream');
		const lines = new EventLines(stream);
		let revision = from;
		for (;;) {
			const event = yield* lines.next();
			if (event === undefined) {
				yield* this.#options.process.sleep(1);
				return revision;
			}
			if (event.type === 'ERROR') {
				stream.close();
				if ((event.object as unknown as Status).code === 410) return undefined;
				throw new ApiError(event.object as unknown as Status);
			}
			const object = event.object as T;
			revision = object.metadata.resourceVersion;
			this.#take(event.type, object);
		}
	}

	#take(type: string, object: T): void {
		const { onChange } = this.#options;
		if (type === 'DELETED') onChange(undefined, this.#objects.remove(object) ?? object);
		else if (type === 'ADDED' || type === 'MODIFIED') onChange(object, this.#objects.put(object));
	}
}

/** Members of a list carry no kind of their own. */
function completed<T extends KubeObject>(object: T, { group, version, kind }: Resource<T>): T {
	return { ...object, apiVersion: group === '' ? version : `${group}/${version}`, kind };
}

interface WatchEvent {
	readonly type: string;
	readonly object: KubeObject;
}

/** A watch's events: one line of JSON each. */
class EventLines {
	readonly #stream: ClientStream;
	#parts: Uint8Array[] = [];

	constructor(stream: ClientStream) {
		this.#stream = stream;
	}

	/** Undefined at the end. */
	*next(): Task<WatchEvent | undefined> {
		for (;;) {
			const ready = this.#takeLine();
			if (ready !== undefined) return JSON.parse(ready) as WatchEvent;
			const part = this.#stream.next();
			if (part === 'end') return undefined;
			if (part === undefined) yield this.#stream.readable;
			else if (part instanceof Uint8Array) this.#parts.push(part);
			else return part as WatchEvent;
		}
	}

	#takeLine(): string | undefined {
		const last = this.#parts.at(-1);
		if (last === undefined) return undefined;
		const bytes = this.#parts.length === 1 ? last : concatBytes(this.#parts);
		const end = bytes.indexOf(10);
		if (end < 0) return undefined;
		this.#parts = end + 1 < bytes.length ? [bytes.slice(end + 1)] : [];
		return decodeUtf8(bytes.subarray(0, end));
	}
}
