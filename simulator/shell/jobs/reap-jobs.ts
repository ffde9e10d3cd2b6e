import { SystemError, type WaitResult } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import type { Job } from './job.ts';

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

/** Takes in what has happened to background jobs, without waiting: a real shell hears of it a moment later. */
export function* reapJobs(shell: Shell): Task<void> {
	for (const [index, job] of shell.jobs.jobs.entries()) {
		if (index % JOBS_A_STEP === JOBS_A_STEP - 1) yield* shell.process.tick();
		if (shell.jobs.isInherited(job) || isTouched(shell, job)) continue;
		for (const { pid, result } of job.processes) {
			if (result === undefined || result.kind === 'stopped' || result.kind === 'continued') yield* poll(shell, pid);
		}
	}
}

/** Until it waits for something, but not for long. */
function isTouched(shell: Shell, { touchedMs }: Job): boolean {
	return touchedMs !== undefined && shell.process.now() - touchedMs < TOUCHED_MS;
}

const TOUCHED_MS = 5;
/** How many are asked for in the time of a step. */
const JOBS_A_STEP = 8;

function* poll(shell: Shell, pid: number): Task<void> {
	for (;;) {
		let result: WaitResult | undefined;
		try {
			result = yield* shell.process.wait(pid, { nohang: true, untraced: true, continued: true });
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno === 'ECHILD') shell.jobs.record({ pid, kind: 'exited', status: 127 });
			return;
		}
		if (result === undefined) return;
		shell.jobs.record(result);
		if (result.kind === 'exited' || result.kind === 'signaled') return;
	}
}
