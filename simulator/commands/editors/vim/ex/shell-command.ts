import type { Task } from '../../../../machinery/task.ts';
import { shellStatus, waitFor } from '../../../launch.ts';
import type { Editor } from '../editor.ts';
import { answerReload, changedOutside, RELOAD_QUESTION } from '../files/changed-outside.ts';
import { expandFileWords } from '../files/file-words.ts';
import type { Key } from '../keys/key-names.ts';

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
	const changes = expanded === undefined ? undefined : yield* changedOutside(editor);
	const asks = changes && {
		text: [...changes, RELOAD_QUESTION].join('\n'),
		answer: (nextKey: () => Task<Key>) => answerReload(editor, nextKey),
	};
	yield* screen.comeBack(editor, status, expanded !== undefined, asks);
}
