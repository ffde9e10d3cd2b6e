import type { EventLoop, Timer } from '../../machinery/event-loop.ts';
import type { PodWorkers } from './pod-workers.ts';

/** How often the runtime is asked what has changed. Models the generic PLEG's relist period. */
const RELIST_MS = 1_000;

/**
 * Looks once a second what the runtime has done, at no cost while it does nothing, and has the Pods' workers look at it:
 * once for each container and sandbox that has changed. Models pkg/kubelet/pleg GenericPLEG.
 */
export class Relist {
	readonly #loop: EventLoop;
	readonly #workers: PodWorkers;
	readonly #offsetMs: number;
	/** By Pod uid: which of its containers and sandboxes have changed since the last look. */
	readonly #changed = new Map<string, Set<string>>();
	/** Those whose worker waits to see what is so after its last sync. */
	readonly #awaited = new Set<string>();
	#timer: Timer | undefined;
	#stopped = false;

	/** @param offsetMs within a second. */
	constructor(loop: EventLoop, workers: PodWorkers, offsetMs: number) {
		this.#loop = loop;
		this.#workers = workers;
		this.#offsetMs = offsetMs % RELIST_MS;
	}

	/** A container or a sandbox of the Pod's has changed. */
	changed(uid: string, id: string): void {
		if (this.#stopped) return;
		const ids = this.#changed.get(uid);
		if (ids === undefined) this.#changed.set(uid, new Set([id]));
		else ids.add(id);
		this.#schedule();
	}

	/** The Pod's worker goes on when the next look is there. Models podCache.GetNewerThan. */
	awaited(uid: string): void {
		if (this.#stopped) return;
		this.#awaited.add(uid);
		this.#schedule();
	}

	stop(): void {
		this.#stopped = true;
		this.#timer?.cancel();
	}

	#schedule(): void {
		if (this.#timer !== undefined) return;
		const intoMs = (this.#loop.now() - this.#offsetMs) % RELIST_MS;
		this.#timer = this.#loop.after(RELIST_MS - intoMs, () => {
			this.#timer = undefined;
			this.#look();
		});
	}

	#look(): void {
		const changed = [...this.#changed];
		const awaited = [...this.#awaited];
		this.#changed.clear();
		this.#awaited.clear();
		for (const uid of awaited) this.#workers.add(uid);
		for (const [uid, ids] of changed) for (const _ of ids) this.#workers.seen(uid);
	}
}
