import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, type Program, SystemError } from '../../kernel/process-api.ts';
import { LimitError } from '../../machinery/limit-error.ts';
import type { Task } from '../../machinery/task.ts';
import { evaluateInteger } from '../expansion/arithmetic.ts';
import { holdMemory } from '../hold-memory.ts';
import { noteSignals } from '../jobs/job-control.ts';
import { EndedBySignal, ExitShell, Interrupted, ShellFailure, WARNED } from '../state/control-flow.ts';
import { Options } from '../state/options.ts';
import { Shell } from '../state/shell.ts';
import type { Variables } from '../state/variables.ts';

/**
 * The program of a subshell. The parent's state is copied now (it goes on while the child waits to begin); the child
 * gets its process when the kernel starts it.
 */
export function subshellProgram(shell: Shell, body: (child: Shell) => Task<number>): Program {
	const finish = forkState(shell);
	return (process) => runSubshell(finish, process, body);
}

function* runSubshell(
	finish: (process: Process) => Shell,
	process: Process,
	body: (child: Shell) => Task<number>,
): Task<number> {
	return yield* runChild(finish(process), body);
}

function forkState(shell: Shell): (process: Process) => Shell {
	let child: Shell | undefined;
	const variables: Variables = shell.variables.fork((text) => {
		if (child === undefined) throw new Error('assertion failed: a subshell that has not begun assigns');
		return evaluateInteger(child, text);
	});
	const parts = {
		mode: shell.mode,
		interpreter: shell.interpreter,
		variables,
		completions: shell.completions.fork(),
		history: shell.history.fork(),
		jobs: shell.jobs.fork(),
		functions: shell.functions.fork(),
		aliases: shell.aliases.fork(),
		hash: shell.hash.fork(),
		disabledBuiltins: shell.disabledBuiltins.fork(),
		options: new Options(shell.options),
		mainPid: shell.mainPid,
		parsed: shell.parsed,
		printed: shell.printed,
	};
	parts.options.set.monitor = false;
	const traps = shell.traps.fork();
	const { name, positional, status, lastArgument, lastBackgroundPid, line, frames, inputName } = shell;
	const { errexitSuspended, loopDepth, subshellDepth, secondsBase, directoryStack, privateDescriptors, traceDepth } =
		shell;
	const { hashedPath, surroundingLine, firstParameters, pipeStatus, isOuter, reads } = shell;
	const { withinSubstitution, negations } = shell;
	const privates = [...privateDescriptors];
	const keyBindings = shell.keyBindings?.fork();
	return (process) => {
		const own = new Shell({ ...parts, process });
		variables.onCircle = (name) => own.warnings.push(`warning: ${name}: circular name reference`);
		variables.expandSubscript = (text, isKey) => own.interpreter.subscriptText(own, text, isKey);
		child = own;
		Object.assign(child, { name, positional, status, lastArgument, lastBackgroundPid, line, inputName });
		Object.assign(child, {
			keyBindings,
			errexitSuspended,
			negations,
			loopDepth,
			secondsBase,
			directoryStack,
			traceDepth,
			surroundingLine,
			hashedPath,
			firstParameters,
			pipeStatus,
			reads,
			withinSubstitution,
		});
		child.frames = [...frames];
		child.subshellDepth = subshellDepth + 1;
		child.isSubshell = true;
		child.isOuter = false;
		child.parentIsOuter = isOuter;
		for (const fd of privates) child.privateDescriptors.add(fd);
		inheritTraps(child, traps);
		return child;
	};
}

/** Ignored signals stay ignored; the rest is only shown by `trap` until the child sets one of its own. */
function inheritTraps(child: Shell, traps: Shell['traps']): void {
	for (const [name, command] of traps.entries()) {
		if (command === '') child.traps.set(name, '');
		else if (child.options.set.errtrace && name === 'ERR') child.traps.set(name, command);
		else if (child.options.set.functrace && (name === 'DEBUG' || name === 'RETURN')) child.traps.set(name, command);
	}
	if (traps.size > 0) child.inheritedTraps = traps;
}

/** Runs `body` to its end, whatever way it ends, then the child's EXIT trap. */
export function* runChild(child: Shell, body: (child: Shell) => Task<number>): Task<number> {
	let status = yield* statusOf(child, body);
	child.endedBy ??= child.pendingFatal;
	child.pendingFatal = undefined;
	if (child.traps.get('EXIT') !== undefined) {
		if (child.endedBy === undefined) child.status = status;
		status = yield* statusOf(child, exitTrap);
	}
	const { endedBy, process } = child;
	if (endedBy !== undefined) {
		process.onSignal(endedBy, 'default');
		process.kill(process.pid, endedBy);
		yield* process.tick();
	}
	return status & 0xff;
}

/** Returns the status that the shell had before. */
function* exitTrap(shell: Shell): Task<number> {
	const { status, exitedFrom } = shell;
	if (exitedFrom !== undefined && shell.isBash) {
		shell.frames = [...exitedFrom.frames];
		shell.positional = exitedFrom.positional;
		shell.variables.enterScopes(exitedFrom.scopes);
	}
	try {
		yield* shell.interpreter.runTrap(shell, 'EXIT');
		// Where there is something to return from, what it says is the status.
		if (shell.unwinding === 'return' && shell.isBash) return shell.status;
	} catch (error) {
		if (!(error instanceof ShellFailure) || !shell.isBash) throw error;
		yield* report(shell, error);
	}
	return status;
}

function* statusOf(child: Shell, body: (child: Shell) => Task<number>): Task<number> {
	try {
		return yield* body(child);
	} catch (error) {
		const ended = error instanceof SystemError && error.errno === 'EINTR' ? signalOf(child) : error;
		if (ended instanceof EndedBySignal) child.endedBy = ended.signal;
		if (ended instanceof ExitShell || ended instanceof Interrupted) return ended.status;
		const failure = error instanceof SystemError ? failureOf(error) : error;
		if (!(failure instanceof ShellFailure)) throw error;
		return yield* failedChild(child, failure);
	}
}

/** A waiting call was interrupted by what ends the shell. */
function signalOf(child: Shell): unknown {
	try {
		noteSignals(child);
		return undefined;
	} catch (error) {
		return error;
	}
}

function* failedChild(child: Shell, failure: ShellFailure): Task<number> {
	try {
		yield* report(child, failure);
	} catch (error) {
		if (error instanceof ExitShell) return error.status;
		throw error;
	}
	if (!child.isBash) return 2;
	// Where it ends the first shell, it ends the child as that: with the trap that is no longer the child's.
	const asFirst = child.isOuter && failure.effect === 'exit' && !failure.ofWord;
	const trap = asFirst ? child.inheritedTraps?.get('EXIT') : undefined;
	if (trap !== undefined && !child.traps.has('EXIT')) child.traps.set('EXIT', trap);
	return failure.status;
}

/** A failing system call that no command has dealt with (no descriptors left, say): an error of the command. */
export function failureOf(error: SystemError): ShellFailure {
	return new ShellFailure(errorMessage(error.errno));
}

/** What a command failed by, if it is no bug: a pattern that took too long fails it too. */
export function failureBy(error: unknown): unknown {
	if (error instanceof SystemError) return failureOf(error);
	return error instanceof LimitError ? new ShellFailure(error.message) : error;
}

/** What a shell counts as having taken when it wants more than the world gives it: a smaller container ends by that. */
const REFUSED_BYTES = 128 * 1024 * 1024;

/** Says a failure once. */
export function* report(shell: Shell, failure: ShellFailure): Task<void> {
	if (failure.reported) return;
	failure.reported = true;
	yield* sayWarnings(shell);
	if (failure.message === WARNED) return;
	if (failure.wantedBytes > 0) holdMemory(shell.process, Math.max(failure.wantedBytes, REFUSED_BYTES));
	const text = shell.isBash ? failure.message : failure.message.replace(': readonly variable', ': is read only');
	yield* complainOf(shell, text);
}

/** What expansions had to say that went on nevertheless. */
export function* sayWarnings(shell: Shell): Task<void> {
	while (shell.warnings.length > 0) yield* complainOf(shell, shell.warnings.shift() as string);
}

/** Says what is wrong with an assignment or expansion. Throws ExitShell where `set -e` ends at once. */
export function* complainOf(shell: Shell, text: string): Task<void> {
	yield* shell.complain(text);
	if (shell.isBash && shell.options.set.errexit && ENDS_AT_ONCE.test(text)) throw new ExitShell(shell.status || 1);
}

/** What `set -e` does not survive even in a condition. Models bash error.c report_error. */
const ENDS_AT_ONCE =
	/: (readonly variable|bad array subscript|must use subscript when assigning associative array|unbound variable|bad substitution|invalid variable name|invalid indirect expansion|cannot assign in this way|parameter (null or )?not set)$|^no match: /;

/** The descriptors a child gets: all but those the shell keeps for itself. Undefined for the usual three. */
export function childDescriptors(shell: Shell): Map<number, number> | undefined {
	const open = shell.process.fileDescriptors();
	if (shell.privateDescriptors.size === 0 && open.length === 3 && open[2] === 2) return undefined;
	const out = new Map<number, number>();
	for (const fd of open) if (!shell.privateDescriptors.has(fd)) out.set(fd, fd);
	return out;
}
