import type { KubeObject } from '../../machinery/meta.ts';
import { gone } from '../../machinery/status.ts';
import { Signal, type Wait } from '../../machinery/task.ts';
import type { Change } from '../../store/entry.ts';
import type { Selection } from '../registry/selection.ts';
import type { ApiStream, WatchEvent } from '../request.ts';
import type { Watcher } from './watch-hub.ts';

/** The queue of events between the store and one watching client. Models apiserver/pkg/storage/cacher cacheWatcher. */
export class WatchStream implements ApiStream, Watcher {
	readonly namespace: string;
	readonly selection: Selection;
	readonly readable: Wait;
	readonly #signal: Signal;
	readonly #queueMax: number;
	readonly #present: ((event: WatchEvent) => WatchEvent) | undefined;
	#queue: WatchEvent[] = NO_EVENTS;
	#head = 0;
	#ended = false;
	#onClose: (() => void)[] | undefined;
	#takeRepeat: ((object: unknown) => boolean) | undefined;

	/** @param options.present what an event looks like to the client; absent: as it is. */
	constructor(options: {
		readonly namespace: string;
		readonly selection: Selection;
		readonly post: (callback: () => void) => void;
		readonly queueMax: number;
		readonly present?: ((event: WatchEvent) => WatchEvent) | undefined;
	}) {
		this.namespace = options.namespace;
		this.selection = options.selection;
		this.#signal = new Signal(options.post);
		this.readable = this.#signal;
		this.#queueMax = options.queueMax;
		this.#present = options.present;
	}

	next(): WatchEvent | undefined | 'end' {
		const event = this.#queue[this.#head];
		if (event === undefined) return this.#ended ? 'end' : undefined;
		this.#head++;
		if (this.#head === this.#queue.length) {
			this.#queue = NO_EVENTS;
			this.#head = 0;
		}
		return this.#present === undefined ? event : this.#present(event);
	}

	/** @param take is given objects of which only times have changed, at once; false: it wants the event. */
	onRepeat(take: (object: unknown) => boolean): void {
		this.#takeRepeat = take;
	}

	/** The client has gone, or the server: nothing more is queued. */
	close(): void {
		this.#queue = NO_EVENTS;
		this.#head = 0;
		this.end();
	}

	/** No more events: what is queued is still read. */
	end(): void {
		if (this.#ended) return;
		this.#ended = true;
		for (const callback of this.#onClose ?? []) callback();
		this.#onClose = undefined;
		this.#signal.wakeAll();
	}

	/** Called once, when the stream ends from either side. */
	onEnd(callback: () => void): void {
		if (this.#ended) callback();
		// Most have one: an array that has grown keeps room for more.
		else if (this.#onClose === undefined) this.#onClose = [callback];
		else this.#onClose.push(callback);
	}

	get ended(): boolean {
		return this.#ended;
	}

	push(event: WatchEvent): void {
		if (this.#ended) return;
		if (this.#queue.length - this.#head >= this.#queueMax) {
			// A watcher that does not keep up is cut off and has to list again, as the real server does.
			this.end();
			return;
		}
		if (this.#queue === NO_EVENTS) this.#queue = [];
		this.#queue.push(event);
		if (this.#signal.hasWaiters) this.#signal.wakeAll();
	}

	/** What the change means to this selection: an object that stops matching is deleted as far as the watcher sees. */
	change(change: Change): void {
		const object = change.entry.value as KubeObject;
		if (change.repeats && this.#repeats(object)) return;
		if (this.selection.isEverything) {
			const type = change.type === 'delete' ? 'DELETED' : change.previous === undefined ? 'ADDED' : 'MODIFIED';
			this.push({ type, object });
			return;
		}
		const previous = change.previous?.value as KubeObject | undefined;
		const matched = previous !== undefined && this.selection.matches(previous);
		const matches = change.type === 'put' && this.selection.matches(object);
		if (matches) this.push({ type: matched ? 'MODIFIED' : 'ADDED', object });
		else if (matched) {
			const last = change.type === 'delete' ? object : withRevision(previous as KubeObject, change.revision);
			this.push({ type: 'DELETED', object: last });
		}
	}

	/** Whether the client has taken what is an object as it has it, but for times. */
	#repeats(object: KubeObject): boolean {
		if (this.#takeRepeat === undefined || this.#ended || this.#queue !== NO_EVENTS) return false;
		return this.selection.matches(object) ? this.#takeRepeat(object) : true;
	}

	/** Ends the stream with the error that tells the client to list again. */
	expire(message: string): void {
		this.push({ type: 'ERROR', object: gone(message).status });
		this.end();
	}
}

/** The queue of all streams whose clients have read everything. */
const NO_EVENTS: WatchEvent[] = [];

function withRevision(object: KubeObject, revision: number): KubeObject {
	return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}
