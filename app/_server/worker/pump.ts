/** What the pump drives: a world, for as long as someone looks at it. */
export interface Pumped {
	/** Names it to the watchdog; see `Pump`'s constructor. */
	readonly handle: number;
	/** Nobody waits for it yet: one slice of one such thing a turn, after all others. */
	readonly isBackground?: boolean;
	/**
	 * Runs what is due, for about `budgetMs` at most. Returns how many real milliseconds from now the next thing is due:
	 * 0 when it was cut short, undefined when nothing ever will be.
	 */
	slice(budgetMs: number): number | undefined;
	/** A bug ended it: take it out. */
	failed(error: unknown): void;
}

/** A slice of one world; then another's turn. Short enough that a keystroke does not notice. */
const SLICE_MS = 0.5;
/** All slices before messages are read again. */
const TURN_MS = 0.5;
/** setTimeout's own limit is 2^31 ms; nothing waits that long anyway. */
const WAIT_MS_MAX = 60_000;

/**
 * Lets many worlds share one thread: each runs when something of it is due, in short slices, in turn, and between
 * turns the thread reads its messages. Nothing due: no timer sooner than needed, no CPU.
 */
export class Pump {
	/** Worlds with something to do now, in the order of their turns. */
	readonly #runnable = new Set<Pumped>();
	readonly #background = new Set<Pumped>();
	/** Worlds that wait, with the real time (performance.now) of what is due next. */
	readonly #waiting = new Map<Pumped, number>();
	#timer: NodeJS.Timeout | undefined;
	#timerAt = Number.POSITIVE_INFINITY;
	#turn: NodeJS.Immediate | undefined;

	/** `watch[0]` holds the handle of the world that is running, 0 between: the main thread reads it when we do not answer. */
	constructor(private readonly watch: Int32Array) {}

	/** It has something to do now, or may have. */
	wake(world: Pumped): void {
		this.#waiting.delete(world);
		this.#queueOf(world).add(world);
		this.#schedule();
	}

	#queueOf({ isBackground }: Pumped): Set<Pumped> {
		return isBackground === true ? this.#background : this.#runnable;
	}

	/** Runs it at once, ahead of its turn: someone has pressed a key. */
	now(world: Pumped): void {
		this.#waiting.delete(world);
		this.#runnable.delete(world);
		this.#slice(world);
		this.#schedule();
	}

	/** Stands still from now on. */
	remove(world: Pumped): void {
		this.#waiting.delete(world);
		this.#queueOf(world).delete(world);
	}

	/** Runs `work` on a world's behalf under the watchdog's eye. */
	watched<T>(handle: number, work: () => T): T {
		const before = Atomics.exchange(this.watch, 0, handle);
		try {
			return work();
		} finally {
			Atomics.store(this.watch, 0, before);
		}
	}

	#slice(world: Pumped): void {
		try {
			const wait = this.watched(world.handle, () => world.slice(SLICE_MS));
			if (wait === 0) this.#queueOf(world).add(world);
			else if (wait !== undefined) this.#waiting.set(world, performance.now() + wait);
		} catch (error) {
			this.remove(world);
			world.failed(error);
		}
	}

	#takeTurn(): void {
		this.#turn = undefined;
		const began = performance.now();
		for (const [world, at] of this.#waiting) {
			if (at > began) continue;
			this.#waiting.delete(world);
			this.#queueOf(world).add(world);
		}
		// What a slice adds again comes at the end of the set, and so at the end of this loop.
		for (const world of this.#runnable) {
			this.#runnable.delete(world);
			this.#slice(world);
			if (performance.now() - began > TURN_MS) break;
		}
		const [work] = this.#background;
		if (work !== undefined) {
			this.#background.delete(work);
			this.#slice(work);
		}
		this.#schedule();
	}

	#schedule(): void {
		if (this.#turn !== undefined) return;
		if (this.#runnable.size > 0 || this.#background.size > 0) {
			this.#turn = setImmediate(() => this.#takeTurn());
			return;
		}
		let next = Number.POSITIVE_INFINITY;
		for (const at of this.#waiting.values()) if (at < next) next = at;
		if (next === this.#timerAt && this.#timer !== undefined) return;
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#timerAt = next;
		if (next === Number.POSITIVE_INFINITY) return;
		const wait = Math.min(Math.max(0, Math.ceil(next - performance.now())), WAIT_MS_MAX);
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			this.#takeTurn();
		}, wait);
	}
}
