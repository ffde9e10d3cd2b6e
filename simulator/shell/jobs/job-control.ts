import { type SignalName, type SpawnOptions, SystemError, type WaitResult } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Interrupted, ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { Command } from '../syntax/ast.ts';
import { printCommand } from '../syntax/print.ts';
import { endAtFatal } from './fatal-signals.ts';
import { Job, statusOf } from './job.ts';
import { jobLine, notifyJobs } from './job-notices.ts';
import { reapJobs } from './reap-jobs.ts';
import { hasDumped, signalText } from './signal-text.ts';

/** Signals that an interactive shell ignores for itself only. */
export const INTERACTIVE_IGNORED: readonly SignalName[] = ['TERM', 'QUIT', 'TSTP', 'TTIN', 'TTOU'];

/** Starts a child, retrying as bash does when there are too many processes. */
export function* spawn(shell: Shell, options: SpawnOptions): Task<number> {
	const own = shell.mode.interactive && !shell.isSubshell ? INTERACTIVE_IGNORED : shell.ignoresQuit ? QUIT : undefined;
	const reset = own?.filter((signal) => shell.traps.get(signal) !== '');
	const full = reset === undefined ? options : { ...options, ignoredSignals: reset };
	for (let delayMs = 1000; ; delayMs *= 2) {
		try {
			return shell.process.spawn(full);
		} catch (error) {
			if (!(error instanceof SystemError) || (error.errno !== 'EAGAIN' && error.errno !== 'ENOMEM')) throw error;
			if (!shell.isBash) throw new ShellFailure('Cannot fork', 'exit', 2);
			if (error.errno === 'ENOMEM') throw new ShellFailure('fork: Cannot allocate memory', 'exit', 254);
			if (delayMs > 8000) throw new ShellFailure('fork: Resource temporarily unavailable', 'exit', 254);
			yield* shell.complain('fork: retry: Resource temporarily unavailable');
			yield* shell.process.sleep(delayMs);
		}
	}
}

const QUIT: readonly SignalName[] = ['QUIT'];

/** The group for the next process of a pipeline: its own leader with job control, none without. */
export function groupFor(shell: Shell, leader: number | undefined): { pgid?: number } {
	return shell.options.set.monitor ? { pgid: leader ?? 0 } : {};
}

/** @param command what it runs: a pipeline of several is shown with a text for each of its processes. */
export function makeJob(
	shell: Shell,
	pids: readonly number[],
	command: Command | readonly string[],
	background: boolean,
): Job {
	return new Job({
		processes: pids.map((pid) => ({ pid, result: undefined })),
		pgid: shell.options.set.monitor ? (pids[0] as number) : shell.process.pgid,
		makeTexts: () => ('type' in command ? textsOf(command, pids.length) : command),
		background,
		cwd: shell.process.cwd,
		pipefail: shell.options.set.pipefail,
	});
}

function textsOf(command: Command, count: number): readonly string[] {
	if (command.type !== 'pipeline' || count === 1) return [printCommand(command)];
	return command.commands.map((each, index) => {
		const text = printCommand(each);
		return command.withStderr[index] === true ? `${text} 2>&1` : text;
	});
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
	shell.jobs.settle();
	if (terminal !== undefined && mode !== undefined) {
		process.setForegroundGroup(terminal, process.pgid);
		const abnormal = job.processes.some((each) => each.result?.kind !== 'exited');
		if (abnormal) process.setTerminalMode(terminal, mode);
	}
	shell.pipeStatus = job.statuses();
	if (shell.coprocess !== undefined) yield* reapJobs(shell);
	const status = statusOf(job.processes.at(-1)?.result);
	yield* settle(shell, job, status);
	return status;
}

/** After the wait: notices of stops and deaths. */
function* settle(shell: Shell, job: Job, status: number): Task<void> {
	const result = job.processes.at(-1)?.result;
	job.notified = false;
	if (job.state === 'stopped') {
		job.background = true;
		if (job.number === 0) shell.jobs.add(job);
		else shell.jobs.changed(job);
	} else if (result?.kind === 'signaled' && result.signal === 'INT') {
		shell.jobs.remove(job);
		if (!shell.options.set.monitor || !shell.mode.interactive || shell.isSubshell) return;
		yield* shell.say('\n');
		shell.status = status;
		throw new Interrupted();
	}
	if (!shell.isBash) return yield* settlePosix(shell, job);
	const listed = job.number !== 0;
	if (listed || result?.kind === 'signaled' || shell.jobs.jobs.length > 0) {
		yield* notifyJobs(shell, listed ? undefined : job);
	}
}

function* settlePosix(shell: Shell, job: Job): Task<void> {
	const { result } = job;
	if (job.state === 'stopped') {
		job.notified = true;
		yield* shell.say(`\n${jobLine(shell, job, false)}\n`);
		return;
	}
	shell.jobs.remove(job);
	if (result?.kind !== 'signaled' || result.signal === 'PIPE' || shell.isSubshell) return;
	yield* shell.say(`${signalText(result.signal)}${hasDumped(result) ? ' (core dumped)' : ''}\n`);
}

/** Waits for one child; a caught signal only makes a note. */
export function* waitFor(shell: Shell, pid: number): Task<WaitResult> {
	for (;;) {
		try {
			const result = yield* shell.process.wait(pid, { untraced: shell.options.set.monitor });
			if (result !== undefined) {
				shell.jobs.settle();
				return result;
			}
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
	for (const signal of shell.process.takeSignals()) {
		endAtFatal(shell, signal);
		shell.pendingSignals.push(signal);
	}
}
