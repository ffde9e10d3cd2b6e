import type { KubeObject } from '../../machinery/meta.ts';
import { ApiError } from '../../machinery/status.ts';
import { startTask, type Task } from '../../machinery/task.ts';
import type { Change } from '../../store/entry.ts';
import { makeReadable } from '../custom-resources/converting.ts';
import type { ResourceStorage } from '../registry/resource-storage.ts';
import type { Selection } from '../registry/selection.ts';
import type { ServerCore } from '../server-core.ts';
import type { Watcher } from './watch-hub.ts';
import type { WatchStream } from './watch-stream.ts';

/** Holds the changes of a watch back, in their order, until a webhook has said what they are in the watched version. */
export class ConvertingWatcher implements Watcher {
	readonly namespace: string;
	readonly selection: Selection;
	readonly #stream: WatchStream;
	readonly #core: ServerCore;
	readonly #storage: ResourceStorage;
	#queue: Change[] = [];
	#busy = false;

	constructor(stream: WatchStream, core: ServerCore, storage: ResourceStorage) {
		this.namespace = stream.namespace;
		this.selection = stream.selection;
		this.#stream = stream;
		this.#core = core;
		this.#storage = storage;
	}

	/** Whether there are changes that the watcher has not been told of. */
	get isBehind(): boolean {
		return this.#busy;
	}

	change(change: Change): void {
		this.#queue.push(change);
		if (this.#busy) return;
		this.#busy = true;
		startTask(this.#convert(), () => {
			this.#busy = false;
		});
	}

	/** Who cannot be told of a change has to list again. */
	*#convert(): Task<void> {
		try {
			for (let change = this.#queue.shift(); change !== undefined; change = this.#queue.shift()) {
				yield* makeReadable(this.#core, this.#storage, change.entry.value as KubeObject);
				const previous = change.previous?.value as KubeObject | undefined;
				if (previous !== undefined) yield* makeReadable(this.#core, this.#storage, previous);
				if (this.#stream.ended) return;
				this.#stream.change(change);
			}
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			this.#queue = [];
			this.#stream.end();
		}
	}
}
