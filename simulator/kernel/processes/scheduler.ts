import { DnsFormatError } from '../../machinery/dns/dns-message.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import { LimitError } from '../../machinery/limit-error.ts';
import type { Wait } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { errorMessage } from '../error-message.ts';
import { type Program, SystemError } from '../process-api.ts';
import type { KernelProcess } from './kernel-process.ts';
import { exitProcess } from './lifecycle.ts';
import { CpuWait, ProcessEnded } from './waits.ts';

/** Steps that being scheduled costs. */
const SWITCH_STEPS = 5;
/** So many steps (a power of two) are the work of a common callback of the event loop. */
const STEPS_PER_CALLBACK_LOG2 = 6;

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
		const stepsBefore = process.sliceSteps;
		const next = step(process);
		this.#account(process, next, stepsBefore);
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

	/** Tells the event loop how long this callback has been, so that a live world's slices stay short. */
	#account(process: KernelProcess, next: Wait | number | undefined, stepsBefore: number): void {
		const waited = next instanceof CpuWait ? next.cpuMs * process.kernel.limits.sliceSteps : 0;
		this.#loop.spend(Math.max(waited, process.sliceSteps - stepsBefore) >> STEPS_PER_CALLBACK_LOG2);
	}

	#arm(process: KernelProcess, wait: Wait): void {
		const token = ++process.waitToken;
		if (wait instanceof CpuWait) {
			process.runState = 'slice';
			process.disarm = wait.arm(() => this.#resume(process, token));
			return;
		}
		process.runState = 'sleeping';
		process.disarm = wait.arm(() => this.#resume(process, token));
	}

	/** When the CPU time will have been had: on the CPU that is free first, within the group's quota. */
	reserve(process: KernelProcess, cpuMs: number): number {
		const cpus = this.#cpuFreeAtMs;
		const now = this.#loop.now();
		let chosen = 0;
		for (let cpu = 1; cpu < cpus.length; cpu++) {
			if ((cpus[cpu] as number) < (cpus[chosen] as number)) chosen = cpu;
		}
		const startAtMs = Math.max(now, cpus[chosen] as number);
		const { doneAtMs, atOnceMs } = process.resources?.runCpu(startAtMs, cpuMs) ?? {
			doneAtMs: startAtMs + cpuMs,
			atOnceMs: cpuMs,
		};
		cpus[chosen] = startAtMs + atOnceMs;
		process.burns(cpuMs, startAtMs, doneAtMs);
		return Math.ceil(doneAtMs);
	}
}

/** Runs the program to its next wait. A number: it has returned its status. Undefined: it has ended otherwise. */
function step(process: KernelProcess): Wait | number | undefined {
	try {
		const next = process.generator?.next();
		return next === undefined ? undefined : next.value;
	} catch (error) {
		if (error instanceof ProcessEnded && process.isEnded) return undefined;
		if (process.isEnded) throw error;
		if (isStackOverflow(error)) {
			process.terminateBySignal('SEGV', true);
			return undefined;
		}
		const reason = reasonToDie(error);
		if (reason === undefined) throw error;
		say(process, reason);
		return 1;
	}
}

/** Why a program that has not caught `error` dies; undefined for a bug, which ends the world. */
function reasonToDie(error: unknown): string | undefined {
	if (error instanceof SystemError) return errorMessage(error.errno);
	if (error instanceof LimitError || error instanceof ConnectionError || error instanceof DnsFormatError) {
		return error.message;
	}
	return isOutOfMemory(error) ? errorMessage('ENOMEM') : undefined;
}

/** What an endless recursion does to a program. Where it hits the bottom does not matter: the program is gone. */
function isStackOverflow(error: unknown): boolean {
	return error instanceof RangeError && error.message.startsWith('Maximum call stack size');
}

/** A value of the program has become larger than the host has values: longer, wider, with more digits, later. */
function isOutOfMemory(error: unknown): boolean {
	return error instanceof RangeError;
}

function say(process: KernelProcess, reason: string): void {
	const message = encodeUtf8(`${process.argv[0]}: ${reason}\n`);
	try {
		process.files.find(2)?.write(process, message).next();
	} catch (second) {
		if (!(second instanceof SystemError) && !(second instanceof ProcessEnded)) throw second;
	}
}
