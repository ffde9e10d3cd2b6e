import type { EventLoop } from '../../machinery/event-loop.ts';
import type { Wait } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { errorMessage } from '../error-message.ts';
import { type Program, SystemError } from '../process-api.ts';
import type { KernelProcess } from './kernel-process.ts';
import { exitProcess } from './lifecycle.ts';
import { CpuWait, ProcessEnded } from './waits.ts';

/** Steps that being scheduled costs. */
const SWITCH_STEPS = 5;

/**
 * Runs programs: each until it waits or has used its slice, in the order in which the event loop wakes them. A
 * slice takes one virtual millisecond of one of the machine's CPUs, so busy programs share them fairly and a busy
 * loop moves the clock instead of holding it.
 */
export class Scheduler {
	readonly #loop: EventLoop;
	/** When each CPU is free again. */
	readonly #cpuFreeAtMs: number[];

	constructor(loop: EventLoop, cpus: number) {
		this.#loop = loop;
		this.#cpuFreeAtMs = Array.from({ length: cpus }, () => 0);
	}

	/** Lets a new process begin, after whoever started it. */
	start(process: KernelProcess, program: Program): void {
		process.generator = program(process.calls);
		this.#post(process);
	}

	/** A caught signal has come: a process that waits returns from its call. */
	interrupt(process: KernelProcess): void {
		if (process.runState !== 'sleeping') return;
		this.forget(process);
		this.#post(process);
	}

	continued(process: KernelProcess): void {
		if (!process.resumePending) return;
		process.resumePending = false;
		this.#post(process);
	}

	/** Withdraws whatever the process waits for. */
	forget(process: KernelProcess): void {
		process.waitToken++;
		const disarm = process.disarm;
		process.disarm = undefined;
		disarm?.();
	}

	/** Share of the CPUs in use over the next moment, for load averages. */
	get busyCpus(): number {
		return this.#cpuFreeAtMs.filter((freeAt) => freeAt > this.#loop.now()).length;
	}

	#post(process: KernelProcess): void {
		process.runState = 'ready';
		const token = ++process.waitToken;
		this.#loop.post(() => this.#resume(process, token));
	}

	#resume(process: KernelProcess, token: number): void {
		if (process.waitToken !== token || process.isEnded) return;
		process.waitToken++;
		process.disarm = undefined;
		if (process.stopSignal !== undefined) {
			process.resumePending = true;
			return;
		}
		process.runState = 'running';
		process.charge(SWITCH_STEPS);
		const next = step(process);
		if (process.isEnded) return;
		if (process.replacement !== undefined) {
			process.generator = process.replacement(process.calls);
			process.replacement = undefined;
			this.#post(process);
		} else if (typeof next === 'number') {
			exitProcess(process, next);
		} else if (next !== undefined) {
			this.#arm(process, next);
		}
	}

	#arm(process: KernelProcess, wait: Wait): void {
		const token = ++process.waitToken;
		if (wait instanceof CpuWait) {
			process.runState = 'slice';
			const timer = this.#loop.at(this.#reserve(process, wait.cpuMs), () => this.#resume(process, token));
			process.disarm = () => timer.cancel();
			return;
		}
		process.runState = 'sleeping';
		process.disarm = wait.arm(() => this.#resume(process, token));
	}

	/** When the CPU time will have been had: on the CPU that is free first, within the group's quota. */
	#reserve(process: KernelProcess, cpuMs: number): number {
		const cpus = this.#cpuFreeAtMs;
		const now = this.#loop.now();
		let chosen = 0;
		for (let cpu = 1; cpu < cpus.length; cpu++) {
			if ((cpus[cpu] as number) < (cpus[chosen] as number)) chosen = cpu;
		}
		let doneAt = Math.max(now, cpus[chosen] as number) + cpuMs;
		cpus[chosen] = doneAt;
		process.burntMs += cpuMs;
		const group = process.resources;
		if (group?.cpuLimitMillicores !== undefined) {
			group.cpuFreeAtMs = Math.max(now, group.cpuFreeAtMs) + (cpuMs * 1000) / group.cpuLimitMillicores;
			const allowedAt = Math.ceil(group.cpuFreeAtMs);
			group.throttledMs += Math.max(0, allowedAt - doneAt);
			doneAt = Math.max(doneAt, allowedAt);
		}
		return doneAt;
	}
}

/** Runs the program to its next wait. A number: it has returned its status. Undefined: it has ended otherwise. */
function step(process: KernelProcess): Wait | number | undefined {
	try {
		const next = process.generator?.next();
		return next === undefined ? undefined : next.value;
	} catch (error) {
		if (error instanceof ProcessEnded && process.isEnded) return undefined;
		if (!(error instanceof SystemError) || process.isEnded) throw error;
		// A program that does not handle an error of a call dies of it, saying what it was.
		const message = encodeUtf8(`${process.argv[0]}: ${errorMessage(error.errno)}\n`);
		try {
			process.files.find(2)?.write(process, message).next();
		} catch (second) {
			if (!(second instanceof SystemError) && !(second instanceof ProcessEnded)) throw second;
		}
		return 1;
	}
}
