import type { Task } from '../../machinery/task.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { EndOfInput } from '../syntax/scanner.ts';
import { parseText } from '../syntax/word-parser.ts';
import { partsToTextSlowly } from './expand.ts';
import { expandPromptEscapes } from './prompt-escapes.ts';

/** A prompt string as it is shown: escapes, then expansions as in double quotes. `$?` and `$_` are left alone. */
export function* expandPrompt(shell: Shell, text: string): Task<string> {
	const decoded = shell.mode.dialect !== 'dash' ? yield* expandPromptEscapes(shell, text) : text;
	if (!shell.options.shopt.promptvars || !/[$`\\]/.test(decoded)) return decoded;
	const { status, pipeStatus, lastArgument, substitutionStatus } = shell;
	try {
		return yield* partsToTextSlowly(shell, parseText(decoded, shell.mode.dialect, 'document'));
	} catch (error) {
		if (error instanceof EndOfInput) return decoded;
		if (!(error instanceof ShellFailure)) throw error;
		yield* shell.complain(error.message);
		return decoded;
	} finally {
		Object.assign(shell, { status, pipeStatus, lastArgument, substitutionStatus });
	}
}
