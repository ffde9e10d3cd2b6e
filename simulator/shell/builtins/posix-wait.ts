import { SystemError } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import type { Task } from '../../machinery/task.ts';
import { type Job, statusOf } from '../jobs/job.ts';
import { noteSignals } from '../jobs/job-control.ts';
import { jobLine } from '../jobs/job-notices.ts';
import { reapJobs } from '../jobs/reap-jobs.ts';
import type { Shell } from '../state/shell.ts';
import { parseOptions, usageError } from './builtin.ts';
import { ambiguous } from './jobs.ts';

/** `wait` of dash, and of busybox's ash with its -n. Models dash jobs.c waitcmd. */
export function* posixWait(shell: Shell, args: readonly string[]): Task<number> {
	const { flags, rest, problem } = parseOptions(args, shell.mode.dialect === 'ash' ? 'n' : '');
	if (problem !== undefined) return yield* usageError(shell, 'wait', problem, '[id ...]');
	if (flags.has('n') && rest.length === 0) return yield* waitForNext(shell);
	if (rest.length === 0) return yield* waitForAll(shell);
	let status = 0;
	for (const id of rest) status = yield* waitForOne(shell, id);
	return status;
}

function* waitForAll(shell: Shell): Task<number> {
	for (const job of [...shell.jobs.jobs]) {
		const interrupted = yield* waitForJob(shell, job);
		if (interrupted !== undefined) return interrupted;
		job.notified = !shell.mode.interactive;
	}
	shell.jobs.finished.clear();
	for (const job of [...shell.jobs.jobs]) {
		if (job.state !== 'done' || shell.mode.interactive) continue;
		yield* tellEnd(shell, job);
	}
	return 0;
}

function* tellEnd(shell: Shell, job: Job): Task<void> {
	if (shell.options.set.monitor) yield* shell.say(`${jobLine(shell, job, false)}\n`);
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
	job.waited = !shell.mode.interactive;
	return undefined;
}

export function* interruptedWait(shell: Shell): Task<number> {
	noteSignals(shell);
	const signal = shell.pendingSignals[0];
	yield* shell.interrupted();
	return 128 + (signal === undefined ? 2 : SIGNAL_NUMBERS[signal]);
}

function* waitForOne(shell: Shell, id: string): Task<number> {
	if (id.startsWith('%')) {
		const job = shell.jobs.find(id);
		if (job === 'ambiguous') return yield* ambiguous(shell, 'wait', id, 127);
		if (job === undefined)
			return yield* shell.fail('wait', `${id}: no such job`, shell.mode.dialect === 'ash' ? 2 : 127);
		return yield* statusAfterWait(shell, job, statusOf);
	}
	if (!/^\d+$/.test(id)) return yield* shell.fail('wait', `\`${id}': not a pid or valid job spec`);
	const pid = Number(id);
	const job = shell.jobs.byPid(pid);
	if (job !== undefined) {
		return yield* statusAfterWait(shell, job, () => statusOf(job.processes.find((each) => each.pid === pid)?.result));
	}
	return shell.jobs.finished.get(pid) ?? 127;
}

function* statusAfterWait(shell: Shell, job: Job, status: (result: Job['result']) => number): Task<number> {
	const interrupted = yield* waitForJob(shell, job);
	if (interrupted !== undefined) return interrupted;
	const found = status(job.result);
	if (!shell.mode.interactive) yield* tellEnd(shell, job);
	return found;
}

/**
 * `wait -n`: the next job to end. busybox takes its status for what wait(2) reports: of whatever failed it is told that
 * it was ended by the first signal. Models shell/ash.c waitcmd.
 */
function* waitForNext(shell: Shell): Task<number> {
	if (shell.jobs.jobs.length === 0) return 127;
	yield* reapJobs(shell);
	const before = new Set(shell.jobs.jobs.filter((job) => job.state === 'done'));
	for (const job of before) job.waited = !shell.mode.interactive;
	while (shell.jobs.jobs.some((job) => job.state === 'running')) {
		try {
			const result = yield* shell.process.wait(-1, { untraced: shell.options.set.monitor });
			if (result !== undefined) shell.jobs.record(result);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno === 'EINTR') return yield* interruptedWait(shell);
			return 127;
		}
		const done = shell.jobs.jobs.find((job) => job.state === 'done' && !before.has(job));
		if (done !== undefined) return statusOf(done.result) === 0 ? 0 : 129;
	}
	return 0;
}
