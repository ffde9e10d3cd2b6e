import { SystemError } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import type { Task } from '../../machinery/task.ts';
import { forgetCoprocess, forgetEnded, jobLine, noteSignals, reapJobs, waitFor } from '../jobs/job-control.ts';
import { type Job, statusOf } from '../jobs/job-table.ts';
import type { Shell } from '../state/shell.ts';
import { type Builtin, parseOptions, usageError } from './builtin.ts';
import { ambiguous } from './jobs.ts';

export const WAIT: Builtin = {
	usage: '[-fn] [-p var] [id ...]',
	*run(shell, args) {
		const { flags, values, rest, problem } = parseOptions(args, 'fnp:');
		if (problem !== undefined) return yield* usageError(shell, 'wait', problem, WAIT.usage);
		try {
			const status = yield* wait(shell, flags, values, rest);
			yield* forgetEnded(shell);
			return status;
		} finally {
			forgetCoprocess(shell);
		}
	},
};

function* wait(
	shell: Shell,
	flags: ReadonlySet<string>,
	values: ReadonlyMap<string, string>,
	rest: readonly string[],
): Task<number> {
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
	if (rest.length === 0) {
		for (const job of [...shell.jobs.jobs]) {
			const interrupted = yield* waitForJob(shell, job);
			if (interrupted !== undefined) return interrupted;
			job.notified = job.notified || !shell.mode.interactive;
		}
		const interrupted = yield* waitForSubstitution(shell);
		if (interrupted !== undefined) return interrupted;
		shell.jobs.finished.clear();
		yield* forgetFinished(shell);
		return 0;
	}
	let status = 0;
	for (const id of rest) {
		const job = id.startsWith('%') ? shell.jobs.find(id) : undefined;
		const pid = job === undefined || job === 'ambiguous' ? id : String(job.lastPid);
		status = yield* waitForOne(shell, id);
		if (variable !== undefined && /^\d+$/.test(pid)) shell.variables.set(variable, pid);
	}
	return status;
}

/** With job control every end is told, without it only violent ones. */
function* tellEnd(shell: Shell, job: Job): Task<void> {
	if (!shell.options.set.monitor) yield* shell.tellDeath(job);
	else yield* shell.say(`${jobLine(shell, job, false)}\n`);
}

function* forgetFinished(shell: Shell): Task<void> {
	for (const job of [...shell.jobs.jobs]) {
		if (job.state !== 'done' || shell.mode.interactive) continue;
		yield* tellEnd(shell, job);
		shell.jobs.remove(job);
	}
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

/** Waits for a job to end; a status when a trapped signal (or Ctrl-C) comes first. */
function* waitForJob(shell: Shell, job: Job): Task<number | undefined> {
	for (const each of job.processes) {
		while (each.result === undefined || each.result.kind === 'continued') {
			try {
				const result = yield* shell.process.wait(each.pid, { untraced: shell.options.set.monitor });
				if (result !== undefined) each.result = result;
				noteSignals(shell);
				if (shell.pendingSignals.some((signal) => signal !== 'CHLD' && shell.traps.has(signal)))
					return yield* interruptedWait(shell);
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				if (error.errno === 'ECHILD') each.result = { pid: each.pid, kind: 'exited', status: 127 };
				else if (error.errno === 'EINTR') return yield* interruptedWait(shell);
				else throw error;
			}
		}
		shell.jobs.finished.set(each.pid, statusOf(each.result));
	}
	job.notified = false;
	return undefined;
}

function* interruptedWait(shell: Shell): Task<number> {
	noteSignals(shell);
	const signal = shell.pendingSignals[0];
	yield* shell.interrupted();
	return 128 + (signal === undefined ? 2 : SIGNAL_NUMBERS[signal]);
}

function* waitForOne(shell: Shell, id: string): Task<number> {
	if (id.startsWith('%')) {
		const job = shell.jobs.find(id);
		if (job === 'ambiguous') return yield* ambiguous(shell, 'wait', id, 127);
		if (job === undefined) return yield* shell.fail('wait', `${id}: no such job`, 127);
		return yield* statusAfterWait(shell, job);
	}
	if (!/^\d+$/.test(id)) return yield* shell.fail('wait', `\`${id}': not a pid or valid job spec`);
	const pid = Number(id);
	const job = shell.jobs.byPid(pid);
	if (job !== undefined) {
		const interrupted = yield* waitForJob(shell, job);
		if (interrupted !== undefined) return interrupted;
		const status = statusOf(job.processes.find((each) => each.pid === pid)?.result);
		if (!shell.mode.interactive) {
			yield* tellEnd(shell, job);
			shell.jobs.remove(job);
		}
		return status;
	}
	const finished = shell.jobs.finished.get(pid);
	if (finished !== undefined) return finished;
	if (shell.lastBackgroundPid === pid && shell.substitutionPid === pid) return statusOf(yield* waitFor(shell, pid));
	return yield* shell.fail('wait', `pid ${pid} is not a child of this shell`, 127);
}

function* statusAfterWait(shell: Shell, job: Job): Task<number> {
	const interrupted = yield* waitForJob(shell, job);
	if (interrupted !== undefined) return interrupted;
	const status = statusOf(job.result);
	if (!shell.mode.interactive) {
		yield* tellEnd(shell, job);
		shell.jobs.remove(job);
	}
	return status;
}

/** `wait -n`: the next job to end. */
function* waitForNext(shell: Shell, ids: readonly string[], variable: string | undefined): Task<number> {
	const meant = (id: string, job: Job): boolean =>
		id.startsWith('%') ? shell.jobs.find(id) === job : job.lastPid === Number(id);
	const wanted = (job: Job): boolean => ids.length === 0 || ids.some((id) => meant(id, job));
	for (const id of ids) {
		if (!shell.jobs.jobs.some((job) => meant(id, job))) yield* shell.fail('wait', `${id}: no such job`);
	}
	for (;;) {
		yield* reapJobs(shell);
		const jobs = shell.jobs.jobs.filter(wanted);
		const done = jobs.find((job) => job.state === 'done');
		if (done !== undefined) {
			if (variable !== undefined) shell.variables.set(variable, String(done.lastPid));
			const status = statusOf(done.result);
			if (shell.mode.interactive) done.notified = false;
			else shell.jobs.remove(done);
			return status;
		}
		if (jobs.length === 0) return 127;
		try {
			const result = yield* shell.process.wait(-1, { untraced: shell.options.set.monitor });
			if (result !== undefined) {
				shell.jobs.record(result);
				if (result.kind === 'exited' || result.kind === 'signaled')
					shell.jobs.finished.set(result.pid, statusOf(result));
			}
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno === 'EINTR') return yield* interruptedWait(shell);
			return 127;
		}
	}
}
