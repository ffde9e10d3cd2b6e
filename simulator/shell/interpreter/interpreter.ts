import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { isIdentifier } from '../builtins/builtin.ts';
import { readLineFrom } from '../builtins/read-line.ts';
import { type Builtin, findBuiltin } from '../builtins/registry.ts';
import { refusePath } from '../builtins/restrictions.ts';
import { LineCompletion } from '../completion/complete-line.ts';
import { subscriptText } from '../expansion/expand-subscript.ts';
import { expandPrompt } from '../expansion/prompt.ts';
import { endBy } from '../jobs/fatal-signals.ts';
import { foreground, groupFor, makeJob, spawn } from '../jobs/job-control.ts';
import { LineEditor } from '../readline/line-editor.ts';
import { ExitShell, ShellFailure } from '../state/control-flow.ts';
import type { Interpreter, TextSource } from '../state/interpreter-port.ts';
import type { Shell } from '../state/shell.ts';
import type { AndOr, Command, FunctionDefinition, GroupCommand, List, ListItem } from '../syntax/ast.ts';
import { GROUP_PARTS } from '../syntax/list-cuts.ts';
import { runCoproc, runInBackground } from './background.ts';
import {
	runArithmetic,
	runArithmeticFor,
	runCase,
	runFor,
	runIf,
	runSelect,
	runWhile,
	tryArithmetic,
} from './compound.ts';
import { debugTrap, skippedStatus } from './debug-trap.ts';
import { execute } from './external.ts';
import { childDescriptors, report, sayWarnings, subshellProgram } from './fork.ts';
import { runElement, runPipeline } from './pipeline.ts';
import { leaveRedirected, redirect, restore, type SavedDescriptors } from './redirections.ts';
import { runText } from './run-text.ts';
import { callFunction, runSimple, trySimple } from './simple-command.ts';
import { isSpecial } from './strict.ts';
import { processSubstitution, substitute } from './substitution.ts';
import { runTest } from './test-expression.ts';
import { afterFailure, checkSignals, runTrap } from './traps.ts';

/** Runs syntax trees. Has no state: everything is the shell's. */
export const BASH_INTERPRETER: Interpreter = {
	run,
	runList,
	runText: (shell: Shell, text: string, source: TextSource) => runText(shell, text, source),
	substitute,
	processSubstitution,
	runWords,
	callFunction,
	runTrap,
	checkSignals,
	subshell: subshellProgram,
	openForReading,
	runGroup: subshellBody,
	expandPrompt,
	subscriptText,
	editLine,
};

function* editLine(shell: Shell, prompt: string, text: string): Task<string | undefined> {
	const editor = new LineEditor(shell, 0, new LineCompletion());
	editor.nextText = text;
	return yield* editor.readLine(prompt);
}

/** Runs the items of a list one after the other. */
function* runList(shell: Shell, list: List): Task<number> {
	let status = 0;
	const { groups } = list;
	for (let group = 0; group < (groups?.count ?? 1); group++) {
		if (groups !== undefined) yield* shell.process.tick(GROUP_PARTS);
		const items = groups?.at(group) ?? list.items;
		for (const item of items) {
			if (shell.options.set.noexec && !shell.mode.interactive) return status;
			if (shell.pendingFatal !== undefined) endBy(shell, shell.pendingFatal);
			const command = item.command;
			if (item.background) {
				status = yield* runInBackground(shell, command);
				closeSubstitutions(shell);
				shell.status = status;
				continue;
			}
			if (command.type === 'simple' || command.type === 'arithmetic') {
				yield* shell.process.tick();
				const quick = command.type === 'simple' ? trySimple(shell, command) : tryArithmetic(shell, command);
				if (typeof quick === 'number') {
					status = quick;
					shell.status = status;
					if (shell.warnings.length > 0) yield* sayWarnings(shell);
					shell.pipeStatus = status === 0 ? SUCCESS : [status];
					if (status !== 0) yield* afterFailure(shell, status, false, command.type === 'simple');
					if (shell.watchesSignals) yield* checkSignals(shell, true);
					if (shell.unwinding !== 'none') return status;
					continue;
				}
				status = quick === undefined ? yield* run(shell, command) : yield* finishQuick(shell, quick);
			} else status = yield* run(shell, command);
			if (shell.unwinding !== 'none') return status;
		}
	}
	return status;
}

const SUCCESS: readonly number[] = [0];

function* finishQuick(shell: Shell, task: Task<number>): Task<number> {
	const { finalArgument } = shell;
	shell.finalArgument = undefined;
	const status = yield* task;
	if (finalArgument !== undefined) shell.lastArgument = finalArgument;
	return yield* complete(shell, status, true, false, true);
}

/** One command of any kind; `$?`, `-e`, traps and signals included. */
function* run(shell: Shell, command: Command): Task<number> {
	if (shell.pendingFatal !== undefined) endBy(shell, shell.pendingFatal);
	const { isNegated } = shell;
	if (!COMPLETES.has(command.type)) shell.isNegated = false;
	switch (command.type) {
		case 'simple': {
			yield* shell.process.tick();
			const before = shell.pipeStatus;
			const outer = shell.substitutions;
			const trapped = shell.traps.has('ERR') && !isNegated;
			shell.substitutions = [];
			let status: number;
			try {
				status = yield* runSimple(shell, command);
			} finally {
				closeSubstitutions(shell);
				shell.substitutions = outer;
			}
			const single = shell.pipeStatus === before || command.words.length === 0;
			return yield* complete(shell, status, single, trapped, true);
		}
		case 'pipeline': {
			const trapped = shell.traps.has('ERR');
			const status = yield* runPipeline(shell, command);
			shell.status = status;
			if (command.commands.length > 1 && !command.negated) yield* afterFailure(shell, status, trapped);
			if (shell.watchesSignals) yield* checkSignals(shell, true);
			return status;
		}
		case 'andOr':
			return yield* runAndOr(shell, command);
		case 'function':
			return yield* defineFunction(shell, command);
		case 'coproc':
			if ((yield* runCoproc(shell, command)) === 0) return 0;
			return yield* complete(shell, 1, true);
		default: {
			if (command.redirects.length === 0 || command.type === 'subshell') return yield* runBare(shell, command);
			const inner = shell.isBash ? undefined : soleSubshell(command);
			if (inner === undefined) return yield* runRedirected(shell, command);
			return yield* runBare(shell, { ...inner, redirects: command.redirects });
		}
	}
}

/** Braces around nothing but a subshell: their redirections take the place of its own. Models dash parser.c command. */
function soleSubshell(command: Compound): GroupCommand | undefined {
	if (command.type !== 'brace') return undefined;
	const only = onlyItem(command.body);
	if (only === undefined || only.background) return undefined;
	if (only.command.type === 'subshell') return only.command;
	return only.command.type === 'brace' && only.command.redirects.length === 0 ? soleSubshell(only.command) : undefined;
}

/** A compound command without redirections. Few host frames: scripts nest it deeply. */
function* runBare(shell: Shell, command: Compound): Task<number> {
	const depth = shell.enter(2);
	const status = yield* compoundTask(shell, command);
	shell.depth = depth;
	if (shell.unwinding === 'return') return shell.status;
	shell.status = status;
	return status;
}

/** Nothing runs within them in the shell itself. */
const COMPLETES: ReadonlySet<string> = new Set(['subshell', 'arithmetic', 'test']);

/** @param simple of a simple command, or what counts as one. */
function* complete(
	shell: Shell,
	status: number,
	single: boolean,
	trapped = shell.traps.has('ERR') && !shell.isNegated,
	simple = false,
): Task<number> {
	if (shell.warnings.length > 0) yield* sayWarnings(shell);
	shell.status = status;
	if (single) shell.pipeStatus = [status];
	if (status !== 0) yield* afterFailure(shell, status, trapped, simple);
	if (shell.watchesSignals) yield* checkSignals(shell, true);
	return shell.unwinding === 'return' ? shell.status : status;
}

function* runAndOr(shell: Shell, command: AndOr): Task<number> {
	let status = 0;
	const depth = shell.enter(1);
	const last = command.commands.length - 1;
	for (let i = 0; i <= last; i++) {
		if (i > 0 && (command.operators[i - 1] === '&&') !== (status === 0)) continue;
		if (i < last) shell.errexitSuspended++;
		try {
			status = yield* run(shell, command.commands[i] as Command);
		} finally {
			if (i < last) shell.errexitSuspended--;
		}
		if (shell.unwinding !== 'none') break;
	}
	shell.depth = depth;
	return status;
}

type Compound = Exclude<Command, { type: 'simple' | 'pipeline' | 'andOr' | 'function' | 'coproc' }>;

/** A compound command with its redirections. */
function* runRedirected(shell: Shell, command: Compound): Task<number> {
	const saved: SavedDescriptors = new Map();
	const outer = shell.substitutions;
	shell.substitutions = [];
	shell.line = shell.isBash ? shell.surroundingLine : command.line;
	try {
		yield* redirect(shell, command.redirects, saved);
		closeSubstitutions(shell);
		shell.substitutions = outer;
	} catch (error) {
		restore(shell, saved);
		if (!(error instanceof ShellFailure)) throw error;
		yield* report(shell, error);
		if ((error.ofWord && shell.isBash) || error.effect === 'exit') throw error;
		// PIPESTATUS stays what it was.
		return yield* complete(shell, shell.mode.dialect === 'dash' ? 2 : 1, !shell.isBash);
	}
	try {
		return yield* runBare(shell, command);
	} catch (error) {
		if (error instanceof ShellFailure) yield* report(shell, error);
		leaveRedirected(shell, error, saved, true);
		throw error;
	} finally {
		restore(shell, saved);
	}
}

/** The task that runs it: no frame of its own. */
function compoundTask(shell: Shell, command: Compound): Task<number> {
	switch (command.type) {
		case 'brace':
			return runList(shell, command.body);
		case 'subshell':
			return runSubshell(shell, command);
		case 'if':
			return runIf(shell, command);
		case 'for':
			return runFor(shell, command);
		case 'select':
			return runSelect(shell, command, (each) => readLineFrom(each, 0), selectPrompt);
		case 'arithmeticFor':
			return runArithmeticFor(shell, command);
		case 'while':
		case 'until':
			return runWhile(shell, command);
		case 'case':
			return runCase(shell, command);
		case 'test':
		case 'arithmetic':
			return runCondition(shell, command);
	}
}

function* runCondition(shell: Shell, command: Extract<Command, { type: 'test' | 'arithmetic' }>): Task<number> {
	shell.line = command.line;
	if (shell.traps.size > 0 && !(yield* debugTrap(shell, command))) return skippedStatus(shell);
	const status =
		command.type === 'test' ? yield* runTest(shell, command.expression) : yield* runArithmetic(shell, command.text);
	return yield* complete(shell, status, true);
}

function* selectPrompt(shell: Shell): Task<string> {
	const prompt = shell.variables.get('PS3') ?? '#? ';
	// bash shows it as it is.
	return shell.isBash ? prompt : yield* expandPrompt(shell, prompt);
}

function* defineFunction(shell: Shell, command: FunctionDefinition): Task<number> {
	if (shell.isStrict) yield* refuseName(shell, command.name);
	const existing = shell.functions.get(command.name);
	if (existing?.readonly === true) {
		yield* shell.complain(`${command.name}: readonly function`);
		return yield* complete(shell, 1, true);
	}
	const source = sourceName(shell);
	shell.functions.set(command.name, {
		name: command.name,
		definition: command,
		source,
		line: command.line,
		exported: existing?.exported === true || shell.variables.exportAll,
	});
	shell.status = 0;
	return 0;
}

/** In POSIX mode functions are called as variables are, and never as special builtins. */
function* refuseName(shell: Shell, name: string): Task<void> {
	const why = !isIdentifier(name)
		? 'not a valid identifier'
		: isSpecial(shell, name, findBuiltin(shell, name))
			? 'is a special builtin'
			: undefined;
	if (why === undefined) return;
	shell.line = shell.surroundingLine;
	yield* shell.complain(`\`${name}': ${why}`);
	throw new ExitShell(2);
}

/** BASH_SOURCE of what is being read. */
function sourceName(shell: Shell): string {
	const file = shell.frames.findLast((frame) => frame.kind === 'source');
	if (file !== undefined) return file.source;
	if (shell.mode.interactive) return 'main';
	return shell.mode.input === 'command' ? 'environment' : shell.mode.input === 'stdin' ? 'main' : shell.mode.name;
}

/** `( … )`: a child. Redirections are its own. */
function* runSubshell(shell: Shell, command: GroupCommand): Task<number> {
	// Models bash make_cmd.c make_subshell_command: where the reader stands by then.
	shell.line = shell.isBash ? command.endLine : command.line;
	const fds = childDescriptors(shell);
	const pid = yield* spawn(shell, {
		argv: shell.process.argv,
		env: shell.variables.environment(),
		program: subshellProgram(shell, (child) => subshellBody(child, command)),
		...(fds === undefined ? {} : { fds }),
		...groupFor(shell, undefined),
	});
	const status = yield* foreground(shell, makeJob(shell, [pid], command, false));
	if (shell.inTrap === '' && shell.traps.has('ERR')) {
		shell.current = command;
		shell.commandText = undefined;
	}
	return yield* complete(shell, status, false);
}

function* subshellBody(child: Shell, command: GroupCommand): Task<number> {
	if (child.mode.dialect !== 'dash') child.loopDepth = 0;
	if (child.isBash) {
		child.jobs.clear();
		child.surroundingLine = command.endLine;
		child.line = command.endLine;
	}
	yield* redirect(child, command.redirects, undefined);
	const only = onlyItem(command.body);
	let status: number;
	if (only?.command.type === 'subshell' && !only.background) {
		child.subshellDepth++;
		return yield* subshellBody(child, only.command);
	}
	if (child.traps.has('ERR') && !isFile(child, command.body)) status = yield* runList(child, command.body);
	else if (only?.command.type === 'simple' && !only.background) {
		status = yield* runElement(child, only.command);
	} else status = yield* runList(child, command.body);
	return child.unwinding === 'return' ? child.status : status;
}

/** Of a list of one. */
function onlyItem(list: List): ListItem | undefined {
	return list.groups === undefined && list.items.length === 1 ? list.items[0] : undefined;
}

/** One command that is a file: the child becomes it, and has no ERR trap to run. */
function isFile(child: Shell, body: List): boolean {
	const command = onlyItem(body)?.command;
	const name = command?.type === 'simple' ? command.words[0]?.literal : undefined;
	return name !== undefined && !child.functions.has(name) && findBuiltin(child, name) === undefined;
}

/** Closes the shell's ends of process substitutions once their command has run. */
function closeSubstitutions(shell: Shell): void {
	if (shell.substitutions.length === 0) return;
	for (const { fd } of shell.substitutions) {
		try {
			shell.process.close(fd);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
	shell.substitutions = [];
}

/** For `command`, `builtin`, `exec` and completion: words that are expanded already. */
function* runWords(
	shell: Shell,
	words: readonly string[],
	skip: 'nothing' | 'functions' | 'allButBuiltins',
): Task<number> {
	const name = words[0] as string;
	if (skip === 'nothing' && shell.functions.has(name)) return yield* callFunction(shell, name, words);
	if (shell.options.restricted && name.includes('/')) return yield* refusePath(shell, name);
	const builtin: Builtin | undefined = findBuiltin(shell, name);
	if (builtin !== undefined) {
		if (skip === 'functions') shell.commandDepth++;
		try {
			const outcome = builtin.run(shell, words.slice(1), name);
			return typeof outcome === 'number' ? outcome : yield* outcome;
		} finally {
			if (skip === 'functions') shell.commandDepth--;
			shell.misused = false;
		}
	}
	if (skip === 'allButBuiltins') return yield* shell.fail('builtin', `${name}: not a shell builtin`);
	const fds = childDescriptors(shell);
	const pid = yield* spawn(shell, {
		argv: words,
		env: shell.variables.environment(),
		program: subshellProgram(shell, (child) => execute(child, words)),
		...(fds === undefined ? {} : { fds }),
		...groupFor(shell, undefined),
	});
	return yield* foreground(shell, makeJob(shell, [pid], [words.join(' ')], false));
}

/** Opens a file for `$(< file)`, with bash's message when that fails. */
function* openForReading(shell: Shell, path: string, line: number): Task<number | undefined> {
	try {
		return yield* shell.process.open(path, { read: true });
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		shell.line = line;
		yield* shell.complain(`${path}: ${errorMessage(error.errno)}`);
		return undefined;
	}
}
