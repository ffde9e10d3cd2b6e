import type { SignalName } from '../../kernel/process-api.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';

/** Ends the shell (or subshell) with `status`: `exit`, `set -e`, a fatal error. */
export class ExitShell {
	readonly status: number;
	/** By `set -e`, of a simple command: in a child too the innermost redirected function gives the descriptors back before the EXIT trap. */
	restores: boolean;
	constructor(status: number, restores = false) {
		this.status = status;
		this.restores = restores;
	}
}

/** A signal ends the shell, which runs its EXIT trap before it does. `$?` is there what it was. */
export class EndedBySignal extends ExitShell {
	readonly signal: SignalName;
	constructor(signal: SignalName) {
		super(128 + SIGNAL_NUMBERS[signal]);
		this.signal = signal;
	}
}

/** Ctrl-C at an interactive shell: back to the prompt. */
export class Interrupted {
	readonly status = 130;
}

/**
 * An error found while expanding or assigning: the command is given up. `message` is without the shell's prefix.
 * - discard: the rest of the current top-level command is given up as well
 * - exit: a shell that is not interactive ends
 */
export class ShellFailure extends Error {
	readonly effect: 'discard' | 'exit';
	readonly status: number;
	/** How much memory the shell would have taken, where that is what failed. */
	wantedBytes = 0;
	/** Everything up to the prompt or the script's next line is given up, `eval`, files and `-c` texts included. */
	whole = false;
	/** Of a redirection's word: more is given up than the command that was to be redirected. */
	ofWord = false;
	/** Of an array literal's words, or a subscript: no builtin says it. */
	ofElement = false;
	/** How many loops it was thrown in. */
	loops = 0;
	/** Said already, where redirections were still those of the command. */
	reported = false;
	constructor(message: string, effect: 'discard' | 'exit' = 'discard', status = 1) {
		super(message);
		this.name = 'ShellFailure';
		this.effect = effect;
		this.status = status;
	}
}

/** Of a failure of which a warning says all. */
export const WARNED = '';

/** Ends a shell that is not interactive, of which all is said. */
export function saidFailure(status: number): ShellFailure {
	return Object.assign(new ShellFailure('', 'exit', status), { reported: true });
}

/** A value beyond the world's limit, in the words of bash's allocator. Unlike the real one the shell survives it. */
export function tooLarge(bytes: number): ShellFailure {
	const failure = new ShellFailure(`xrealloc: cannot allocate ${bytes} bytes`);
	failure.wantedBytes = bytes;
	return failure;
}
