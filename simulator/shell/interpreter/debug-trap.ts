import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import type { Command } from '../syntax/ast.ts';
import { runTrap } from './traps.ts';

/**
 * Notes what runs for BASH_COMMAND, and runs the DEBUG trap before it.
 * @param text what BASH_COMMAND is meanwhile.
 * @returns whether the command runs: under `shopt -s extdebug` not when the trap fails. A trap that ends in 2 there
 * makes its function, or what is sourced, return.
 */
export function* debugTrap(shell: Shell, command: Command, text?: string): Task<boolean> {
	const { line, current, commandText } = shell;
	if (shell.inTrap === '') {
		shell.current = command;
		shell.commandText = text;
	}
	if (!shell.traps.has('DEBUG') || shell.inTrap === 'DEBUG') return true;
	const status = yield* runTrap(shell, 'DEBUG');
	shell.line = line;
	// Of a loop it is known only to the trap.
	if (command.type === 'for' || command.type === 'select') Object.assign(shell, { current, commandText });
	// It has made its function return.
	if (shell.unwinding === 'return') return false;
	if (!shell.options.shopt.extdebug || status === 0) return true;
	if (status === 2 && shell.frames.length > 0) {
		shell.unwinding = 'return';
		shell.status = 2;
	}
	return false;
}

/** The status of a command that its DEBUG trap has refused. */
export function skippedStatus(shell: Shell): number {
	return shell.unwinding === 'return' ? shell.status : 0;
}

/** A function that has the trap runs it once more as it begins, on its own line. @returns whether its body runs. */
export function* enterTrap(shell: Shell, line: number): Task<boolean> {
	if (!shell.traps.has('DEBUG') || shell.inTrap === 'DEBUG') return true;
	const { line: before } = shell;
	shell.line = line;
	const status = yield* runTrap(shell, 'DEBUG');
	shell.line = before;
	return shell.unwinding === 'none' && (!shell.options.shopt.extdebug || status === 0);
}

/**
 * The RETURN trap sees the line of the `return`, or where its function begins, or what sourced the file, and the status of before the
 * `return`.
 */
export function* returnTrap(shell: Shell, line: number, returned: boolean): Task<void> {
	if (!shell.traps.has('RETURN')) return;
	const { status } = shell;
	shell.line = line;
	if (returned) shell.status = shell.statusBeforeReturn;
	yield* runTrap(shell, 'RETURN');
	if (shell.unwinding !== 'return') shell.status = status;
}

/** Functions do not inherit these traps unless they are told to; what was set comes back afterwards. */
export function hideTraps(shell: Shell, traced: boolean): readonly (readonly [string, string])[] {
	if (shell.traps.size === 0) return NO_TRAPS;
	const { functrace, errtrace } = shell.options.set;
	const hidden: [string, string][] = [];
	for (const name of ['DEBUG', 'RETURN', 'ERR']) {
		const action = shell.traps.get(name);
		if (action === undefined || (name === 'ERR' ? errtrace : functrace || traced)) continue;
		hidden.push([name, action]);
		shell.traps.delete(name);
	}
	return hidden;
}

const NO_TRAPS: readonly (readonly [string, string])[] = [];
