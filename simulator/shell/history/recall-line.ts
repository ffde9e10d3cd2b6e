import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { expandHistory } from './expand-history.ts';

/**
 * History expansion; undefined when the line is not to be run.
 * @param pending the lines before, of the same command. @param within what the line begins in, a quote for one.
 * @param editAgain puts a line before the user again (`histverify`, `histreedit`); false where lines are not edited.
 */
export function* withHistory(
	shell: Shell,
	line: string,
	pending: string,
	within: string,
	editAgain: (line: string) => boolean,
): Task<string | undefined> {
	if (!shell.options.set.histexpand || within === 'here-document') return line;
	const { history } = shell;
	const isRemembered = pending !== '' && history.holdsLine;
	const expansion = expandHistory(line, isRemembered ? history.beforeLast() : history, within);
	switch (expansion.kind) {
		case 'same':
			return line;
		case 'error':
			yield* shell.complain(expansion.message);
			if (shell.options.shopt.histreedit) editAgain(line);
			return undefined;
		case 'expanded':
			if (shell.options.shopt.histverify && !expansion.printOnly && editAgain(expansion.line)) return undefined;
			yield* shell.say(`${expansion.line}\n`);
			if (!expansion.printOnly) return expansion.line;
			shell.history.add({ line: expansion.line, atMs: shell.process.now() });
			return undefined;
	}
}
