import type { Task } from '../../../../machinery/task.ts';
import { runInShell } from '../../run-in-shell.ts';
import type { Editor } from '../editor.ts';
import { VimError } from '../vim-error.ts';

/** Runs a command line with a text as its input and takes what it prints. */
export function* runShell(
	editor: Editor,
	command: string,
	input: string,
): Task<{ readonly output: string; readonly status: number }> {
	const result = yield* runInShell(editor.process, editor.text('shell'), command, input);
	if (result === undefined) throw new VimError('E342: Out of memory!');
	return result;
}
