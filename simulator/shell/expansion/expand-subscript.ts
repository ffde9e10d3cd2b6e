import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { parseArithmeticText, parseWord } from '../syntax/word-parser.ts';
import { arithmeticText, arithmeticTextSlowly, expandToText, expandToTextSlowly } from './expand.ts';

/** The subscript of a name that a builtin was given (`unset 'a[$i]'`): quotes may have kept expansions from it. */
export function* expandSubscript(shell: Shell, name: string, written: string): Task<string> {
	if (!/[$`'"\\]/.test(written)) return written;
	const { dialect } = shell.mode;
	if (shell.variables.resolve(name).variable?.associative !== undefined) {
		return yield* expandToTextSlowly(shell, parseWord(written, dialect, 'subscript'));
	}
	return yield* arithmeticTextSlowly(shell, parseArithmeticText(written, dialect));
}

/** The same where nothing may wait: with a command substitution in it, it stays as written. */
export function subscriptText(shell: Shell, written: string, isKey: boolean): string {
	const { dialect } = shell.mode;
	if (isKey) {
		if (!/[$`'"\\]/.test(written)) return written;
		const word = parseWord(written, dialect, 'subscript');
		return word.slow ? written : expandToText(shell, word);
	}
	if (!/[$`]/.test(written)) return written;
	const text = parseArithmeticText(written, dialect);
	return text.slow ? written : arithmeticText(shell, text);
}
