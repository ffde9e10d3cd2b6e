import type { Task, TaskResult, World, WorldHistory, WorldOptions } from '../../../simulator/sandbox/world-api.ts';
import type { Pumped } from './pump.ts';

/** How a worker comes by its worlds. */
export interface WorldMaker {
	create(options: WorldOptions): World;
	/** Makes what `create` copies, a little at a time; `create` alone does it at once. Throws what `create` would. */
	prepare(options: WorldOptions): Iterator<void>;
	/** The same for the clusters of a world that has several, which are made when somebody enters them. */
	prepareClusters(options: WorldOptions): Iterator<void>;
	/** How a world with this history stands: made for this once. Ends with the results. */
	grade(history: WorldHistory, tasks: readonly Task[]): Generator<void, readonly TaskResult[]>;
}

/** Work that is done in slices, in turn with the worlds of its thread. */
export class SlicedWork implements Pumped {
	readonly handle: number;
	readonly isBackground: boolean;
	readonly #work: Iterator<void>;
	readonly #done: (error: unknown) => void;
	#over = false;

	/**
	 * @param handle of the world that it is for: what the watchdog reads when a slice never ends.
	 * @param done told when it is over, with what it has thrown, if it has.
	 * @param isBackground nobody waits for it.
	 */
	constructor(handle: number, work: Iterator<void>, done: (error: unknown) => void, isBackground = false) {
		this.handle = handle;
		this.isBackground = isBackground;
		this.#work = work;
		this.#done = done;
	}

	slice(budgetMs: number): number | undefined {
		const until = performance.now() + budgetMs;
		while (!this.#over) {
			if (this.#work.next().done === true) this.#finish(undefined);
			else if (performance.now() > until) return 0;
		}
		return undefined;
	}

	failed(error: unknown): void {
		this.#finish(error);
	}

	#finish(error: unknown): void {
		if (this.#over) return;
		this.#over = true;
		this.#done(error);
	}
}
