import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { expandHistory } from './expand-history.ts';

/**
 * History expansion; undefined when the line is not to be run.
 * @param pending the lines before, of the same command. @param within what the line begins in, a quote for one.
 */
export function* withHistory(shell: Shell, line: string, pending: string, within: string): Task<string | undefined> {
	if (!shell.options.set.histexpand || within === 'here-document') return line;
	const { history } = shell;
	const isRemembered = pending !== '' && history.holdsLine;
	const expansion = expandHistory(line, isRemembered ? history.beforeLast() : history, within);
	switch (expansion.kind) {
		case 'same':
			return line;
		case 'error':
			yield* shell.complain(expansion.message);
			return undefined;
		case 'expanded':
			yield* shell.say(`${expansion.line}\n`);
			if (!expansion.printOnly) return expansion.line;
			shell.history.add({ line: expansion.line, atMs: shell.process.now() });
			return undefined;
	}
}
