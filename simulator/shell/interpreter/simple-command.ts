import { SystemError } from '../../kernel/process-api.ts';
import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import { nothing, type Task } from '../../machinery/task.ts';
import { type Builtin, findBuiltin } from '../builtins/registry.ts';
import { refusePath } from '../builtins/restrictions.ts';
import { braceTexts } from '../expansion/brace-texts.ts';
import { expandToTextSlowly, expandUnsplit, expandWords, expandWordsSlowly } from '../expansion/expand.ts';
import { traceQuote } from '../expansion/quote.ts';
import { splitsLong } from '../expansion/splits-long.ts';
import { foreground, groupFor, makeJob, spawn } from '../jobs/job-control.ts';
import { ExitShell, ShellFailure } from '../state/control-flow.ts';
import type { Scope } from '../state/scope.ts';
import type { Frame, Shell } from '../state/shell.ts';
import type { Variable } from '../state/variable.ts';
import type { ArrayLiteral, Assignment, SimpleCommand, Word } from '../syntax/ast.ts';
import { shownText } from '../syntax/print.ts';
import { parseWord } from '../syntax/word-parser.ts';
import { assign, assignArray, assignSlowly, refuseList } from './assignments.ts';
import { debugTrap, enterTrap, hideTraps, returnTrap, skippedStatus } from './debug-trap.ts';
import {
	commandEnvironment,
	execute,
	executionFailure,
	findCommand,
	isExecutable,
	isPlace,
	notFound,
} from './external.ts';
import { childDescriptors, report, sayWarnings, subshellProgram } from './fork.ts';
import {
	forgetCopy,
	leaveRedirected,
	numberedDescriptors,
	redirect,
	restore,
	type SavedDescriptors,
} from './redirections.ts';
import { endIfMisused, failedAssignment, isSpecial } from './strict.ts';
import { afterRedirections, beforeRedirections } from './temporary-variables.ts';
import { quoteTraceSlowly, trace, traceCommand } from './trace.ts';
import { traceArray } from './trace-array.ts';

/**
 * Runs a simple command without a generator when it can: builtins that neither wait nor redirect, and assignments.
 * @returns the status; a task to finish; or undefined when `runSimple` has to do it.
 */
export function trySimple(shell: Shell, command: SimpleCommand): number | Task<number> | undefined {
	if (command.slow || command.redirects.length > 0 || shell.options.set.xtrace || shell.traps.size > 0)
		return undefined;
	if (shell.options.set.keyword) return undefined;
	shell.line = command.line;
	if (shell.inTrap === '') shell.current = command;
	if (command.words.length === 0) return assignOnly(shell, command.assignments);
	if (command.assignments.length > 0) return undefined;
	const first = command.words[0] as Word;
	if (first.literal === undefined) return undefined;
	const isFunction = shell.functions.has(first.literal);
	const builtin = isFunction ? undefined : findBuiltin(shell, first.literal);
	if (!isFunction && (builtin === undefined || builtin.declares === true)) return undefined;
	if (command.words.length > QUICK_WORDS_MAX || command.words.some((word) => splitsLong(shell, word))) return undefined;
	const words = expandWords(shell, command.words);
	if (shell.warnings.length > 0) {
		// Said by who expands them again.
		shell.warnings.length = 0;
		return undefined;
	}
	const last = words[words.length - 1] as string;
	if (builtin === undefined) {
		shell.finalArgument = last;
		return callFunction(shell, first.literal, words);
	}
	shell.misused = false;
	const outcome = builtin.run(shell, words.slice(1), first.literal);
	if (typeof outcome === 'number') shell.lastArgument = last;
	else shell.finalArgument = last;
	const plain = shell.isBash && !shell.options.set.posix;
	return typeof outcome === 'number' || plain ? outcome : finishPosix(shell, first.literal, builtin, outcome);
}

/** More words than that are expanded with rests between them. */
const QUICK_WORDS_MAX = 100;

function* finishPosix(shell: Shell, name: string, builtin: Builtin, task: Task<number>): Task<number> {
	const before = shell.failures;
	const status = yield* task;
	return finishBuiltin(shell, name, builtin, status, before);
}

/** A complaint of a special builtin ends a POSIX shell that is not interactive; bash in that mode only wrong use. */
function finishBuiltin(shell: Shell, name: string, builtin: Builtin, status: number, before: number): number {
	const ends = shell.mode.dialect === 'dash' && !RUNS_OTHERS.has(name);
	if (shell.failures > before && builtin.special === true && ends && !shell.mode.interactive) {
		throw new ExitShell(2);
	}
	endIfMisused(shell, isSpecial(shell, name, builtin), status);
	if (!shell.outputFailed) return status;
	shell.outputFailed = false;
	return status | 1;
}

/** What fails in them has ended the shell already if it was to. */
const RUNS_OTHERS: ReadonlySet<string> = new Set(['.', 'eval']);

function assignOnly(shell: Shell, assignments: readonly Assignment[]): number | undefined {
	for (const each of assignments) if (each.value.type === 'array') return undefined;
	try {
		for (const each of assignments) assign(shell, each);
	} catch (error) {
		throw failedAssignment(shell, error);
	}
	shell.lastArgument = '';
	return 0;
}

export function* runSimple(shell: Shell, written: SimpleCommand): Task<number> {
	shell.line = written.line;
	if (shell.inTrap === '') {
		shell.current = written;
		shell.commandText = undefined;
	}
	if (shell.debugged) shell.debugged = false;
	else if (shell.traps.size > 0 && !(yield* debugTrap(shell, written))) return skippedStatus(shell);
	shell.substitutionStatus = -1;
	const command = withKeywords(shell, written);
	const words = yield* expandCommand(shell, command);
	yield* sayWarnings(shell);
	if (words.length === 0) return yield* withoutName(shell, command);
	const name = words[0] as string;
	if (shell.options.restricted && name.includes('/')) return yield* refusePath(shell, name);
	const builtin = findBuiltin(shell, name);
	const isFunction = shell.functions.has(name) && !(shell.options.set.posix && isSpecial(shell, name, builtin));
	if (!isFunction && builtin === undefined) {
		if (!isPlace(shell, name)) return yield* runExternal(shell, command, words);
		yield* shell.say(`${['cd', '--', ...words].map(traceQuote).join(' ')}\n`);
		const cd = findBuiltin(shell, 'cd');
		return yield* inThisShell(shell, command, ['cd', '--', ...words], shell.functions.has('cd') ? undefined : cd);
	}
	return yield* inThisShell(shell, command, words, isFunction ? undefined : builtin);
}

/** `set -k`: what looks like an assignment is one, wherever it stands. */
export function withKeywords(shell: Shell, command: SimpleCommand): SimpleCommand {
	const found = shell.options.set.keyword ? command.words.flatMap(({ assignment }) => assignment ?? []) : [];
	if (found.length === 0) return command;
	const words = command.words.filter(({ assignment }) => assignment === undefined);
	return { ...command, assignments: [...command.assignments, ...found], words };
}

/** The words of the command; those of declaration builtins that assign are not split. */
function* expandCommand(shell: Shell, command: SimpleCommand): Task<string[]> {
	const { words } = command;
	const declares = declarationBuiltin(shell, words);
	if (!declares) return yield* expandWordsSlowly(shell, words);
	const out: string[] = [];
	for (const word of words) {
		if (word.assignment === undefined) {
			const expanded = word.slow ? yield* expandWordsSlowly(shell, [word]) : expandWords(shell, [word]);
			for (const each of expanded) out.push(each);
			continue;
		}
		const { name, index, append, value } = word.assignment;
		if (value.type === 'array') {
			const literal = shell.options.set.xtrace ? yield* traceArray(shell, word.assignment, value, out) : value;
			refuseList(word.assignment);
			yield* declareList(shell, out, `${name}${append ? '+' : ''}`, literal);
			out.push(name);
		} else if (word.braces && shell.options.set.braceexpand) {
			for (const text of braceTexts(word)) {
				for (const each of yield* expandUnsplit(shell, parseWord(text, shell.mode.dialect, 'assignment')))
					out.push(each);
			}
		} else {
			const subscript = index === undefined ? '' : `[${yield* expandToTextSlowly(shell, index)}]`;
			out.push(`${name}${subscript}${append ? '+' : ''}=${yield* expandToTextSlowly(shell, value, 'assignment')}`);
		}
	}
	return out;
}

/** @param before the words before it: builtins, then options. */
function* declareList(shell: Shell, before: readonly string[], name: string, literal: ArrayLiteral): Task<void> {
	const at = before.findIndex((each) => findBuiltin(shell, each)?.declares === true);
	const options = before.slice(at + 1);
	const end = options.findIndex((each) => !/^-./.test(each) || each === '--');
	const builtin = findBuiltin(shell, before[at] as string);
	yield* (builtin as Builtin).declareList?.(
		shell,
		end < 0 ? options : options.slice(0, end),
		name,
		(variable, append) => fillArray(shell, variable, literal, append),
	) ?? nothing();
}

function declarationBuiltin(shell: Shell, words: readonly Word[]): boolean {
	if (!words.some((word) => word.assignment !== undefined)) return false;
	for (const word of words) {
		const name = word.literal;
		if (name === undefined) return false;
		if (name === 'command' || name === 'builtin') continue;
		return findBuiltin(shell, name)?.declares === true;
	}
	return false;
}

/** Only assignments and redirections. */
function* withoutName(shell: Shell, command: SimpleCommand): Task<number> {
	let redirecting = false;
	const saved: SavedDescriptors = new Map();
	try {
		if (shell.isBash) yield* assignForGood(shell, command.assignments);
		redirecting = true;
		yield* redirect(shell, command.redirects, saved);
		redirecting = false;
		shell.lastArgument = '';
		if (!shell.isBash) yield* assignForGood(shell, command.assignments, saved.get(2));
	} catch (error) {
		if (!(error instanceof ShellFailure) || !redirecting) throw redirecting ? error : failedAssignment(shell, error);
		yield* report(shell, error);
		if (error.ofWord && shell.isBash) throw error;
		return 1;
	} finally {
		restore(shell, saved);
	}
	if (command.words.length > 0 && shell.substitutionStatus < 0) return 0;
	return shell.substitutionStatus < 0 ? 0 : shell.substitutionStatus;
}

/** bash shows each before it is made, other shells all of them when they are. */
function* assignForGood(shell: Shell, assignments: readonly Assignment[], errors = 2): Task<void> {
	const shown: string[] = [];
	for (const each of assignments) {
		if (!shell.options.set.xtrace) {
			yield* assignSlowly(shell, each);
			continue;
		}
		const subscript = each.index === undefined ? '' : `[${each.index.text}]`;
		const before = `${each.name}${subscript}${each.append ? '+' : ''}=`;
		yield* assignSlowly(shell, each, (_, value) => traceAssignment(shell, each, before, value, shown));
	}
	if (shown.length > 0) yield* traceCommand(shell, shown, [], errors);
}

/** @param shown where other shells than bash gather them. */
function* traceAssignment(
	shell: Shell,
	{ value: written, text: source }: Assignment,
	before: string,
	value: string,
	shown: string[],
): Task<void> {
	const isArray = written.type === 'array';
	const text = isArray
		? shownText(source.slice(source.indexOf('=') + 1))
		: yield* quoteTraceSlowly(shell, value, false);
	const assigned = `${before}${value === '' && shell.isBash ? '' : text}`;
	if (shell.isBash) yield* trace(shell, assigned);
	else shown.push(assigned);
}

/** `exec`, also behind `command`. */
function keepsRedirections(words: readonly string[], builtin: Builtin | undefined): boolean {
	if (builtin === undefined || words[0] !== 'command') return builtin?.keepsRedirections === true;
	return words.find((word) => word !== 'command') === 'exec';
}

/** A function or builtin, with redirections and temporary assignments around it. */
function* inThisShell(
	shell: Shell,
	command: SimpleCommand,
	words: readonly string[],
	builtin: Builtin | undefined,
): Task<number> {
	const saved: SavedDescriptors = new Map();
	const keeps = keepsRedirections(words, builtin);
	// Where standard error was is wanted once more for what `set -x` shows.
	const traced: SavedDescriptors | undefined =
		keeps && shell.options.set.xtrace && !shell.isBash ? new Map() : undefined;
	const depth = shell.enter(2);
	let scoped = false;
	try {
		const special = isSpecial(shell, words[0] as string, builtin) && (shell.options.set.posix || !shell.isBash);
		const persists = special;
		const variables = yield* beforeRedirections(shell, command, words, persists);
		try {
			yield* redirect(shell, command.redirects, keeps ? traced : saved);
		} catch (error) {
			if (!(error instanceof ShellFailure)) throw error;
			yield* report(shell, error);
			if ((error.ofWord && shell.isBash) || error.effect === 'exit') throw error;
			if (special && shell.isStrict) throw new ExitShell(1);
			if (special && shell.mode.dialect === 'ash' && !shell.mode.interactive) throw new ExitShell(1);
			if (special) throw error;
			return shell.mode.dialect === 'dash' ? 2 : 1;
		}
		const errors = (traced ?? saved).get(2) ?? 2;
		yield* afterRedirections(shell, command, { words, scope: variables, errors }, persists);
		for (const copy of traced?.values() ?? []) if (copy !== undefined) forgetCopy(shell, copy);
		scoped = command.assignments.length > 0 && !persists;
		if (scoped && builtin?.special === true && builtin.declares !== true) shell.variables.keep();
		if (shell.countsLate) {
			shell.countsLate = false;
			shell.subshellDepth++;
		}
		const before = shell.failures;
		const status =
			builtin === undefined
				? yield* callFunction(shell, words[0] as string, words)
				: finishBuiltin(shell, words[0] as string, builtin, yield* runBuiltin(shell, builtin, words), before);
		shell.lastArgument = words[words.length - 1] as string;
		return status;
	} catch (error) {
		// Said while standard error is still the command's own.
		if (error instanceof ShellFailure) yield* report(shell, error);
		leaveRedirected(shell, error, saved, false);
		if (error instanceof ExitShell && saved.size > 0) leaveCalls(shell, error);
		throw error;
	} finally {
		shell.depth = depth;
		if (scoped) shell.variables.popScope();
		restore(shell, saved);
	}
}

/** With the innermost redirections the calls within them are undone: the EXIT trap does not see them. */
function leaveCalls(shell: Shell, exit: ExitShell): void {
	if (!exit.restores) return;
	exit.restores = false;
	const { exitedFrom, positional } = shell;
	if (exitedFrom === undefined || exitedFrom.frames.length <= shell.frames.length) return;
	shell.exitedFrom = { frames: [...shell.frames], positional, scopes: [] };
}

function* runBuiltin(shell: Shell, builtin: Builtin, words: readonly string[]): Task<number> {
	const name = words[0] as string;
	shell.misused = false;
	// A builtin that is an element of a pipeline catches what jumps out of it.
	if (shell.isSubshell && shell.frames.at(-1)?.kind !== 'function') shell.isOuter = false;
	const outcome = builtin.run(shell, words.slice(1), name);
	return typeof outcome === 'number' ? outcome : yield* outcome;
}

function* fillArray(shell: Shell, variable: Variable, literal: ArrayLiteral, append: boolean): Task<void> {
	try {
		yield* assignArray(shell, variable, literal, append, true);
	} catch (error) {
		if (error instanceof ShellFailure) error.ofElement = true;
		throw error;
	}
}

/** Calls a function: its own parameters and locals; `return` ends it. */
export function* callFunction(shell: Shell, name: string, words: readonly string[]): Task<number> {
	const definition = shell.functions.get(name);
	if (definition === undefined) throw new Error(`assertion failed: no function ${name}`);
	const limit = Math.min(
		Number(shell.variables.get('FUNCNEST') || DEFAULT_LIMITS.shellDepth),
		DEFAULT_LIMITS.shellDepth,
	);
	if (shell.frames.length >= limit) {
		throw new ShellFailure(`${name}: maximum function nesting level exceeded (${limit})`);
	}
	const frame: Frame = {
		name,
		source: definition.source,
		callLine: shell.line,
		kind: 'function',
		saved: shell.positional,
		...(shell.options.shopt.extdebug ? { pushed: words.slice(1) } : {}),
	};
	const { loopDepth, line, surroundingLine } = shell;
	const depth = shell.enter(2);
	shell.surroundingLine = definition.definition.bodyLine;
	shell.frames.push(frame);
	shell.positional = words.slice(1);
	// Long ago loops went on through calls.
	// busybox's break leaves the loops of the caller.
	if (shell.options.compatibility > 43 && shell.mode.dialect !== 'ash') shell.loopDepth = 0;
	shell.variables.pushScope('function');
	let outerTraps = hideTraps(shell, definition.traced === true);
	try {
		const { body } = definition.definition;
		const runs = shell.traps.size === 0 || (yield* enterTrap(shell, definition.definition.bodyLine));
		// Directly where it is possible: deep recursion should need few host frames a level.
		let status = !runs
			? 0
			: body.type === 'brace' && body.redirects.length === 0
				? yield* shell.interpreter.runList(shell, body.body)
				: yield* shell.interpreter.run(shell, body);
		const returned = shell.unwinding === 'return';
		if (returned) {
			shell.unwinding = 'none';
			status = shell.status;
		}
		shell.status = status;
		if (shell.traps.size > 0)
			yield* returnTrap(shell, returned ? shell.line : definition.definition.bodyLine, returned);
		return status;
	} catch (error) {
		if (error instanceof ShellFailure) yield* report(shell, error);
		// The EXIT trap runs within the call.
		if (error instanceof ExitShell && shell.isBash) outerTraps = [];
		throw error;
	} finally {
		for (const [name, action] of outerTraps) if (!shell.traps.has(name)) shell.traps.set(name, action);
		if (frame.options !== undefined) {
			Object.assign(shell.options.set, frame.options);
			shell.variables.exportAll = frame.options.allexport;
		}
		shell.variables.popScope();
		shell.frames.pop();
		shell.positional = frame.saved;
		shell.loopDepth = loopDepth;
		shell.line = line;
		shell.surroundingLine = surroundingLine;
		shell.depth = depth;
	}
}

/** A command that is a file: a child of its own in the foreground. */
function* runExternal(shell: Shell, command: SimpleCommand, words: readonly string[]): Task<number> {
	shell.lastArgument = words[words.length - 1] as string;
	const name = words[0] as string;
	if (command.redirects.length > 0 || command.assignments.length > 0 || failsInChild(shell, name)) {
		return yield* runInChild(shell, command, words);
	}
	yield* traceCommand(shell, [], words);
	const found = findCommand(shell, name);
	if ('problem' in found) {
		shell.pipeStatus = [127];
		return yield* notFound(shell, words);
	}
	const fds = childDescriptors(shell);
	let pid: number;
	try {
		pid = yield* spawn(shell, {
			argv: words,
			env: commandEnvironment(shell, found.path),
			path: found.path,
			...(fds === undefined ? {} : { fds }),
			...groupFor(shell, undefined),
		});
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'ENOEXEC') return yield* runInChild(shell, command, words);
		return yield* executionFailure(shell, name, found.path, error.errno);
	}
	return yield* foreground(shell, makeJob(shell, [pid], command, false));
}

/** Whether one sees that a command which is not found, or cannot be run, had a child. */
function failsInChild(shell: Shell, name: string): boolean {
	if (!shell.isBash || (!shell.traps.has('CHLD') && !shell.functions.has('command_not_found_handle'))) return false;
	const found = findCommand(shell, name, false);
	return 'problem' in found || !isExecutable(shell, found.path);
}

/** The child redirects, assigns and executes by itself: what fails there fails only there. */
function* runInChild(shell: Shell, written: SimpleCommand, words: readonly string[]): Task<number> {
	const command = { ...written, redirects: yield* numberedDescriptors(shell, written.redirects) };
	const variables = yield* beforeRedirections(shell, command, words);
	const elsewhere = command.assignments.some(({ name }) => name === 'PATH');
	if (!(words[0] as string).includes('/') && !elsewhere) findCommand(shell, words[0] as string);
	const fds = childDescriptors(shell);
	const pid = yield* spawn(shell, {
		argv: words,
		env: shell.variables.environment(),
		program: subshellProgram(shell, (child) => {
			// It fails as the shell itself would.
			child.isOuter = child.parentIsOuter;
			return becomeCommand(child, command, words, variables);
		}),
		...(fds === undefined ? {} : { fds }),
		...groupFor(shell, undefined),
	});
	return yield* foreground(shell, makeJob(shell, [pid], command, false));
}

/** In a child: redirections, then the command itself. @param variables from `beforeRedirections`. */
export function* becomeCommand(
	child: Shell,
	command: SimpleCommand,
	words: readonly string[],
	variables: Scope | undefined,
): Task<number> {
	const traces = child.options.set.xtrace && !child.isBash && command.redirects.length > 0;
	const saved: SavedDescriptors | undefined = traces ? new Map() : undefined;
	try {
		yield* redirect(child, command.redirects, saved);
	} catch (error) {
		if (!(error instanceof ShellFailure) || child.mode.dialect !== 'ash') throw error;
		yield* report(child, error);
		return 1;
	}
	yield* afterRedirections(child, command, { words, scope: variables, errors: saved?.get(2) ?? 2 });
	for (const copy of saved?.values() ?? []) if (copy !== undefined) forgetCopy(child, copy);
	return yield* execute(child, words);
}
