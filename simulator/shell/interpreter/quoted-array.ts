import type { Task } from '../../machinery/task.ts';
import { parseCommands } from '../parser-adapter.ts';
import { ExitShell, ShellFailure } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';
import type { ArrayLiteral } from '../syntax/ast.ts';
import { ShellSyntaxError } from '../syntax/syntax-error.ts';
import { readerFor } from './run-text.ts';

/** Whether a value that was a word of its own is an array literal where one may stand: `declare -a 'a=(1 "2 3")'`. */
export function isQuotedArray(value: string | undefined): value is string {
	return value?.startsWith('(') === true && value.endsWith(')');
}

/** The literal, to be expanded. What is wrong in it is said. Models bash arrayfunc.c expand_compound_array_assignment. */
export function* quotedArray(shell: Shell, value: string): Task<ArrayLiteral> {
	try {
		const text = readerFor(shell, `a=${value}`, true).read()?.text ?? '';
		const command = parseCommands(text, shell.line, shell.mode.dialect).items[0]?.command;
		const literal = command?.type === 'simple' ? command.assignments[0]?.value : undefined;
		if (literal?.type === 'array') return literal;
	} catch (error) {
		if (!(error instanceof ShellSyntaxError)) throw error;
		const prefix = `${shell.frames.at(-1)?.source ?? shell.name}: array assign: line ${shell.line + error.line - 1}: `;
		const token = error.problem.kind === 'unexpected' ? error.problem.token : ')';
		yield* shell.say(`${prefix}syntax error near unexpected token \`${token}'\n`);
		if (shell.options.set.errexit) throw new ExitShell(2);
		yield* shell.say(`${prefix}\`${value.slice(1, -1)}'\n`);
	}
	const failure = new ShellFailure('array assign: syntax error');
	failure.reported = true;
	throw failure;
}
