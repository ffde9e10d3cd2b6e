import type { EventLoop } from '../../machinery/event-loop.ts';
import { StacklessError } from '../../machinery/stackless-error.ts';
import type { Wait } from '../../machinery/task.ts';

/** Whose CPU time it is, and who gives it a CPU. */
interface Burner {
	readonly kernel: { readonly loop: EventLoop };
	/** When the CPU time will have been had; it counts as used from now on. */
	reserveCpu(cpuMs: number): number;
}

/** Yielded when CPU time has to pass: of the process itself, or of a member of a group of tasks in it. */
export class CpuWait implements Wait {
	readonly cpuMs: number;
	readonly #burner: Burner;
	#doneAtMs: number | undefined;

	constructor(burner: Burner, cpuMs: number) {
		this.#burner = burner;
		this.cpuMs = cpuMs;
	}

	arm(wake: () => void): () => void {
		this.#doneAtMs ??= this.#burner.reserveCpu(this.cpuMs);
		const timer = this.#burner.kernel.loop.at(this.#doneAtMs, wake);
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
