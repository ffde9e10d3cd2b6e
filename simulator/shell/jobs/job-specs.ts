import type { Job, JobState } from './job.ts';

/** What `%+`, `%-` and `%name` mean in a table. The jobs it is given are those of the table, by number. */
export interface JobSpecs {
	/** The texts that a job may be named by. */
	names(job: Job): readonly string[];
	readonly current: Job | undefined;
	readonly previous: Job | undefined;
	/** One has begun in the background. */
	begun(job: Job, jobs: readonly Job[]): void;
	stopped(job: Job, jobs: readonly Job[]): void;
	/** One that was stopped runs on. */
	continued(jobs: readonly Job[]): void;
	/** One is not in the table any more. */
	removed(job: Job, jobs: readonly Job[]): void;
	/** There are none any more. */
	cleared(): void;
	/** The same for copies of the jobs. */
	copy(jobs: ReadonlyMap<Job, Job>): JobSpecs;
}

/** Models bash jobs.c set_current_job and reset_current: one that has ended keeps its mark until it is forgotten. */
export class BashJobSpecs implements JobSpecs {
	#current: Job | undefined;
	#previous: Job | undefined;

	names(job: Job): readonly string[] {
		return job.texts;
	}

	get current(): Job | undefined {
		return this.#current;
	}

	get previous(): Job | undefined {
		return this.#previous;
	}

	begun(_job: Job, jobs: readonly Job[]): void {
		this.#reset(jobs);
	}

	stopped(job: Job, jobs: readonly Job[]): void {
		this.#choose(job, jobs);
	}

	continued(jobs: readonly Job[]): void {
		this.#reset(jobs);
	}

	removed(job: Job, jobs: readonly Job[]): void {
		if (job === this.#current || job === this.#previous) this.#reset(jobs);
	}

	cleared(): void {
		this.#reset([]);
	}

	copy(jobs: ReadonlyMap<Job, Job>): JobSpecs {
		const copy = new BashJobSpecs();
		copy.#current = this.#current && jobs.get(this.#current);
		copy.#previous = this.#previous && jobs.get(this.#previous);
		return copy;
	}

	#reset(jobs: readonly Job[]): void {
		const candidate =
			[this.#current, this.#previous].find((job) => job?.state === 'stopped' && jobs.includes(job)) ??
			newest(jobs, 'stopped') ??
			newest(jobs, 'running');
		if (candidate !== undefined) this.#choose(candidate, jobs);
		else {
			this.#current = undefined;
			this.#previous = undefined;
		}
	}

	#choose(job: Job, jobs: readonly Job[]): void {
		if (this.#current !== job) {
			this.#previous = this.#current;
			this.#current = job;
		}
		const previous = this.#previous;
		if (previous !== job && previous?.state === 'stopped' && jobs.includes(previous)) return;
		const older = jobs.filter((each) => each.number < job.number);
		const stopped = job.state === 'stopped' ? newest(older, 'stopped') : undefined;
		this.#previous = stopped ?? newest(job.state === 'running' ? older : jobs, 'running') ?? job;
	}
}

/** Models dash jobs.c set_curjob: the newest stopped job, else the newest. */
export class PosixJobSpecs implements JobSpecs {
	#recent: readonly Job[] = [];

	names(job: Job): readonly string[] {
		return job.texts.slice(0, 1);
	}

	get current(): Job | undefined {
		return this.#ranked()[0];
	}

	get previous(): Job | undefined {
		return this.#ranked()[1];
	}

	begun(job: Job): void {
		this.#recent = [job, ...this.#recent.filter((each) => each !== job)];
	}

	stopped(job: Job): void {
		this.begun(job);
	}

	continued(): void {}

	removed(job: Job): void {
		this.#recent = this.#recent.filter((each) => each !== job);
	}

	cleared(): void {
		this.#recent = [];
	}

	copy(jobs: ReadonlyMap<Job, Job>): JobSpecs {
		const copy = new PosixJobSpecs();
		copy.#recent = this.#recent.flatMap((job) => jobs.get(job) ?? []);
		return copy;
	}

	#ranked(): readonly Job[] {
		const stopped = this.#recent.filter((job) => job.state === 'stopped');
		return [...stopped, ...this.#recent.filter((job) => job.state !== 'stopped')];
	}
}

function newest(jobs: readonly Job[], state: JobState): Job | undefined {
	return jobs.findLast((job) => job.state === state);
}
