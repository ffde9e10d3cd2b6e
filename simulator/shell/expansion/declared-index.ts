import type { Shell } from '../state/shell.ts';
import { evaluateArithmetic } from './arithmetic.ts';

/** The index that a declaration builtin was given in text: quotes may have kept expansions from it. Throws ShellFailure. */
export function declaredIndex(shell: Shell, text: string): number {
	return Number(evaluateArithmetic(shell, shell.interpreter.subscriptText(shell, text, false)));
}
