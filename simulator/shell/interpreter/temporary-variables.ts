import type { Task } from '../../machinery/task.ts';
import { evaluateInteger } from '../expansion/arithmetic.ts';
import { expandToTextSlowly } from '../expansion/expand.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Scope } from '../state/scope.ts';
import type { Shell } from '../state/shell.ts';
import type { Assignment, SimpleCommand } from '../syntax/ast.ts';
import { assignText } from './assignments.ts';
import { report } from './fork.ts';
import { failedAssignment } from './strict.ts';
import { quoteTrace, trace, traceCommand } from './trace.ts';

/**
 * `x=1 command > file`: bash makes the variables before it redirects, but the redirections do not see them; other shells
 * make them afterwards.
 * @param persists the variables become the shell's own.
 * @returns what `afterRedirections` wants; undefined when there is nothing to bring back.
 */
export function* beforeRedirections(
	shell: Shell,
	command: SimpleCommand,
	words: readonly string[],
	persists = false,
): Task<Scope | undefined> {
	const { assignments } = command;
	if (assignments.length === 0 || !shell.isBash) {
		// dash ends itself, not the child that was to run the command.
		const readonly = assignments.find(({ name }) => shell.variables.find(name)?.readonly === true);
		if (readonly !== undefined && !shell.isBash) throw new ShellFailure(`${readonly.name}: readonly variable`);
		if (shell.isBash) yield* traceCommand(shell, [], words);
		return undefined;
	}
	if (!persists) shell.variables.pushScope('temporary');
	let scope: Scope | undefined;
	try {
		yield* assignAll(shell, assignments, persists);
	} finally {
		if (!persists) scope = shell.variables.takeScope();
	}
	yield* traceCommand(shell, [], words);
	return scope;
}

/** What a command is about to run with. */
export interface Redirected {
	readonly words: readonly string[];
	/** What `beforeRedirections` has returned. */
	readonly scope: Scope | undefined;
	/** Where standard error is by now, for what `set -x` shows. */
	readonly errors: number;
}

/**
 * From here on the temporary variables are seen: in a scope of their own, unless they persist. Other shells than bash
 * show the command only now, on the standard error that it does not have any more.
 */
export function* afterRedirections(
	shell: Shell,
	command: SimpleCommand,
	{ words, scope, errors }: Redirected,
	persists = false,
): Task<void> {
	const shown = yield* assignTemporary(shell, command, scope, persists);
	if (!shell.isBash) yield* traceCommand(shell, shown, words, errors);
}

function* assignTemporary(
	shell: Shell,
	{ assignments }: SimpleCommand,
	scope: Scope | undefined,
	persists: boolean,
): Task<readonly string[]> {
	if (assignments.length === 0) return [];
	if (scope !== undefined) {
		shell.variables.giveScope(scope);
		return [];
	}
	if (persists && shell.isBash) return [];
	if (!persists) shell.variables.pushScope('temporary');
	return yield* assignAll(shell, assignments, persists);
}

/** @returns what `set -x` shows beside the command: bash shows each for itself. */
function* assignAll(shell: Shell, assignments: readonly Assignment[], persists: boolean): Task<readonly string[]> {
	const shown: string[] = [];
	for (const each of assignments) {
		if (each.index !== undefined) {
			const wrong = new ShellFailure(`\`${each.name}[${each.index.text}]': not a valid identifier`);
			yield* refuse(shell, wrong, persists);
			continue;
		}
		const value = withBefore(shell, each, yield* textOf(shell, each));
		const refused = shell.isBash && shell.variables.find(each.name)?.readonly === true;
		if (shell.options.set.xtrace && !refused) {
			if (!shell.isBash) shown.push(`${each.name}=${quoteTrace(shell, value)}`);
			else if (persists) yield* trace(shell, tracedAssignment(shell, each.name, value));
		}
		try {
			if (persists) assignText(shell, each.name, undefined, value, false);
			else shell.variables.setTemporary(each.name, value);
			// PS4 sees it already. Models bash variables.c assign_in_env.
			if (shell.isBash && shell.options.set.xtrace && !persists)
				yield* trace(shell, tracedAssignment(shell, each.name, value));
		} catch (error) {
			if (!(error instanceof ShellFailure)) throw error;
			yield* refuse(shell, error, persists);
		}
	}
	return shown;
}

function tracedAssignment(shell: Shell, name: string, value: string): string {
	return `${name}=${value === '' ? '' : quoteTrace(shell, value)}`;
}

/** There are no arrays among them: `a=(1 2) command` is text. */
function* textOf(shell: Shell, { value, text }: Assignment): Task<string> {
	if (value.type === 'array') return text.slice(text.indexOf('=') + 1);
	return yield* expandToTextSlowly(shell, value, 'assignment');
}

/** With what it is appended to. */
function withBefore(shell: Shell, { name, append }: Assignment, text: string): string {
	if (!append) return text;
	const before = shell.variables.get(name) ?? '';
	if (shell.variables.find(name)?.integer !== true) return before + text;
	return evaluateInteger(shell, `${before === '' ? '0' : before}+(${text})`);
}

/** bash runs the command nevertheless, but in POSIX mode: there it gives the line up, or itself before a special builtin. */
function* refuse(shell: Shell, error: ShellFailure, special: boolean): Task<void> {
	if (special) throw failedAssignment(shell, error, false);
	if (shell.isStrict || !shell.isBash) throw error;
	yield* report(shell, error);
}
