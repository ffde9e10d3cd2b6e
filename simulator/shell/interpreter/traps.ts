import type { SignalName } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import type { Task } from '../../machinery/task.ts';
import { endAtFatal, endLater } from '../jobs/fatal-signals.ts';
import { ExitShell, Interrupted } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';

/** Runs what a trap says; `$?` is afterwards what it was before. @returns the status of its last command. */
export function* runTrap(shell: Shell, name: string): Task<number> {
	const command = shell.traps.get(name);
	if (command === undefined || command === '') return 0;
	if (shell.leftTraps.has(name) || (KEEPS_LINE.has(name) && shell.runningTraps.has(name))) return 0;
	if (name === 'EXIT') shell.traps.delete('EXIT');
	const { status, pipeStatus, inTrap, line, unwinding, lastArgument } = shell;
	shell.inTrap = name;
	shell.runningTraps.add(name);
	shell.unwinding = 'none';
	// Where the command that it interrupts may fail, what a trap runs may not.
	const { errexitSuspended, negations } = shell;
	if (!SHARES_CONDITION.has(name)) shell.errexitSuspended = shell.negations = 0;
	let last: number;
	try {
		last = yield* shell.interpreter.runText(shell, command, {
			kind: name === 'EXIT' ? 'exitTrap' : 'trap',
			line: KEEPS_LINE.has(name) ? line : 1,
		});
	} catch (error) {
		// It counts as running still: what comes after, an EXIT trap, does not start it again.
		if (error instanceof ExitShell) shell.leftTraps.add(name);
		throw error;
	} finally {
		shell.inTrap = inTrap;
		shell.runningTraps.delete(name);
		Object.assign(shell, { errexitSuspended, negations });
		// It runs while `wait` still waits, whose own word comes after.
		if (name === 'CHLD') shell.lastArgument = lastArgument;
	}
	if (shell.unwinding === 'none') {
		shell.unwinding = unwinding;
		shell.status = status;
		shell.pipeStatus = pipeStatus;
	}
	return last;
}

const SHARES_CONDITION: ReadonlySet<string> = new Set(['RETURN', 'ERR', 'EXIT']);

/** The others count the lines of their own text. Models bash trap.c _run_trap_internal. */
const KEEPS_LINE: ReadonlySet<string> = new Set(['DEBUG', 'ERR', 'RETURN']);

/**
 * Deals with the signals caught since the last look: traps, Ctrl-C at an interactive shell, hang-ups.
 * @param atEnd of a command: what ends the shell does so before the next one.
 */
export function* checkSignals(shell: Shell, atEnd = false): Task<void> {
	const taken = shell.process.takeSignals();
	if (taken.length === 0 && shell.pendingSignals.length === 0) return;
	const signals = [...shell.pendingSignals, ...taken];
	shell.pendingSignals = [];
	for (const signal of signals) yield* handle(shell, signal, atEnd);
}

function* handle(shell: Shell, signal: SignalName, atEnd: boolean): Task<void> {
	const trap = shell.traps.get(signal);
	if (trap !== undefined) {
		// Of the children that it has itself a trap does not hear. Models bash trap.c run_sigchld_trap.
		if (signal !== 'CHLD' || !shell.runningTraps.has('CHLD')) yield* runTrap(shell, signal);
		return;
	}
	if (signal === 'INT' && shell.mode.interactive) {
		yield* shell.say('\n');
		shell.status = 130;
		throw new Interrupted();
	}
	(atEnd ? endLater : endAtFatal)(shell, signal);
	if (signal === 'HUP') throw new ExitShell(128 + SIGNAL_NUMBERS.HUP);
}

/**
 * After a command failed where that counts: the ERR trap, then `set -e`.
 * @param trapped whether there was an ERR trap when the command began: what it has set itself is not run for it.
 */
export function* afterFailure(shell: Shell, status: number, trapped: boolean, simple = false): Task<void> {
	if (status === 0 || shell.errexitSuspended > 0 || shell.unwinding !== 'none') return;
	if (trapped && shell.traps.get('ERR') !== undefined) {
		shell.status = status;
		yield* runTrap(shell, 'ERR');
		// The function is left, no more.
		if (unwinds(shell)) return;
	}
	if (shell.options.set.errexit && shell.negations === 0) {
		// Of its variables nothing is left then.
		shell.noteExit([]);
		throw new ExitShell(status, simple);
	}
}

function unwinds({ unwinding }: Shell): boolean {
	return unwinding === 'return';
}
