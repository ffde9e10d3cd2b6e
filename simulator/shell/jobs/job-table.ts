import type { SignalName, WaitResult } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';

export interface JobProcess {
	readonly pid: number;
	result: WaitResult | undefined;
}

export type JobState = 'running' | 'stopped' | 'done';

/** A pipeline started by the shell. */
export class Job {
	/** Its number in `jobs`; 0 while it runs in the foreground and was never stopped. */
	number = 0;
	readonly processes: readonly JobProcess[];
	/** Its own process group, or the shell's without job control. */
	readonly pgid: number;
	readonly #makeText: () => string;
	#text: string | undefined;
	background: boolean;
	/** Its last change of state has been told. */
	notified = true;
	/** `jobs` has shown its end. */
	shown = false;
	/** `jobs -n` has not shown it yet. */
	fresh = true;
	/** `disown -h`. */
	noHangup = false;
	readonly cwd: string;

	constructor(processes: readonly JobProcess[], pgid: number, text: () => string, background: boolean, cwd: string) {
		this.processes = processes;
		this.pgid = pgid;
		this.#makeText = text;
		this.background = background;
		this.cwd = cwd;
	}

	/** The command as it is shown; made when it is first asked for. */
	get text(): string {
		this.#text ??= this.#makeText();
		return this.#text;
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

	/** The last process's result. */
	get result(): WaitResult | undefined {
		return (this.processes.at(-1) as JobProcess).result;
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

/** The jobs of one shell, and which of them are `%+` and `%-`. */
export class JobTable {
	#jobs: Job[] = [];
	#recent: Job[] = [];
	#inherited: ReadonlySet<Job> = new Set();
	/** Statuses of children that `wait pid` may still ask for. */
	readonly finished = new Map<number, number>();

	get jobs(): readonly Job[] {
		return this.#jobs;
	}

	/** What a subshell sees: the same list, to look at. */
	fork(): JobTable {
		const copy = new JobTable();
		copy.#jobs = [...this.#jobs];
		copy.#recent = [...this.#recent];
		copy.#inherited = new Set(this.#jobs);
		return copy;
	}

	/** One of the shell that this subshell comes from. */
	isInherited(job: Job): boolean {
		return this.#inherited.has(job);
	}

	/** Gives the job a number and makes it the current one. */
	add(job: Job): void {
		if (job.number !== 0) return;
		job.number = Math.max(0, ...this.#jobs.map((each) => each.number)) + 1;
		this.#jobs.push(job);
		this.#jobs.sort((a, b) => a.number - b.number);
		this.makeCurrent(job);
	}

	makeCurrent(job: Job): void {
		this.#recent = [job, ...this.#recent.filter((each) => each !== job)];
	}

	remove(job: Job): void {
		this.#jobs = this.#jobs.filter((each) => each !== job);
		this.#recent = this.#recent.filter((each) => each !== job);
		job.number = 0;
	}

	/** `%+`: the newest stopped job, else the newest. */
	get current(): Job | undefined {
		return this.#ranked()[0];
	}

	/** `%-`. */
	get previous(): Job | undefined {
		return this.#ranked()[1] ?? this.#ranked()[0];
	}

	#ranked(): Job[] {
		const stopped = this.#recent.filter((job) => job.state === 'stopped');
		return [...stopped, ...this.#recent.filter((job) => job.state !== 'stopped')];
	}

	/** '+', '-' or ' '. */
	mark(job: Job): string {
		const ranked = this.#ranked();
		return ranked[0] === job ? '+' : ranked[1] === job ? '-' : ' ';
	}

	/** Finds by `%1`, `%+`, `%-`, `%name`, `%?text`; 'ambiguous' when several names fit. */
	find(spec: string): Job | undefined | 'ambiguous' {
		const text = spec.startsWith('%') ? spec.slice(1) : spec;
		if (text === '' || text === '%' || text === '+') return this.current;
		if (text === '-') return this.previous;
		if (/^\d+$/.test(text)) return this.#jobs.find((job) => job.number === Number(text));
		const found = text.startsWith('?')
			? this.#jobs.filter((job) => job.text.includes(text.slice(1)))
			: this.#jobs.filter((job) => job.text.startsWith(text));
		return found.length > 1 ? 'ambiguous' : found[0];
	}

	byPid(pid: number): Job | undefined {
		return this.#jobs.find((job) => job.processes.some((process) => process.pid === pid));
	}

	/** Takes note of what wait(2) reported. False when no job has that process. */
	record(result: WaitResult): boolean {
		for (const job of this.#jobs) {
			const process = job.processes.find((each) => each.pid === result.pid);
			if (process === undefined) continue;
			process.result = result;
			job.notified = false;
			return true;
		}
		return false;
	}
}
