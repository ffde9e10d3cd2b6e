import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { type Job, statusOf } from '../jobs/job.ts';
import { noteSignals, waitFor } from '../jobs/job-control.ts';
import { forgetEnded, forgetNotified, markEnded, notifyOnly } from '../jobs/job-notices.ts';
import { reapJobs } from '../jobs/reap-jobs.ts';
import type { Shell } from '../state/shell.ts';
import { assignNamed } from './assign-named.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';
import { ambiguous } from './jobs.ts';
import { interruptedWait, posixWait } from './posix-wait.ts';

export const WAIT: Builtin = {
	usage: '[-fn] [-p var] [id ...]',
	*run(shell, args) {
		if (!shell.isBash) return yield* posixWait(shell, args);
		const { flags, values, rest, problem } = parseOptions(args, 'fnp:');
		if (problem !== undefined) return yield* usageError(shell, 'wait', problem, WAIT.usage);
		const variable = values.get('p');
		if (variable !== undefined) {
			if (!/^[A-Za-z_]\w*(\[.+\])?$/s.test(variable)) {
				return yield* shell.fail('wait', `\`${variable}': not a valid identifier`);
			}
			if (shell.variables.find(variable)?.readonly === true) {
				return yield* shell.fail('wait', `${variable}: cannot unset: readonly variable`);
			}
			shell.variables.unset(variable);
		}
		if (flags.has('n')) return yield* waitForNext(shell, rest, variable);
		return rest.length === 0 ? yield* waitForAll(shell) : yield* waitForEach(shell, rest, variable);
	},
};

/** Models bash jobs.c wait_for_background_pids. */
function* waitForAll(shell: Shell): Task<number> {
	for (;;) {
		yield* reapJobs(shell);
		const index = shell.jobs.jobs.findIndex((job) => job.state === 'running' && job.background);
		for (const job of index < 0 ? shell.jobs.jobs : shell.jobs.jobs.slice(0, index)) {
			if (job.state !== 'stopped') continue;
			yield* shell.complain(`wait: warning: job ${job.number}[${job.lastPid}] stopped`);
		}
		const job = shell.jobs.jobs[index];
		if (job === undefined) break;
		const interrupted = yield* waitForJob(shell, job);
		if (interrupted !== undefined) return interrupted;
	}
	const interrupted = yield* waitForSubstitution(shell);
	if (interrupted !== undefined) return interrupted;
	markEnded(shell);
	forgetNotified(shell);
	shell.jobs.finished.clear();
	return 0;
}

/** The status is that of the last one; `-p` tells its process, if there was one. */
function* waitForEach(shell: Shell, ids: readonly string[], variable: string | undefined): Task<number> {
	let status = 0;
	let pid: number | undefined;
	for (const id of ids) {
		pid = undefined;
		yield* reapJobs(shell);
		if (id.startsWith('%')) {
			const job = shell.jobs.find(id);
			if (job === 'ambiguous') status = yield* ambiguous(shell, 'wait', id, 127);
			else if (job === undefined) status = yield* shell.fail('wait', `${id}: no such job`, 127);
			else {
				pid = job.lastPid;
				const interrupted = yield* waitForJob(shell, job);
				if (interrupted !== undefined) return interrupted;
				status = statusOf(job.result);
			}
		} else if (/^\d/.test(id)) {
			if (!/^\d+\s*$/.test(id) || Number(id) >= 2 ** 31) {
				return yield* shell.fail('wait', `\`${id}': not a pid or valid job spec`);
			}
			const outcome = yield* waitForPid(shell, Number(id));
			if ('interrupted' in outcome) return outcome.interrupted;
			status = outcome.status ?? (yield* shell.fail('wait', `pid ${Number(id)} is not a child of this shell`, 127));
			if (outcome.status !== undefined) pid = Number(id);
		} else status = yield* shell.fail('wait', `\`${id}': not a pid or valid job spec`);
	}
	if (variable !== undefined && pid !== undefined) yield* assignNamed(shell, 'wait', variable, String(pid));
	return status;
}

/** Models bash jobs.c wait_for_single_pid. */
function* waitForPid(shell: Shell, pid: number): Task<{ readonly status: number | undefined } | Interruption> {
	const job = shell.jobs.byPid(pid);
	if (job === undefined) {
		const finished = shell.jobs.finished.get(pid);
		if (finished !== undefined) return { status: finished };
		const substituted = shell.lastBackgroundPid === pid && shell.substitutionPid === pid;
		return { status: substituted ? statusOf(yield* waitFor(shell, pid)) : undefined };
	}
	const interrupted = yield* waitForJob(shell, job);
	if (interrupted !== undefined) return { interrupted };
	if (shell.options.set.posix) {
		forgetNotified(shell);
		shell.jobs.finished.delete(pid);
	}
	return { status: statusOf(job.result) };
}

interface Interruption {
	readonly interrupted: number;
}

/** The last process substitution counts while `$!` is its process. */
function* waitForSubstitution(shell: Shell): Task<number | undefined> {
	const pid = shell.substitutionPid;
	if (pid === undefined || pid !== shell.lastBackgroundPid) return undefined;
	shell.substitutionPid = undefined;
	try {
		yield* shell.process.wait(pid, {});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'EINTR') return yield* interruptedWait(shell);
		if (error.errno !== 'ECHILD') throw error;
	}
	return undefined;
}

/**
 * Waits for a job to end or stop, tells of jobs that have ended and marks this one as told.
 * @returns a status when a trapped signal (or Ctrl-C) comes first.
 */
function* waitForJob(shell: Shell, job: Job): Task<number | undefined> {
	for (const { pid } of job.processes) {
		for (;;) {
			const result = job.processes.find((each) => each.pid === pid)?.result;
			if (result !== undefined && result.kind !== 'continued') break;
			try {
				const news = yield* shell.process.wait(pid, { untraced: shell.options.set.monitor });
				if (news !== undefined) shell.jobs.record(news);
				noteSignals(shell);
				if (shell.pendingSignals.some((signal) => signal !== 'CHLD' && shell.traps.has(signal)))
					return yield* interruptedWait(shell);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				if (error.errno === 'ECHILD') shell.jobs.record({ pid, kind: 'exited', status: 127 });
				else if (error.errno === 'EINTR') return yield* interruptedWait(shell);
				else throw error;
			}
		}
	}
	shell.jobs.settle();
	yield* reapJobs(shell);
	yield* forgetEnded(shell);
	if (job.state === 'done') job.notified = true;
	return undefined;
}

/** `wait -n`: the next job to end, or one that has ended and nobody was told of. Models bash jobs.c wait_for_any_job. */
function* waitForNext(shell: Shell, ids: readonly string[], variable: string | undefined): Task<number> {
	yield* reapJobs(shell);
	const wanted = ids.length === 0 ? undefined : yield* jobsOf(shell, ids);
	if (wanted?.size === 0) return 127;
	for (let first = true; ; first = false) {
		const done = shell.jobs.jobs.find(
			(job) => job.state === 'done' && (wanted?.has(job) ?? true) && !(first && job.notified),
		);
		if (done !== undefined) {
			if (variable !== undefined) yield* assignNamed(shell, 'wait', variable, String(done.lastPid));
			yield* notifyOnly(shell);
			shell.jobs.remove(done);
			return statusOf(done.result);
		}
		if (!shell.jobs.jobs.some((job) => job.state === 'running' && job.background)) return 127;
		try {
			const result = yield* shell.process.wait(-1, { untraced: shell.options.set.monitor });
			if (result !== undefined) shell.jobs.record(result);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno === 'EINTR') return yield* interruptedWait(shell);
			return 127;
		}
		yield* reapJobs(shell);
	}
}

function* jobsOf(shell: Shell, ids: readonly string[]): Task<ReadonlySet<Job>> {
	const found = new Set<Job>();
	for (const id of ids) {
		const job = /^\s*[+-]?\d+\s*$/.test(id) ? shell.jobs.byPid(Number(id)) : shell.jobs.find(id);
		if (job === 'ambiguous') yield* ambiguous(shell, 'wait', id, 127);
		if (job === undefined || job === 'ambiguous') yield* shell.fail('wait', `${id}: no such job`);
		else found.add(job);
	}
	return found;
}
