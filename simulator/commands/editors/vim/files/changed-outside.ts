import { SystemError } from '../../../../kernel/process-api.ts';
import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import type { Key } from '../keys/key-names.ts';
import { showBuffer } from './edit-file.ts';
import { readText } from './text-file.ts';

export const RELOAD_QUESTION = '[O]K, (L)oad File, Load File (a)nd Options: ';

/**
 * After a command of the shell: what there is to say about the current file when it is not what was read or written.
 * Undefined: nothing, or it was read again as 'autoread' wants. Models fileio.c buf_check_timestamp.
 */
export function* changedOutside(editor: Editor): Task<readonly string[] | undefined> {
	const { buffer, process } = editor;
	if (buffer.path === '' || buffer.seenMtimeMs === undefined) return undefined;
	let stat: { readonly mtimeMs: number; readonly size: number };
	try {
		stat = process.stat(buffer.path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		buffer.seenMtimeMs = undefined;
		return undefined;
	}
	if (stat.mtimeMs === buffer.seenMtimeMs) return undefined;
	buffer.seenMtimeMs = stat.mtimeMs;
	if (buffer.modified) return warning(buffer.name, 'W12', 'changed and the buffer was changed in Vim as well');
	if (stat.size === buffer.fileSize && (yield* isSameText(editor))) return undefined;
	if (editor.flag('autoread')) {
		yield* reload(editor);
		return undefined;
	}
	return warning(buffer.name, 'W11', 'changed since editing started');
}

function warning(name: string, code: string, what: string): readonly string[] {
	return [`${code}: Warning: File "${name}" has ${what}`, `See ":help ${code}" for more info.`];
}

function* isSameText(editor: Editor): Task<boolean> {
	const { buffer } = editor;
	const { lines } = yield* readText(editor, buffer.path);
	if (lines.length !== (buffer.hasNoLines ? 0 : buffer.lineCount)) return false;
	for (const [index, line] of lines.entries()) {
		if (line !== buffer.line(index)) return false;
		if (index % 100 === 0) yield* editor.tick();
	}
	return true;
}

function* reload(editor: Editor): Task<void> {
	yield* showBuffer(editor, editor.buffer, { force: true, reload: true });
}

/** Reads answers until one fits. */
export function* answerReload(editor: Editor, nextKey: () => Task<Key>): Task<void> {
	for (;;) {
		const key = (yield* nextKey()).toLowerCase();
		if (key === 'l' || key === 'a') {
			yield* reload(editor);
			return;
		}
		if (['o', '\r', '\n', '\x1b', '\x03'].includes(key)) return;
	}
}
