import type { Task } from '../../machinery/task.ts';
import { ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import { isSlow, parseArithmeticText, parseText, parseWord } from '../syntax/word-parser.ts';
import { arithmeticText, arithmeticTextSlowly, expandToText, expandToTextSlowly, partsToTextSlowly } from './expand.ts';

/** The subscript of a name that a builtin was given (`unset 'a[$i]'`): quotes may have kept expansions from it. */
export function* expandSubscript(shell: Shell, name: string, written: string): Task<string> {
	if (!/[$`'"\\]/.test(written)) return written;
	const { dialect } = shell.mode;
	try {
		if (shell.variables.resolve(name).variable?.associative !== undefined) {
			return yield* expandToTextSlowly(shell, parseWord(written, dialect, 'subscript'));
		}
		return yield* arithmeticTextSlowly(shell, parseArithmeticText(written, dialect));
	} catch (error) {
		if (error instanceof ShellFailure) Object.assign(error, { whole: true, ofElement: true });
		throw error;
	}
}

/**
 * A text of names that nothing has expanded (what `let` was given, or `test -v`), with its command substitutions run:
 * they wait, which expressions cannot.
 */
export function* settleSubscripts(shell: Shell, text: string): Task<string> {
	if (!/\[.*(\$\(|`)/s.test(text)) return text;
	const parts = parseText(text, shell.mode.dialect, 'elements');
	return isSlow(parts) ? yield* partsToTextSlowly(shell, parts) : text;
}

/** The same where nothing may wait: with a command substitution in it, it stays as written. */
export function subscriptText(shell: Shell, written: string, isKey: boolean): string {
	const { dialect } = shell.mode;
	if (isKey) {
		if (!/[$`'"\\]/.test(written)) return written;
		const word = parseWord(written, dialect, 'subscript');
		return word.slow ? written : expandToText(shell, word);
	}
	if (!/[$`"]/.test(written)) return written;
	const text = parseArithmeticText(written, dialect);
	return text.slow ? written : arithmeticText(shell, text);
}
