import type { Task } from '../../machinery/task.ts';
import { findBuiltin } from '../builtins/registry.ts';
import { expandWords, expandWordsSlowly } from '../expansion/expand.ts';
import { foreground, groupFor, makeJob, spawn } from '../jobs/job-control.ts';
import { formatTimes } from '../jobs/times.ts';
import { ExitShell, ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { Command, GroupCommand, Pipeline, SimpleCommand } from '../syntax/ast.ts';
import { debugTrap } from './debug-trap.ts';
import { findCommand } from './external.ts';
import { childDescriptors, report, sayWarnings, subshellProgram } from './fork.ts';
import { redirect } from './redirections.ts';
import { becomeCommand, runSimple, withKeywords } from './simple-command.ts';
import { beforeRedirections } from './temporary-variables.ts';

/** `a | b`, `! a`, `time a`. */
export function* runPipeline(shell: Shell, pipeline: Pipeline): Task<number> {
	const startMs = shell.process.now();
	let status: number;
	const negates = pipeline.negated && shell.isBash && pipeline.commands.length === 1;
	if (negates) {
		shell.negations++;
		shell.isNegated = true;
	} else if (pipeline.negated) shell.errexitSuspended++;
	try {
		if (pipeline.commands.length === 0) status = 0;
		else if (pipeline.commands.length === 1) {
			status = yield* shell.interpreter.run(shell, pipeline.commands[0] as Command);
		} else status = yield* runConnected(shell, pipeline);
	} catch (error) {
		// What ends the shell, or gives up more than the pipeline, is timed too.
		if (pipeline.timed === 'no' || !shell.isBash) throw error;
		if (error instanceof ShellFailure) yield* report(shell, error);
		if (error instanceof ShellFailure || error instanceof ExitShell) yield* sayTimes(shell, pipeline, startMs);
		throw error;
	} finally {
		if (negates) {
			shell.negations--;
			shell.isNegated = false;
		} else if (pipeline.negated) shell.errexitSuspended--;
	}
	if (pipeline.timed !== 'no' && shell.unwinding !== 'return') yield* sayTimes(shell, pipeline, startMs);
	return pipeline.negated ? (status === 0 ? 1 : 0) : status;
}

function* sayTimes(shell: Shell, pipeline: Pipeline, startMs: number): Task<void> {
	if (!shell.isBash) {
		const seconds = (shell.process.now() - startMs) / 1000;
		const real = `${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s`;
		yield* shell.say(`real\t${real}\nuser\t0m 0.00s\nsys\t0m 0.00s\n`);
		return;
	}
	const [first] = pipeline.commands;
	const alone = first === undefined && shell.isBash && shell.options.set.posix;
	const usual = shell.variables.get('TIMEFORMAT') ?? (alone ? POSIX_ALONE_FORMAT : DEFAULT_FORMAT);
	const format = pipeline.timed === 'posix' ? POSIX_FORMAT : usual;
	const formatted = formatTimes(format, shell.process.now() - startMs);
	if ('wrong' in formatted) {
		// bash's subshell times itself.
		const isSubshell = first?.type === 'subshell' && pipeline.commands.length === 1;
		shell.line = isSubshell ? first.endLine : shell.surroundingLine;
		yield* shell.complain(`TIMEFORMAT: \`${formatted.wrong}': invalid format character`);
	} else if (format !== '') yield* shell.say(`${formatted.text}\n`);
}

const DEFAULT_FORMAT = '\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS';
/** `time` by itself shows what the shell has used. */
const POSIX_ALONE_FORMAT = 'user\t%2lU\nsys\t%2lS';
const POSIX_FORMAT = 'real %2R\nuser %2U\nsys %2S';

/** Starts all elements at once, each a child of its own, and waits for all of them. */
function* runConnected(shell: Shell, pipeline: Pipeline): Task<number> {
	const last = pipeline.commands.length - 1;
	const inShell = shell.options.shopt.lastpipe && !shell.options.set.monitor;
	const pids = yield* startElements(shell, pipeline, inShell ? last : last + 1);
	const plain: Pipeline = { ...pipeline, negated: false, timed: 'no' };
	// `shopt -s extdebug`: their traps have refused all of them.
	if (pids.pids.length === 0 && !inShell) return 0;
	if (!inShell) return pipelineStatus(shell, yield* foreground(shell, makeJob(shell, pids.pids, plain, false)));
	const { process } = shell;
	// Where there is no standard input, the pipe has taken its number.
	const savedInput = pids.input !== 0 && process.fileDescriptors().includes(0) ? process.dup(0) : undefined;
	if (pids.input !== 0) {
		process.dup2(pids.input as number, 0);
		process.close(pids.input as number);
	}
	let status: number;
	try {
		status = yield* shell.interpreter.run(shell, pipeline.commands[last] as Command);
	} finally {
		if (savedInput === undefined) process.close(0);
		else {
			process.dup2(savedInput, 0);
			process.close(savedInput);
		}
	}
	yield* foreground(shell, makeJob(shell, pids.pids, plain, false));
	shell.pipeStatus = [...shell.pipeStatus, status];
	return pipelineStatus(shell, status);
}

/** `pipefail`: the last failure counts. */
function pipelineStatus(shell: Shell, status: number): number {
	if (!shell.options.set.pipefail) return status;
	return shell.pipeStatus.findLast((each) => each !== 0) ?? 0;
}

/** Other shells look for what an element will run, and remember it. Models dash eval.c prehash. */
function lookUpAhead(shell: Shell, { words }: SimpleCommand): void {
	const name = words[0]?.literal;
	if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) return;
	if (!shell.functions.has(name) && findBuiltin(shell, name) === undefined) findCommand(shell, name);
}

/**
 * @param count how many elements become children; what follows them reads from `input`.
 * @param prepare what each child does first, told whether it is the first.
 */
export function* startElements(
	shell: Shell,
	pipeline: Pipeline,
	count: number,
	prepare?: (child: Shell, first: boolean) => Task<void>,
): Task<{ readonly pids: readonly number[]; readonly input: number | undefined }> {
	const { process } = shell;
	const pids: number[] = [];
	let input: number | undefined;
	for (let i = 0; i < count; i++) {
		const command = pipeline.commands[i] as Command;
		if (command.type === 'simple' && !shell.isBash) lookUpAhead(shell, command);
		let runs = true;
		if (command.type === 'simple' && shell.traps.size > 0) {
			shell.line = command.line;
			runs = yield* debugTrap(shell, command);
		}
		const isLast = i === pipeline.commands.length - 1;
		const [readEnd, writeEnd] = isLast ? [undefined, undefined] : process.pipe();
		if (!runs) {
			if (input !== undefined) process.close(input);
			if (writeEnd !== undefined) process.close(writeEnd);
			input = readEnd;
			continue;
		}
		const fds = childDescriptors(shell) ?? new Map(STANDARD);
		if (readEnd !== undefined) fds.delete(readEnd);
		if (writeEnd !== undefined) fds.delete(writeEnd);
		if (input !== undefined) {
			fds.delete(input);
			fds.set(0, input);
		}
		if (writeEnd !== undefined) fds.set(1, writeEnd);
		if (pipeline.withStderr[i] === true && writeEnd !== undefined) fds.set(2, writeEnd);
		pids.push(
			yield* spawn(shell, {
				argv: argvOf(shell, command),
				env: shell.variables.environment(),
				program: subshellProgram(shell, (child) =>
					runConnectedElement(child, command, () => prepare?.(child, i === 0)),
				),
				fds,
				...groupFor(shell, pids[0]),
			}),
		);
		if (input !== undefined) process.close(input);
		if (writeEnd !== undefined) process.close(writeEnd);
		input = readEnd;
	}
	// Where bash stands from here on.
	const group = pipeline.commands.slice(0, -1).findLast((each): each is GroupCommand => each.type === 'subshell');
	if (group !== undefined && shell.isBash) shell.surroundingLine = group.endLine;
	return { pids, input };
}

const STANDARD: readonly (readonly [number, number])[] = [
	[0, 0],
	[1, 1],
	[2, 2],
];

/** What `ps` shows until the child has become its command. */
function argvOf(shell: Shell, command: Command): string[] {
	const literal = command.type === 'simple' ? command.words.map((word) => word.literal ?? word.text) : [];
	return literal.length > 0 ? literal : [shell.name];
}

/** The words of a simple command are expanded before the child counts as a subshell. Models bash execute_cmd.c. */
function* runConnectedElement(child: Shell, command: Command, prepare: () => Task<void> | undefined): Task<number> {
	const prepared = prepare();
	if (prepared !== undefined) yield* prepared;
	if (command.type === 'simple') {
		child.isOuter = child.parentIsOuter;
		child.subshellDepth--;
		child.countsLate = true;
		child.debugged = child.traps.has('DEBUG');
	}
	return yield* runElement(child, command);
}

/** Something is to be run at a signal or at the end; what is only ignored stays so in whatever the child becomes. */
function hasTrap({ traps }: Shell): boolean {
	return traps.size > 0 && [...traps.entries()].some(([, action]) => action !== '');
}

/** A child has nothing to bring back when its command ends. Models bash execute_cmd.c execute_in_subshell. */
function* redirected(child: Shell, command: Command): Task<Command> {
	if (!child.isBash || !('redirects' in command) || command.redirects.length === 0) return command;
	child.line = child.surroundingLine;
	yield* redirect(child, command.redirects, undefined);
	return { ...command, redirects: [] };
}

/** In the child: a file becomes the process, anything else is run by the subshell. */
export function* runElement(child: Shell, command: Command): Task<number> {
	if (command.type !== 'simple' && child.isBash) child.jobs.clear();
	// No child of the child.
	if (command.type === 'subshell') return yield* child.interpreter.runGroup(child, command);
	if (command.type !== 'simple') {
		const status = yield* child.interpreter.run(child, yield* redirected(child, command));
		return child.unwinding === 'return' ? child.status : status;
	}
	child.line = command.line;
	const first = command.words[0]?.literal;
	const inChild = first === undefined || child.functions.has(first) || findBuiltin(child, first) !== undefined;
	if (inChild || hasTrap(child) || child.options.restricted) {
		// The parent sees the failure: no ERR trap and no -e for the command itself here.
		const status = yield* runSimple(child, command);
		return child.unwinding === 'return' ? child.status : status;
	}
	const given = withKeywords(child, command);
	const words = given.slow ? yield* expandWordsSlowly(child, given.words) : expandWords(child, given.words);
	yield* sayWarnings(child);
	return yield* becomeCommand(child, given, words, yield* beforeRedirections(child, given, words));
}
