import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { jobLine } from './job-notices.ts';

/** Whether the shell may be left: once it says what jobs would be lost. Models bash builtins/exit.def exit_or_logout. */
export function* mayLeave(shell: Shell): Task<boolean> {
	if (shell.exitWarned) return true;
	const { jobs } = shell.jobs;
	const checks = shell.isBash && shell.options.shopt.checkjobs;
	const stopped = jobs.some((job) => job.state === 'stopped');
	if (!stopped && !(checks && jobs.some((job) => job.state === 'running'))) return true;
	yield* shell.say(`There are ${stopped ? 'stopped' : 'running'} jobs.\n`);
	for (const job of checks ? jobs : []) yield* shell.say(`${jobLine(shell, job, false)}\n`);
	shell.exitWarned = true;
	return false;
}
