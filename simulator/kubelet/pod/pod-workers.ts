import type { EventLoop, Timer } from '../../machinery/event-loop.ts';
import { startTask, type Task, type TaskHandle } from '../../machinery/task.ts';

interface Worker {
	handle: TaskHandle | undefined;
	busy: boolean;
	/** Something has changed since the sync at work began. */
	again: boolean;
	/** The runtime has told of something since then: to be looked at when the runtime has been asked once more. */
	more: boolean;
	posted: boolean;
	timer: Timer | undefined;
	timerAtMs: number;
}

/**
 * One sync at a time for each Pod, as many Pods at once as there are; what changes meanwhile is looked at
 * afterwards. Models pkg/kubelet podWorkers.
 */
export class PodWorkers {
	readonly #loop: EventLoop;
	readonly #sync: (uid: string) => Task<void>;
	readonly #awaitRelist: (uid: string) => void;
	readonly #workers = new Map<string, Worker>();
	#stopped = false;

	/** @param awaitRelist calls `add` when the runtime has been asked what there is. */
	constructor(loop: EventLoop, sync: (uid: string) => Task<void>, awaitRelist: (uid: string) => void) {
		this.#loop = loop;
		this.#sync = sync;
		this.#awaitRelist = awaitRelist;
	}

	/** Looks at the Pod soon. */
	add(uid: string): void {
		if (this.#stopped) return;
		const worker = this.#worker(uid);
		if (worker.busy) {
			worker.again = true;
			return;
		}
		if (worker.posted) return;
		worker.posted = true;
		this.#loop.post(() => {
			worker.posted = false;
			if (!this.#stopped && this.#workers.get(uid) === worker) this.#run(uid, worker);
		});
	}

	/**
	 * The runtime has told of a change. Two at once make two looks, the second at what the first has done: a container that
	 * fails as it starts is seen to be waited with a second later.
	 */
	seen(uid: string): void {
		if (this.#stopped) return;
		const worker = this.#worker(uid);
		if (worker.busy || worker.posted) worker.more = true;
		else this.add(uid);
	}

	/** Looks at the Pod in `delayMs`; of several times the earliest counts. */
	addAfter(uid: string, delayMs: number): void {
		if (delayMs <= 0) {
			this.add(uid);
			return;
		}
		if (this.#stopped) return;
		const worker = this.#worker(uid);
		const atMs = this.#loop.now() + delayMs;
		if (worker.timer !== undefined) {
			if (worker.timerAtMs <= atMs) return;
			worker.timer.cancel();
		}
		worker.timerAtMs = atMs;
		worker.timer = this.#loop.at(Math.ceil(atMs), () => {
			worker.timer = undefined;
			this.add(uid);
		});
	}

	forget(uid: string): void {
		const worker = this.#workers.get(uid);
		worker?.timer?.cancel();
		this.#workers.delete(uid);
	}

	stop(): void {
		this.#stopped = true;
		for (const worker of this.#workers.values()) {
			worker.timer?.cancel();
			worker.handle?.cancel();
		}
		this.#workers.clear();
	}

	#worker(uid: string): Worker {
		let worker = this.#workers.get(uid);
		if (worker === undefined) {
			worker = {
				handle: undefined,
				busy: false,
				again: false,
				more: false,
				posted: false,
				timer: undefined,
				timerAtMs: 0,
			};
			this.#workers.set(uid, worker);
		}
		return worker;
	}

	#run(uid: string, worker: Worker): void {
		if (worker.busy) return;
		worker.busy = true;
		worker.again = false;
		const handle = startTask(this.#sync(uid), () => {
			worker.busy = false;
			worker.handle = undefined;
			if (worker.again) this.add(uid);
			if (!worker.more || this.#workers.get(uid) !== worker) return;
			worker.more = false;
			this.#awaitRelist(uid);
		});
		if (worker.busy) worker.handle = handle;
	}
}
