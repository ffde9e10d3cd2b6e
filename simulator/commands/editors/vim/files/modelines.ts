import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import type { TextBuffer } from '../text/text-buffer.ts';
import { VimError } from '../vim-error.ts';

/** `vim: set ts=2:` in the first or last lines, with 'modeline'. */
export function* applyModelines(editor: Editor, buffer: TextBuffer): Task<void> {
	if (buffer.options.get('modeline') !== true) return;
	const count = editor.number('modelines');
	const last = buffer.lineCount;
	for (let line = 0; line < last; line++) {
		if (line >= count && line < last - count) continue;
		const match = /(?:^|\s)(?:vi|[vV]im|ex):\s*(?:set? ([^:]*):|(.*))/.exec(buffer.line(line));
		if (match === null) continue;
		const options = match[1] ?? (match[2] as string).replaceAll(':', ' ');
		try {
			yield* editor.parts.exCommand(editor, `setlocal ${options.trim()}`);
		} catch (error) {
			if (!(error instanceof VimError)) throw error;
			editor.messages.error(error.message);
		}
	}
}
