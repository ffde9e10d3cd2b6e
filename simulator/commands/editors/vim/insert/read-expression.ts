import type { Task } from '../../../../machinery/task.ts';
import { readCommandLine } from '../cmdline/read-command-line.ts';
import type { Editor } from '../editor.ts';
import { textOfValue } from '../ex/expression-value.ts';

/** Ctrl-R =: what an expression amounts to; undefined: given up. */
export function* readExpression(editor: Editor): Task<string | undefined> {
	const { mode } = editor;
	const source = yield* readCommandLine(editor, '=');
	editor.mode = mode;
	if (source === undefined) return undefined;
	return textOfValue(yield* editor.parts.evaluate(editor, source));
}
