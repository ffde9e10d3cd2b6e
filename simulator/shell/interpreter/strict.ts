import type { Builtin } from '../builtins/builtin.ts';
import { ExitShell, ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';

/**
 * What a bash in POSIX mode that is not interactive does not survive (`Shell.isStrict`). Models bash execute_cmd.c
 * execute_builtin_or_function and subst.c expand_word_list_internal.
 */

/** A failed assignment that stands alone, or before a special builtin, ends a strict shell. @param spared within `command`. */
export function failedAssignment(shell: Shell, error: unknown, spared = shell.commandDepth > 0): unknown {
	if (!shell.isStrict || spared || !(error instanceof ShellFailure) || error.effect === 'exit' || error.whole) {
		return error;
	}
	return new ShellFailure(error.message, 'exit', shell.fatalStatus);
}

/** A special builtin of POSIX: `local` is none of bash's. */
export function isSpecial(shell: Shell, name: string, builtin: Builtin | undefined): boolean {
	return builtin?.special === true && !(shell.isBash && name === 'local');
}

/** After a builtin: wrong use of a special one ends a strict shell. */
export function endIfMisused(shell: Shell, special: boolean, status: number): void {
	const { misused } = shell;
	shell.misused = false;
	if (misused && special && shell.isStrict) throw new ExitShell(status);
}
