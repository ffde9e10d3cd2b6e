import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { Fifo } from '../../../machinery/fifo.ts';
import { ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import type { Task, Wait } from '../../../machinery/task.ts';
import { JsTimers, type Timer } from './js-timers.ts';
import type { Held } from './js-values.ts';

/** What a program has done later. */
export type Job = () => Task<void>;

interface Waiting {
	readonly job: Job;
	readonly holds: readonly Held[];
}

/**
 * What a program waits for: jobs, one after another; timers; and tasks of the machine (connections), which run beside each
 * other and hand in jobs. Models libuv's loop in Node's order: microtasks, then what is due.
 */
export class JsLoop {
	readonly #process: Process;
	/** process.nextTick's, which come before those of promises. */
	readonly #ticks = new Fifo<Waiting>();
	readonly #micro = new Fifo<Waiting>();
	readonly #jobs = new Fifo<Waiting>();
	readonly #ready = new Fifo<Task<void>>();
	readonly timers = new JsTimers();
	#wake: (() => void) | undefined;
	/** Servers and answers that are still to come. */
	alive = 0;

	constructor(process: Process) {
		this.#process = process;
	}

	micro(job: Job, holds: readonly Held[] = []): void {
		this.#micro.push({ job, holds });
	}

	nextTick(job: Job, holds: readonly Held[] = []): void {
		this.#ticks.push({ job, holds });
	}

	job(job: Job, holds: readonly Held[] = []): void {
		this.#jobs.push({ job, holds });
		this.#wake?.();
	}

	/** A task of the machine's. */
	add(task: Task<void>): void {
		this.#ready.push(task);
		this.#wake?.();
	}

	timer(afterMs: number, repeats: boolean, job: Job, holds: readonly Held[]): Timer {
		const everyMs = Math.max(1, Number.isFinite(afterMs) ? Math.min(Math.trunc(afterMs), 0x7f_ff_ff_ff) : 1);
		const dueMs = this.#process.now() + everyMs;
		return this.timers.add({ dueMs, everyMs: repeats ? everyMs : undefined, job, holds, isKept: true });
	}

	/** The values that what is to be done knows. */
	*held(): Generator<Held, undefined, void> {
		for (const all of [this.#ticks, this.#micro, this.#jobs, this.timers.values()]) {
			for (const { holds } of all) yield* holds;
		}
	}

	*microtasks(): Task<void> {
		for (;;) {
			const isBetween = this.#ticks.length > 0;
			const job = this.#ticks.shift() ?? this.#micro.shift();
			if (job === undefined) return;
			yield* this.#process.tick();
			yield* job.job();
			if (isBetween) continue;
			// All promises have their turn before the next tick's.
			for (let next = this.#micro.shift(); next !== undefined; next = this.#micro.shift()) {
				yield* this.#process.tick();
				yield* next.job();
			}
		}
	}

	/** Runs until nothing is left to wait for. @param idle before every wait. @param onSignal for caught signals. */
	*run(idle: Job, onSignal: () => Task<void>): Task<void> {
		for (;;) {
			yield* this.microtasks();
			yield* onSignal();
			const job = this.#jobs.shift()?.job ?? this.#due();
			if (job !== undefined) {
				yield* this.#process.tick();
				yield* job();
				continue;
			}
			const task = this.#ready.shift();
			if (task !== undefined) {
				this.#step(task);
				yield* this.#process.tick();
				continue;
			}
			const { hasKept } = this.timers;
			yield* idle();
			if (this.alive === 0 && !hasKept) return;
			yield* this.#wait();
		}
	}

	#due(): Job | undefined {
		return this.timers.take(this.#process.now())?.job;
	}

	*#wait(): Task<void> {
		const dueMs = this.timers.nextMs();
		const due = dueMs === undefined ? undefined : this.#process.timer(dueMs);
		const wait: Wait = {
			arm: (wake) => {
				this.#wake = wake;
				const withdraw = due?.arm(wake);
				return () => {
					this.#wake = undefined;
					withdraw?.();
				};
			},
		};
		try {
			yield* this.#process.block(wait, () => this.#jobs.length + this.#ready.length > 0 || this.#isDue());
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
		}
	}

	#isDue(): boolean {
		const dueMs = this.timers.nextMs();
		return dueMs !== undefined && dueMs <= this.#process.now();
	}

	#step(task: Task<void>): void {
		let next: IteratorResult<Wait, void>;
		try {
			next = task.next();
		} catch (error) {
			if (error instanceof ConnectionError) return;
			throw error;
		}
		if (!next.done) next.value.arm(() => this.add(task));
	}
}
