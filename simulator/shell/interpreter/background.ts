import type { Task } from '../../machinery/task.ts';
import { isIdentifier } from '../builtins/builtin.ts';
import { groupFor, makeJob, spawn } from '../jobs/job-control.ts';
import { forgetNotified } from '../jobs/job-notices.ts';
import { forgetCoprocess, reapJobs } from '../jobs/reap-jobs.ts';
import type { Shell } from '../state/shell.ts';
import type { Command, CoprocCommand } from '../syntax/ast.ts';
import { debugTrap, skippedStatus } from './debug-trap.ts';
import { childDescriptors, subshellProgram } from './fork.ts';
import { runElement, runPipeline, startElements } from './pipeline.ts';
import { moveHigh } from './redirections.ts';

/** `command &`: a child (or a pipeline of them) nobody waits for. */
export function* runInBackground(shell: Shell, written: Command): Task<number> {
	const command = shell.isBash ? withoutNegation(written) : written;
	const monitored = shell.options.set.monitor;
	const only = command.type === 'pipeline' && command.commands.length === 1 ? command.commands[0] : command;
	if (only?.type === 'simple' && shell.traps.has('DEBUG')) {
		shell.line = only.line;
		if (!(yield* debugTrap(shell, only))) return skippedStatus(shell);
	}
	let pids: readonly number[];
	if (command.type === 'pipeline' && command.commands.length > 1 && command.timed === 'no' && shell.isBash) {
		const prepare = (child: Shell, first: boolean): Task<void> => prepareBackground(child, monitored, first);
		pids = (yield* startElements(shell, command, command.commands.length, prepare)).pids;
		if (pids.length === 0) return 0;
	} else {
		// The child gets a table of its own.
		const copied = Math.floor(shell.jobs.jobs.length / JOBS_A_STEP);
		if (copied > 0) yield* shell.process.tick(copied);
		const fds = childDescriptors(shell);
		const pid = yield* spawn(shell, {
			argv: command.type === 'simple' ? command.words.map((word) => word.literal ?? word.text) : shell.process.argv,
			env: shell.variables.environment(),
			program: subshellProgram(shell, (child) => backgroundBody(child, command, monitored)),
			...(fds === undefined ? {} : { fds }),
			...groupFor(shell, undefined),
		});
		pids = [pid];
	}
	forgetNotified(shell);
	const job = makeJob(shell, pids, command, true);
	job.touchedMs = shell.process.now();
	shell.jobs.add(job);
	shell.lastBackgroundPid = job.lastPid;
	if (shell.mode.interactive && !shell.isSubshell) yield* shell.say(`[${job.number}] ${job.lastPid}\n`);
	return 0;
}

/** How many are copied, and looked through, in the time of a step. */
const JOBS_A_STEP = 4;

/** `! command &`: nobody sees its status but as it is. */
function withoutNegation(command: Command): Command {
	if (command.type !== 'pipeline' || !command.negated) return command;
	const [only] = command.commands;
	return command.commands.length === 1 && command.timed === 'no' ? (only as Command) : { ...command, negated: false };
}

/** What becomes of a child without job control: the keyboard's signals and input are not for it. */
function* prepareBackground(child: Shell, monitored: boolean, closesInput: boolean): Task<void> {
	child.errexitSuspended = child.negations = 0;
	if (monitored) return;
	child.process.onSignal('INT', 'ignore');
	if (child.isBash) child.traps.set('INT', '');
	child.process.onSignal('QUIT', 'ignore');
	if (!closesInput) return;
	const fd = yield* child.process.open('/dev/null', { read: true });
	if (fd === 0) return;
	child.process.dup2(fd, 0);
	child.process.close(fd);
}

function* backgroundBody(child: Shell, command: Command, monitored: boolean): Task<number> {
	const reads =
		command.type === 'simple' && command.redirects.some((each) => (each.fd ?? 0) === 0 && each.operator[0] === '<');
	yield* prepareBackground(child, monitored, !reads);
	child.debugged = command.type === 'simple' && child.traps.has('DEBUG');
	child.isOuter = command.type === 'simple' && child.parentIsOuter;
	// Its elements are as if started by the shell itself: nobody sees that it failed.
	if (command.type !== 'simple' && child.isBash) child.jobs.clear();
	if (command.type === 'pipeline' && command.timed === 'no') return yield* runPipeline(child, command);
	return yield* runElement(child, command);
}

/** `coproc`: a background child with a pipe to and one from it, their ends in an array. */
export function* runCoproc(shell: Shell, command: CoprocCommand): Task<number> {
	const { process } = shell;
	if (!isIdentifier(command.name)) {
		yield* shell.complain(`\`${command.name}': not a valid identifier`);
		return 1;
	}
	yield* reapJobs(shell);
	forgetCoprocess(shell);
	const running = shell.coprocess;
	if (running !== undefined) {
		yield* shell.complain(`warning: execute_coproc: coproc [${running.job.lastPid}:${running.name}] still exists`);
	}
	const [theirInput, ourOutput] = process.pipe();
	const [ourInput, theirOutput] = process.pipe();
	const fds = childDescriptors(shell) ?? new Map([[2, 2]]);
	for (const fd of [theirInput, ourOutput, ourInput, theirOutput]) fds.delete(fd);
	fds.set(0, theirInput);
	fds.set(1, theirOutput);
	const pid = yield* spawn(shell, {
		argv: process.argv,
		env: shell.variables.environment(),
		program: subshellProgram(shell, (child) => coprocBody(child, command.body)),
		fds,
		...groupFor(shell, undefined),
	});
	process.close(theirInput);
	process.close(theirOutput);
	const array = shell.variables.writable(command.name);
	const fdsHere = [moveHigh(shell, ourInput), moveHigh(shell, ourOutput)];
	for (const [index, fd] of fdsHere.entries()) array.makeIndexed().set(index, String(fd));
	shell.variables.set(`${command.name}_PID`, String(pid));
	forgetNotified(shell);
	const job = makeJob(shell, [pid], command, true);
	shell.jobs.add(job);
	shell.coprocess = { name: command.name, job, fds: fdsHere };
	shell.lastBackgroundPid = pid;
	if (shell.mode.interactive) yield* shell.say(`[${job.number}] ${pid}\n`);
	return 0;
}

function* coprocBody(child: Shell, body: Command): Task<number> {
	child.jobs.clear();
	if (body.type === 'simple') return yield* runElement(child, body);
	const status = yield* child.interpreter.run(child, body);
	return child.unwinding === 'return' ? child.status : status;
}
