import type { EventLoop } from '../../machinery/event-loop.ts';
import { StacklessError } from '../../machinery/stackless-error.ts';
import type { Wait } from '../../machinery/task.ts';

/**
 * Yielded when CPU time has to pass. The scheduler, which knows whose, gives it a CPU; a task that lends a process's
 * calls outside the process (the kubelet's prober, a server's members) just waits as long.
 */
export class CpuWait implements Wait {
	readonly cpuMs: number;
	readonly #loop: EventLoop;

	constructor(loop: EventLoop, cpuMs: number) {
		this.#loop = loop;
		this.cpuMs = cpuMs;
	}

	arm(wake: () => void): () => void {
		const timer = this.#loop.after(this.cpuMs, wake);
		return () => timer.cancel();
	}
}

/** Never wakes: only a signal ends it. */
export const NEVER: Wait = { arm: () => () => undefined };

/** Thrown through a program that has ended (exit, a signal to itself). Not an error of anybody. */
export class ProcessEnded extends StacklessError {
	constructor() {
		super('ProcessEnded', 'the process has ended');
	}
}
