import { type SignalName, type SpawnOptions, SystemError, type WaitResult } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Interrupted, ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { deathNotice } from './death-notice.ts';
import { Job, type JobProcess, statusOf } from './job-table.ts';
import { resultText } from './signal-text.ts';

/** Signals that an interactive shell ignores for itself only. */
export const INTERACTIVE_IGNORED: readonly SignalName[] = ['TERM', 'QUIT', 'TSTP', 'TTIN', 'TTOU'];

/** Starts a child, retrying as bash does when there are too many processes. */
export function* spawn(shell: Shell, options: SpawnOptions): Task<number> {
	const reset = shell.mode.interactive && !shell.isSubshell ? ownIgnored(shell) : undefined;
	const full = reset === undefined ? options : { ...options, ignoredSignals: reset };
	for (let delayMs = 1000; ; delayMs *= 2) {
		try {
			return shell.process.spawn(full);
		} catch (error) {
			if (!(error instanceof SystemError) || error.errno !== 'EAGAIN') throw error;
			if (!shell.isBash) throw new ShellFailure('Cannot fork', 'exit', 2);
			if (delayMs > 8000) throw new ShellFailure('fork: Resource temporarily unavailable', 'exit', 254);
			yield* shell.complain('fork: retry: Resource temporarily unavailable');
			yield* shell.process.sleep(delayMs);
		}
	}
}

function ownIgnored(shell: Shell): readonly SignalName[] {
	return INTERACTIVE_IGNORED.filter((signal) => shell.traps.get(signal) !== '');
}

/** The group for the next process of a pipeline: its own leader with job control, none without. */
export function groupFor(shell: Shell, leader: number | undefined): { pgid?: number } {
	return shell.options.set.monitor ? { pgid: leader ?? 0 } : {};
}

export function makeJob(shell: Shell, pids: readonly number[], text: () => string, background: boolean): Job {
	const processes: JobProcess[] = pids.map((pid) => ({ pid, result: undefined }));
	const pgid = shell.options.set.monitor ? (pids[0] as number) : shell.process.pgid;
	return new Job(processes, pgid, text, background, shell.process.cwd);
}

/**
 * Waits in the foreground until the job ends or stops; hands the terminal over and takes it back.
 * Sets `shell.pipeStatus`; returns the last status.
 */
export function* foreground(shell: Shell, job: Job): Task<number> {
	const { process } = shell;
	const terminal = shell.options.set.monitor ? shell.terminalFd : undefined;
	const mode = terminal === undefined ? undefined : process.getTerminalMode(terminal);
	if (terminal !== undefined) process.setForegroundGroup(terminal, job.pgid);
	for (const each of job.processes) {
		while (each.result === undefined || each.result.kind === 'continued') {
			each.result = yield* waitFor(shell, each.pid);
		}
	}
	if (terminal !== undefined && mode !== undefined) {
		process.setForegroundGroup(terminal, process.pgid);
		const abnormal = job.processes.some((each) => each.result?.kind !== 'exited');
		if (abnormal) process.setTerminalMode(terminal, mode);
	}
	shell.pipeStatus = job.statuses();
	if (shell.coprocess !== undefined) {
		yield* reapJobs(shell);
		forgetCoprocess(shell);
	}
	const status = statusOf(job.result);
	yield* settle(shell, job, status);
	yield* forgetEnded(shell);
	return status;
}

/** After the wait: notices of stops and deaths. */
function* settle(shell: Shell, job: Job, status: number): Task<void> {
	if (job.state === 'stopped') {
		job.background = true;
		shell.jobs.add(job);
		shell.jobs.makeCurrent(job);
		job.notified = true;
		yield* shell.say(`\n${jobLine(shell, job, false)}\n`);
		return;
	}
	shell.jobs.remove(job);
	const result = job.result;
	if (result?.kind !== 'signaled') return;
	if (result.signal === 'INT') {
		if (shell.options.set.monitor && shell.mode.interactive && !shell.isSubshell) {
			yield* shell.say('\n');
			shell.status = status;
			throw new Interrupted();
		}
		return;
	}
	if (result.signal === 'PIPE' || shell.isSubshell) return;
	if (shell.mode.interactive) yield* shell.say(`${resultText(result)}\n`);
	else if (shell.isBash && result.signal !== 'TERM') yield* shell.complain(deathNotice(job));
	else yield* shell.say(`${resultText(result)}\n`);
}

/** Waits for one child; a caught signal only makes a note. */
export function* waitFor(shell: Shell, pid: number): Task<WaitResult> {
	for (;;) {
		try {
			const result = yield* shell.process.wait(pid, { untraced: shell.options.set.monitor });
			if (result !== undefined) return result;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno === 'ECHILD') return { pid, kind: 'exited', status: 127 };
			if (error.errno !== 'EINTR') throw error;
			noteSignals(shell);
		}
	}
}

/** Keeps caught signals for when the command has ended. */
export function noteSignals(shell: Shell): void {
	for (const signal of shell.process.takeSignals()) shell.pendingSignals.push(signal);
}

/** A coprocess that is known to have ended takes its variables and descriptors along. Models bash execute_cmd.c coproc_reap. */
export function forgetCoprocess(shell: Shell): void {
	const { coprocess } = shell;
	if (coprocess === undefined || coprocess.job.state !== 'done') return;
	shell.coprocess = undefined;
	for (const fd of coprocess.fds) if (shell.process.fileDescriptors().includes(fd)) shell.process.close(fd);
	for (const name of [coprocess.name, `${coprocess.name}_PID`]) {
		if (shell.variables.find(name)?.readonly !== true) shell.variables.unset(name);
	}
}

/** Takes in what has happened to background jobs, without waiting. */
export function* reapJobs(shell: Shell): Task<void> {
	for (const job of shell.jobs.jobs) {
		if (shell.jobs.isInherited(job)) continue;
		for (const each of job.processes) {
			if (each.result !== undefined && each.result.kind !== 'stopped' && each.result.kind !== 'continued') continue;
			yield* poll(shell, job, each);
		}
	}
}

function* poll(shell: Shell, job: Job, each: JobProcess): Task<void> {
	for (;;) {
		let result: WaitResult | undefined;
		try {
			result = yield* shell.process.wait(each.pid, { nohang: true, untraced: true, continued: true });
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno === 'ECHILD') each.result = { pid: each.pid, kind: 'exited', status: 127 };
			return;
		}
		if (result === undefined) return;
		each.result = result;
		if (result.kind !== 'continued') job.notified = false;
		if (result.kind === 'exited' || result.kind === 'signaled') {
			shell.jobs.finished.set(each.pid, statusOf(result));
			return;
		}
	}
}

/** Tells of jobs that have ended or stopped since, and forgets the ended ones. */
export function* notifyJobs(shell: Shell): Task<void> {
	yield* reapJobs(shell);
	for (const job of shell.jobs.jobs) {
		if (job.notified && job.state === 'done' && job.shown) shell.jobs.remove(job);
		if (job.notified) continue;
		if (job.state !== 'running' && keepsEnded(shell) && job.result?.kind !== 'signaled') continue;
		job.notified = true;
		if (job.state === 'running') continue;
		const interactive = shell.mode.interactive && !shell.isSubshell;
		const monitored = shell.isBash && shell.options.set.monitor && job.result?.kind !== 'signaled';
		const apart = job.state === 'stopped' && !shell.mode.interactive ? '\n' : '';
		if (interactive || monitored) yield* shell.say(`${apart}${jobLine(shell, job, false)}\n`);
		else if (shell.isBash && job.result?.kind === 'signaled' && !QUIET.has(job.result.signal)) {
			yield* shell.complain(deathNotice(job));
		}
		if (job.state === 'done') shell.jobs.remove(job);
	}
}

/** A script and standard input keep what has ended by itself until somebody asks. Models notify_of_job_status, startup_state. */
function keepsEnded({ isBash, mode }: Shell): boolean {
	return isBash && !mode.interactive && mode.input !== 'command';
}

/**
 * A bash that is not interactive forgets the jobs that have ended whenever it has waited for something, and with each
 * turn of a loop and line of its text. Models bash jobs.c reap_dead_jobs.
 */
export function* forgetEnded(shell: Shell): Task<void> {
	if (shell.jobs.jobs.length > 0 && shell.isBash && !shell.mode.interactive) yield* notifyJobs(shell);
}

const QUIET: ReadonlySet<SignalName> = new Set<SignalName>(['INT', 'PIPE', 'TERM']);

/** A line of `jobs`: `[1]+  Running                 sleep 10 &`. */
export function jobLine(shell: Shell, job: Job, long: boolean): string {
	const { stopSignal } = job;
	const signal = shell.isBash && !long && stopSignal === 'STOP' ? 'TSTP' : stopSignal;
	const state = job.state === 'stopped' ? resultText({ pid: 0, kind: 'stopped', signal }) : '';
	const what = job.state === 'running' ? 'Running' : job.state === 'stopped' ? state : resultText(job.result);
	if (!shell.isBash) return posixJobLine(shell, job, what, long);
	const head = `[${job.number}]${shell.jobs.mark(job)} `;
	const pid = long ? `${String(job.processes[0]?.pid).padStart(5)} ` : ' ';
	const ampersand = job.state === 'running' && job.background ? ' &' : '';
	const where = job.cwd === shell.process.cwd ? '' : `  (wd: ${job.cwd})`;
	return `${head}${pid}${what.padEnd(24)}${job.text}${ampersand}${where}`;
}

/** Models dash jobs.c showjob; busybox puts the mark one column further left. */
function posixJobLine(shell: Shell, job: Job, what: string, long: boolean): string {
	const mark = shell.jobs.mark(job);
	const head = shell.mode.dialect === 'ash' ? `[${job.number}]${mark}  ` : `[${job.number}] ${mark} `;
	return `${`${head}${long ? `${job.processes[0]?.pid} ` : ''}${what}`.padEnd(33)}${job.text}`;
}
