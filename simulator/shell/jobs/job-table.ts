import type { WaitResult } from '../../kernel/process-api.ts';
import { type Job, statusOf } from './job.ts';
import type { JobSpecs } from './job-specs.ts';

/** The jobs of one shell, by number. */
export class JobTable {
	#jobs: Job[] = [];
	#specs: JobSpecs;
	#inherited: ReadonlySet<Job> = new Set();
	/** Statuses of children that `wait pid` may still ask for. */
	readonly finished = new Map<number, number>();

	constructor(specs: JobSpecs) {
		this.#specs = specs;
	}

	get jobs(): readonly Job[] {
		return this.#jobs;
	}

	/** As other shells than bash list them: the current one, then those that were begun before it. */
	latestFirst(): readonly Job[] {
		const rank = (job: Job): number => (job === this.#specs.current ? 2 : job === this.#specs.previous ? 1 : 0);
		return [...this.#jobs].sort((a, b) => rank(b) - rank(a) || b.number - a.number);
	}

	/** What a child of the shell sees: the same list, to look at. */
	fork(): JobTable {
		const copies = new Map(this.#jobs.map((job) => [job, job.copy()]));
		const table = new JobTable(this.#specs.copy(copies));
		table.#jobs = [...copies.values()];
		table.#inherited = new Set(table.#jobs);
		for (const [pid, status] of this.finished) table.finished.set(pid, status);
		return table;
	}

	/** A subshell forgets the jobs of the shell that it comes from. */
	clear(): void {
		for (const job of this.#jobs) job.number = 0;
		this.#jobs = [];
		this.#specs.cleared();
		this.finished.clear();
	}

	/** One of the shell that this subshell comes from. */
	isInherited(job: Job): boolean {
		return this.#inherited.has(job);
	}

	/** Gives the job a number. */
	add(job: Job): void {
		if (job.number !== 0) return;
		const old = this.#jobs.find((each) => each.state === 'done' && each.waited);
		const reused = old?.number;
		if (old !== undefined) this.remove(old);
		job.number = reused ?? Math.max(0, ...this.#jobs.map((each) => each.number)) + 1;
		this.#jobs.push(job);
		this.#jobs.sort((a, b) => a.number - b.number);
		if (job.state === 'stopped') this.#specs.stopped(job, this.#jobs);
		else this.#specs.begun(job, this.#jobs);
	}

	/** Forgets the job; `wait pid` may still ask for its status. */
	remove(job: Job): void {
		if (job.number !== 0 && job.background) this.finished.set(job.lastPid, statusOf(job.processes.at(-1)?.result));
		this.#forget(job);
	}

	#forget(job: Job): void {
		this.#jobs = this.#jobs.filter((each) => each !== job);
		this.#specs.removed(job, this.#jobs);
		job.number = 0;
	}

	/** One has stopped, or runs on. */
	changed(job: Job): void {
		if (job.state === 'stopped') this.#specs.stopped(job, this.#jobs);
		else this.#specs.continued(this.#jobs);
	}

	/** `%+`. */
	get current(): Job | undefined {
		return this.#specs.current;
	}

	/** '+', '-' or ' '. */
	mark(job: Job): string {
		return this.#specs.current === job ? '+' : this.#specs.previous === job ? '-' : ' ';
	}

	/** Finds by `%1`, `%+`, `%-`, `%name`, `%?text`; 'ambiguous' when several processes fit. */
	find(spec: string): Job | undefined | 'ambiguous' {
		if (spec === '') return undefined;
		const text = spec.startsWith('%') ? spec.slice(1) : spec;
		if (text === '' || text === '%' || text === '+') return this.#specs.current;
		if (text === '-') return this.#specs.previous ?? this.#specs.current;
		if (/^\d+$/.test(text)) return this.#jobs.find((job) => job.number === Number(text));
		const within = text.startsWith('?') ? text.slice(1).toLowerCase() : undefined;
		const fits = (each: string): boolean =>
			within === undefined ? each.startsWith(text) : each.toLowerCase().includes(within);
		const found = this.#jobs.filter((job) => this.#specs.names(job).some(fits));
		// bash takes a process behind the first for two.
		if (found.some((job) => !fits(job.texts[0] as string))) return 'ambiguous';
		return found.length > 1 ? 'ambiguous' : found[0];
	}

	/** The shell has waited for something: it knows by now of what has happened. */
	settle(): void {
		for (const job of this.#jobs) job.touchedMs = undefined;
	}

	byPid(pid: number): Job | undefined {
		return this.#jobs.find((job) => job.processes.some((process) => process.pid === pid));
	}

	/** Takes note of what wait(2) reported. */
	record(result: WaitResult): void {
		for (const job of this.#jobs) {
			const process = job.processes.find((each) => each.pid === result.pid);
			if (process === undefined) continue;
			const { state } = job;
			process.result = result;
			if (result.kind !== 'continued') job.notified = false;
			if (job.state === 'stopped' || (state === 'stopped' && job.state === 'running')) this.changed(job);
			return;
		}
	}
}
