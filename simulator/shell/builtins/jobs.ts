import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Job } from '../jobs/job.ts';
import { foreground } from '../jobs/job-control.ts';
import { forgetNotified, jobLine } from '../jobs/job-notices.ts';
import { reapJobs } from '../jobs/reap-jobs.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';

const JOBS: Builtin = {
	usage: '[-lnprs] [jobspec ...] or jobs -x command [args]',
	*run(shell, args) {
		const { flags, rest, problem } = parseOptions(args, shell.isBash ? 'lpnxrs' : 'lprs');
		if (problem !== undefined) return yield* usageError(shell, 'jobs', problem, JOBS.usage);
		// The last one counts.
		const form = [...flags].findLast((letter) => 'lpn'.includes(letter));
		if (flags.has('x')) {
			if (form !== undefined) return yield* shell.fail('jobs', "no other options allowed with `-x'");
			return yield* runWithPids(shell, rest);
		}
		const state = [...flags].findLast((letter) => 'rs'.includes(letter));
		yield* reapJobs(shell);
		if (rest.length === 0) {
			if (shell.isBash) forgetNotified(shell);
			const wanted = state === undefined ? undefined : state === 'r' ? 'running' : 'stopped';
			for (const job of shell.isBash ? shell.jobs.jobs : shell.jobs.latestFirst()) {
				if (wanted === undefined || job.state === wanted) yield* showJob(shell, job, form);
			}
			return 0;
		}
		let status = 0;
		for (const spec of rest) {
			const job = shell.jobs.find(spec);
			if (job === 'ambiguous') yield* ambiguous(shell, 'jobs', spec, 1);
			if (job === undefined || job === 'ambiguous') status = yield* noSuchJob(shell, 'jobs', spec);
			else {
				yield* showJob(shell, job, form);
				if (shell.isBash) forgetNotified(shell);
			}
		}
		return status;
	},
};

function* showJob(shell: Shell, job: Job, form: string | undefined): Task<void> {
	if (form === 'p') {
		yield* shell.print('jobs', `${job.processes[0]?.pid}\n`);
		return;
	}
	if (form === 'n' && job.notified) return;
	yield* shell.print('jobs', `${jobLine(shell, job, form === 'l')}\n`);
	job.notified = true;
	if (!shell.isBash && job.state === 'done' && !shell.jobs.isInherited(job)) shell.jobs.remove(job);
}

/** `jobs -x`: a command with the process groups of jobs in the place of their names. */
function* runWithPids(shell: Shell, words: readonly string[]): Task<number> {
	const named = words.map((word) => {
		const job = word.startsWith('%') ? shell.jobs.find(word) : undefined;
		return job === undefined || job === 'ambiguous' ? word : String(job.pgid);
	});
	return named.length === 0 ? 0 : yield* shell.interpreter.runWords(shell, named, 'nothing');
}

function* noSuchJob(shell: Shell, name: string, spec: string): Task<number> {
	return yield* shell.fail(name, `${spec}: no such job`);
}

export function* ambiguous(shell: Shell, name: string, spec: string, status: number): Task<number> {
	return yield* shell.fail(name, `${spec.replace(/^%\??/, '')}: ambiguous job spec`, status);
}

function* jobFor(shell: Shell, name: string, spec: string | undefined): Task<Job | undefined> {
	yield* reapJobs(shell);
	const job = spec === undefined ? shell.jobs.current : shell.jobs.find(spec);
	if (job === 'ambiguous') {
		yield* ambiguous(shell, name, spec as string, 1);
		return undefined;
	}
	if (job === undefined || (job.state === 'done' && spec === undefined)) {
		yield* shell.fail(name, spec === undefined ? 'current: no such job' : `${spec}: no such job`);
		return undefined;
	}
	return job;
}

export function continueJob(shell: Shell, job: Job): void {
	for (const each of job.processes) if (each.result?.kind === 'stopped') each.result = undefined;
	try {
		shell.process.kill(-job.pgid, 'CONT');
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

/** Shells other than bash look for the job first. Models dash jobs.c getjob. */
function* withoutControl(shell: Shell, name: string, spec: string | undefined): Task<number> {
	if (shell.isBash) return yield* shell.fail(name, 'no job control');
	yield* reapJobs(shell);
	// What a job's command is was not noted.
	const isText = spec !== undefined && /^%[^\d%+-]/.test(spec);
	const job = isText ? undefined : spec === undefined ? shell.jobs.current : shell.jobs.find(spec);
	if (job !== undefined) return yield* shell.fail(name, `job ${spec ?? '(null)'} not created under job control`, 2);
	if (spec === undefined) return yield* shell.fail(name, 'No current job', 2);
	const isDash = shell.mode.dialect === 'dash';
	return yield* shell.fail(name, isDash ? `No such job: ${spec}` : `${spec}: no such job`, 2);
}

const FG: Builtin = {
	usage: '[job_spec]',
	*run(shell, args) {
		if (!shell.options.set.monitor) return yield* withoutControl(shell, 'fg', args[0]);
		const job = yield* jobFor(shell, 'fg', args[0]);
		if (job === undefined) return 1;
		if (job.state === 'done') return yield* shell.fail('fg', 'job has terminated');
		yield* shell.print('fg', `${job.text}\n`);
		job.background = false;
		if (shell.terminalFd !== undefined) shell.process.setForegroundGroup(shell.terminalFd, job.pgid);
		continueJob(shell, job);
		return yield* foreground(shell, job);
	},
};

const BG: Builtin = {
	usage: '[job_spec ...]',
	*run(shell, args) {
		if (!shell.options.set.monitor) return yield* withoutControl(shell, 'bg', args[0]);
		let status = 0;
		for (const spec of args.length > 0 ? args : [undefined]) {
			const job = yield* jobFor(shell, 'bg', spec);
			if (job === undefined) {
				status = 1;
				continue;
			}
			if (job.state === 'running' && job.background) {
				yield* shell.fail('bg', `job ${job.number} already in background`);
				continue;
			}
			job.background = true;
			continueJob(shell, job);
			yield* shell.print('bg', `[${job.number}]${shell.jobs.mark(job)} ${job.text} &\n`);
		}
		return status;
	},
};

const DISOWN: Builtin = {
	usage: '[-h] [-ar] [jobspec ... | pid ...]',
	*run(shell, args) {
		const { flags, rest, problem } = parseOptions(args, 'har');
		if (problem !== undefined) return yield* usageError(shell, 'disown', problem, DISOWN.usage);
		let jobs: readonly (Job | 'ambiguous' | undefined)[];
		if (flags.has('a') || flags.has('r'))
			jobs = shell.jobs.jobs.filter((job) => !flags.has('r') || job.state === 'running');
		else if (rest.length === 0) jobs = [shell.jobs.current];
		else {
			jobs = rest.map((spec) => {
				const found = /^\d+$/.test(spec) ? shell.jobs.byPid(Number(spec)) : shell.jobs.find(spec);
				return found;
			});
		}
		let status = 0;
		for (const [index, job] of [...jobs].entries()) {
			if (job === 'ambiguous') yield* ambiguous(shell, 'disown', rest[index] as string, 1);
			if (job === undefined || job === 'ambiguous')
				status = yield* shell.fail('disown', `${rest[index] ?? 'current'}: no such job`);
			else if (flags.has('h')) job.noHangup = true;
			else shell.jobs.remove(job);
		}
		return status;
	},
};

const SUSPEND: Builtin = {
	usage: '[-f]',
	*run(shell, args) {
		const { problem } = parseOptions(args, 'f');
		if (problem !== undefined) return yield* usageError(shell, 'suspend', problem, SUSPEND.usage);
		if (shell.mode.login && args[0] !== '-f') return yield* shell.fail('suspend', 'cannot suspend a login shell');
		if (!shell.options.set.monitor) return yield* shell.fail('suspend', 'cannot suspend: no job control');
		shell.process.kill(0, 'STOP');
		return 0;
	},
};

export const JOB_BUILTINS: Readonly<Record<string, Builtin>> = {
	jobs: JOBS,
	fg: FG,
	bg: BG,
	disown: DISOWN,
	suspend: SUSPEND,
};
