import type { Wait } from '../../machinery/task.ts';

/** Yielded when CPU time has to pass; the scheduler, which knows whose, arms it. */
export class CpuWait implements Wait {
	readonly cpuMs: number;

	constructor(cpuMs: number) {
		this.cpuMs = cpuMs;
	}

	arm(): () => void {
		throw new Error('assertion failed: only the kernel’s scheduler runs programs');
	}
}

/** One time slice. */
export const TIME_SLICE = new CpuWait(1);

/** Never wakes: only a signal ends it. */
export const NEVER: Wait = { arm: () => () => undefined };

/** Thrown through a program that has ended (exit, a signal to itself). Not an error of anybody. */
export class ProcessEnded extends Error {
	constructor() {
		super('the process has ended');
		this.name = 'ProcessEnded';
	}
}
