/**
 * A `Task` is the simulator's unit of waiting: a generator that yields a `Wait` wherever it has to
 * stop, and returns its result. Whoever drives the task arms the wait and resumes the generator when
 * it is woken; the task then looks again at the condition it waited for (waits are level-triggered,
 * they carry no value). A task that never has to wait never yields, so the common case costs nothing.
 *
 * Programs, system calls, API requests and reconcilers are all tasks. Nothing below `sandbox` uses
 * promises: a promise resumes on the host's schedule, a task on the world's.
 */
export interface Wait {
	/**
	 * Asks for `wake` to be called once when it is worth looking again. `wake` must be called from the
	 * event loop, never synchronously from inside `arm`. Returns a function that withdraws the request.
	 */
	arm(wake: () => void): () => void;
}

export type Task<T> = Generator<Wait, T, void>;

/** A task that is over at once: what a callback returns that has nothing to wait for. */
export function* nothing(): Task<void> {}

/** Drives `task` without a process around it (controllers, in-process API calls). */
export function startTask<T>(task: Task<T>, done: (result: T) => void): TaskHandle {
	let disarm: (() => void) | undefined;
	let ended = false;
	const step = (): void => {
		disarm = undefined;
		if (ended) return;
		const next = task.next();
		if (next.done) {
			ended = true;
			done(next.value);
			return;
		}
		disarm = next.value.arm(step);
	};
	step();
	return {
		cancel() {
			ended = true;
			disarm?.();
		},
	};
}

export interface TaskHandle {
	/** Drops the task where it waits. Its `finally` blocks do not run. */
	cancel(): void;
}

/**
 * Runs a task that must not wait. Used where the caller knows that the operation completes at once
 * (reading an object from the in-process API server while no webhook is involved).
 */
export function runToCompletion<T>(task: Task<T>): T {
	const next = task.next();
	if (!next.done) throw new Error('assertion failed: a task that must not wait has yielded');
	return next.value;
}

/** Somebody who waits: an object of its own for each call of `arm`, because one `wake` may be armed twice. */
interface Waiter {
	readonly wake: () => void;
}

/** A list of waiters on one condition: `wait()` inside a loop that checks the condition, `wakeAll()` when it may hold. */
export class Signal implements Wait {
	/** Most signals have one waiter: it stands alone. */
	#first: Waiter | undefined;
	/** Those after it, in order; never empty. */
	#others: Set<Waiter> | undefined;
	readonly #post: (callback: () => void) => void;

	/** @param post the event loop's `post`: wakes run from the loop, in order, at the same virtual time. */
	constructor(post: (callback: () => void) => void) {
		this.#post = post;
	}

	arm(wake: () => void): () => void {
		const waiter: Waiter = { wake };
		if (this.hasWaiters) {
			this.#others ??= new Set();
			this.#others.add(waiter);
		} else this.#first = waiter;
		return () => this.#withdraw(waiter);
	}

	wakeAll(): void {
		const first = this.#first;
		const others = this.#others;
		this.#first = undefined;
		this.#others = undefined;
		if (first !== undefined) this.#post(first.wake);
		if (others !== undefined) for (const { wake } of others) this.#post(wake);
	}

	get hasWaiters(): boolean {
		return this.#first !== undefined || this.#others !== undefined;
	}

	#withdraw(waiter: Waiter): void {
		if (this.#first === waiter) this.#first = undefined;
		else if (this.#others?.delete(waiter) && this.#others.size === 0) this.#others = undefined;
	}
}

/**
 * Wakes when any of `waits` wakes; the others are withdrawn (not the one that woke: its request is over). Once: a wake
 * that is on its way already when another has come would resume the task where it waits for something else by then.
 */
export function anyOf(waits: readonly Wait[]): Wait {
	return {
		arm(wake) {
			const disarms: (() => void)[] = [];
			let over = false;
			waits.forEach((wait, index) => {
				disarms.push(
					wait.arm(() => {
						if (over) return;
						over = true;
						disarms.forEach((disarm, other) => {
							if (other !== index) disarm();
						});
						wake();
					}),
				);
			});
			return () => {
				over = true;
				for (const disarm of disarms) disarm();
			};
		},
	};
}
