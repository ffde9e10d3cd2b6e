import type { SignalName, WaitResult } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';

export interface JobProcess {
	readonly pid: number;
	result: WaitResult | undefined;
}

export type JobState = 'running' | 'stopped' | 'done';

export interface JobParts {
	readonly processes: readonly JobProcess[];
	/** Its own process group, or the shell's without job control. */
	readonly pgid: number;
	/** What each process runs, as it is shown; made when it is first asked for. */
	readonly makeTexts: () => readonly string[];
	readonly background: boolean;
	readonly cwd: string;
	/** Started under `pipefail`: its status is that of the last process that failed. */
	readonly pipefail: boolean;
}

/** A pipeline started by the shell. */
export class Job {
	/** Its number in `jobs`; 0 while it runs in the foreground and was never stopped. */
	number = 0;
	readonly processes: readonly JobProcess[];
	readonly pgid: number;
	readonly #parts: JobParts;
	#texts: readonly string[] | undefined;
	background: boolean;
	/** Its state has been told as it is now. */
	notified = false;
	/** Somebody has waited for it. Other shells than bash forget it when its number is wanted. */
	waited = false;
	/** When it began or was sent a signal: what has become of it is not known at that moment. */
	touchedMs: number | undefined;
	/** `disown -h`. */
	noHangup = false;
	readonly cwd: string;

	constructor(parts: JobParts) {
		this.#parts = parts;
		this.processes = parts.processes;
		this.pgid = parts.pgid;
		this.background = parts.background;
		this.cwd = parts.cwd;
	}

	/** As a child of the shell sees it from now on. */
	copy(): Job {
		const job = new Job({ ...this.#parts, processes: this.processes.map((each) => ({ ...each })) });
		job.number = this.number;
		job.background = this.background;
		job.notified = this.notified;
		return job;
	}

	get texts(): readonly string[] {
		this.#texts ??= this.#parts.makeTexts();
		return this.#texts;
	}

	/** The command as it is shown. */
	get text(): string {
		return this.texts.join(' | ');
	}

	get state(): JobState {
		let stopped = false;
		for (const process of this.processes) {
			if (process.result === undefined || process.result.kind === 'continued') return 'running';
			if (process.result.kind === 'stopped') stopped = true;
		}
		return stopped ? 'stopped' : 'done';
	}

	get lastPid(): number {
		return (this.processes.at(-1) as JobProcess).pid;
	}

	/** The last process's result; under `pipefail` that of the last process that failed. */
	get result(): WaitResult | undefined {
		const failed = this.#parts.pipefail
			? this.processes.findLast(({ result }) => result !== undefined && statusOf(result) !== 0)
			: undefined;
		return (failed ?? (this.processes.at(-1) as JobProcess)).result;
	}

	get stopSignal(): SignalName {
		for (const process of this.processes) if (process.result?.kind === 'stopped') return process.result.signal;
		return 'TSTP';
	}

	statuses(): number[] {
		return this.processes.map((process) => statusOf(process.result));
	}
}

/** `$?` for what wait(2) reported. */
export function statusOf(result: WaitResult | undefined): number {
	if (result === undefined || result.kind === 'continued') return 0;
	return result.kind === 'exited' ? result.status : 128 + SIGNAL_NUMBERS[result.signal];
}
