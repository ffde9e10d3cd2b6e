import type { Task } from '../../../../machinery/task.ts';
import { shellStatus, waitFor } from '../../../launch.ts';
import type { Editor } from '../editor.ts';
import { expandFileWords } from '../files/file-words.ts';

/** `:!cmd` (and `:shell`): the command has the terminal until it ends. */
export function* runCommandOnScreen(editor: Editor, command: string | undefined): Task<void> {
	const { process, screen } = editor;
	const expanded = command === undefined ? undefined : expandFileWords(editor, command);
	const shell = editor.text('shell');
	const argv = [shell.replace(/.*\//, ''), ...(expanded === undefined ? [] : ['-c', expanded])];
	if (editor.silent) {
		yield* waitFor(process, process.spawn({ argv, env: process.env, path: shell }));
		return;
	}
	yield* screen.leave(
		editor,
		expanded !== undefined && editor.small ? `:!${expanded}` : '',
		editor.buffers.some((buffer) => buffer.modified),
	);
	const result = yield* waitFor(process, process.spawn({ argv, env: process.env, path: shell }));
	const status = shellStatus(result);
	yield* screen.comeBack(editor, status, expanded !== undefined);
}
