import type { SignalName } from '../../kernel/process-api.ts';
import { EndedBySignal } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';

/** What ends bash, but not before its EXIT trap has run. Models bash sig.c terminating_signals. */
const FATAL: readonly SignalName[] = [
	'HUP',
	'INT',
	'ILL',
	'TRAP',
	'ABRT',
	'FPE',
	'BUS',
	'SEGV',
	'SYS',
	'PIPE',
	'ALRM',
	'TERM',
	'XCPU',
	'XFSZ',
	'VTALRM',
	'USR1',
	'USR2',
];

/** From the first EXIT trap on they are caught; those that are ignored stay so. Models bash sig.c initialize_terminating_signals. */
export function catchFatalSignals(shell: Shell): void {
	if (!shell.isBash || (shell.mode.interactive && !shell.isSubshell)) return;
	shell.catchesFatal = true;
	shell.watchesSignals = true;
	for (const signal of FATAL) {
		if (shell.process.dispositionOf(signal) === 'default') shell.process.onSignal(signal, 'catch');
	}
}

/** Ends the shell where nothing else is to be done at a signal that it has caught. */
export function endAtFatal(shell: Shell, signal: SignalName): void {
	if (isFatal(shell, signal)) endBy(shell, signal);
}

/** The same before the next command: nothing ends what a signal finds at its end. */
export function endLater(shell: Shell, signal: SignalName): void {
	if (isFatal(shell, signal)) shell.pendingFatal ??= signal;
}

export function endBy(shell: Shell, signal: SignalName): never {
	shell.noteExit(shell.variables.scopes);
	throw new EndedBySignal(signal);
}

function isFatal(shell: Shell, signal: SignalName): boolean {
	return shell.catchesFatal && !shell.traps.has(signal) && FATAL.includes(signal);
}

/** A bash ignores it for itself, whatever it runs. Models bash sig.c initialize_shell_signals. */
export function ignoreQuit(shell: Shell): void {
	if (!shell.isBash || shell.process.dispositionOf('QUIT') !== 'default') return;
	shell.ignoresQuit = true;
	shell.process.onSignal('QUIT', 'ignore');
}

/** Before the shell becomes another program. */
export function heedQuit(shell: Shell): void {
	if (shell.ignoresQuit && shell.traps.get('QUIT') !== '') shell.process.onSignal('QUIT', 'default');
}

/** What the signal does once its trap is taken away. */
export function restoreSignal(shell: Shell, signal: SignalName): void {
	if (signal === 'QUIT' && shell.ignoresQuit) shell.process.onSignal(signal, 'ignore');
	else shell.process.onSignal(signal, shell.catchesFatal && FATAL.includes(signal) ? 'catch' : 'default');
}
