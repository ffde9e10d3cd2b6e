import type { EventLoop, Timer } from './event-loop.ts';
import { startTask, type Task, type TaskHandle } from './task.ts';

export interface WorkQueueOptions {
	readonly loop: EventLoop;
	/** Keys that may be reconciled at once. */
	readonly workers: number;
	/** Level-driven: looks at the state, not at what happened. Throwing `isRetriable` errors tries again later. */
	readonly reconcile: (key: string) => Task<void>;
	/** Errors of the cluster (refused, conflict, no connection); every other error is a bug and passes through. */
	readonly isRetriable: (error: unknown) => boolean;
	/** Told of each retriable error with the tries so far; false gives the key up until it is added again. */
	readonly onError?: (key: string, error: unknown, tries: number) => boolean;
	/** First and longest wait after errors. Models client-go's default controller rate limiter. */
	readonly backoffMs?: number;
	readonly backoffMsMax?: number;
	/** A key is not started again sooner after its last start, so that a burst of events costs one pass. */
	readonly intervalMsMin?: (key: string) => number;
}

/**
 * Keys waiting to be reconciled: each at most once in the queue and at most once at work, in the order they
 * came; errors come back after an exponential wait. Models client-go/util/workqueue with a controller's workers.
 */
export class WorkQueue {
	readonly #options: WorkQueueOptions;
	/** Ready, in order; also which keys are dirty. */
	readonly #ready = new Set<string>();
	readonly #processing = new Map<string, TaskHandle | undefined>();
	/** Added again while at work. These four are made when they are needed first: most queues never do. */
	#again: Set<string> | undefined;
	#delayed: Map<string, { atMs: number; timer: Timer }> | undefined;
	#failures: Map<string, number> | undefined;
	#startedAt: Map<string, number> | undefined;
	#pumping = false;
	#stopped = false;

	constructor(options: WorkQueueOptions) {
		this.#options = options;
	}

	add(key: string): void {
		if (this.#stopped || this.#ready.has(key)) return;
		if (this.#processing.has(key)) {
			this.#again ??= new Set();
			this.#again.add(key);
			return;
		}
		const waitMs = this.#throttleMs(key);
		if (waitMs > 0) {
			this.addAfter(key, waitMs);
			return;
		}
		this.#ready.add(key);
		this.#pump();
	}

	/** Adds `key` in `delayMs`; of several times the earliest counts. */
	addAfter(key: string, delayMs: number): void {
		if (this.#stopped) return;
		if (delayMs <= 0) {
			this.add(key);
			return;
		}
		const atMs = this.#options.loop.now() + Math.ceil(delayMs);
		this.#delayed ??= new Map();
		const waiting = this.#delayed.get(key);
		if (waiting !== undefined) {
			if (waiting.atMs <= atMs) return;
			waiting.timer.cancel();
		}
		const timer = this.#options.loop.at(atMs, () => {
			this.#delayed?.delete(key);
			this.add(key);
		});
		this.#delayed.set(key, { atMs, timer });
	}

	/** Adds `key` after a wait that doubles with each call until `forget`. */
	addRateLimited(key: string): void {
		this.#failures ??= new Map();
		const failures = this.#failures.get(key) ?? 0;
		this.#failures.set(key, failures + 1);
		const { backoffMs = 5, backoffMsMax = 1_000_000 } = this.#options;
		this.addAfter(key, Math.min(backoffMs * 2 ** failures, backoffMsMax));
	}

	forget(key: string): void {
		this.#failures?.delete(key);
	}

	tries(key: string): number {
		return this.#failures?.get(key) ?? 0;
	}

	/** Drops all keys and the tasks at work where they wait. */
	stop(): void {
		this.#stopped = true;
		this.#ready.clear();
		this.#again = undefined;
		for (const { timer } of this.#delayed?.values() ?? []) timer.cancel();
		this.#delayed = undefined;
		for (const handle of this.#processing.values()) handle?.cancel();
		this.#processing.clear();
	}

	#throttleMs(key: string): number {
		const { intervalMsMin, loop } = this.#options;
		const startedAt = this.#startedAt?.get(key);
		if (intervalMsMin === undefined || startedAt === undefined) return 0;
		return startedAt + intervalMsMin(key) - loop.now();
	}

	#pump(): void {
		if (this.#pumping || this.#ready.size === 0 || this.#processing.size >= this.#options.workers) return;
		this.#pumping = true;
		this.#options.loop.post(() => {
			this.#pumping = false;
			const next = this.#ready.values().next();
			if (this.#stopped || next.done || this.#processing.size >= this.#options.workers) return;
			this.#ready.delete(next.value);
			this.#start(next.value);
			this.#pump();
		});
	}

	#start(key: string): void {
		const { intervalMsMin, loop } = this.#options;
		if (intervalMsMin !== undefined) {
			this.#startedAt ??= new Map();
			if (this.#startedAt.size >= STARTS_KEPT) this.#sweepStarts(this.#startedAt);
			this.#startedAt.set(key, loop.now());
		}
		this.#processing.set(key, undefined);
		let done = false;
		const handle = startTask(this.#guard(key), (failed) => {
			done = true;
			this.#finish(key, failed);
		});
		if (!done) this.#processing.set(key, handle);
	}

	/** @returns whether the key has to be tried again. */
	*#guard(key: string): Task<boolean> {
		try {
			yield* this.#options.reconcile(key);
			return false;
		} catch (error) {
			if (!this.#options.isRetriable(error)) throw error;
			return this.#options.onError?.(key, error, this.tries(key)) ?? true;
		}
	}

	#finish(key: string, failed: boolean): void {
		if (this.#stopped) return;
		this.#processing.delete(key);
		if (failed) this.addRateLimited(key);
		else this.forget(key);
		if (this.#again?.delete(key) === true) this.add(key);
		this.#pump();
	}

	#sweepStarts(startedAt: Map<string, number>): void {
		for (const key of [...startedAt.keys()]) if (this.#throttleMs(key) <= 0) startedAt.delete(key);
	}
}

/** How many last starts are kept before those that no longer matter are dropped. */
const STARTS_KEPT = 1_024;
