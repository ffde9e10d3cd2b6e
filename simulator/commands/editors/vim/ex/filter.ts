import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { setChangeMarks } from '../normal/operators.ts';
import { runShell } from './shell.ts';

/** Lines go through a command of the shell; what it prints takes their place. */
export function* filterLines(editor: Editor, first: number, last: number, command: string): Task<void> {
	editor.checkModifiable();
	const { buffer } = editor;
	const input = buffer.hasNoLines ? '' : `${buffer.slice(first, last + 1).join('\n')}\n`;
	const { output, status } = yield* runShell(editor, command, input);
	const lines = output === '' ? [] : output.replace(/\n$/, '').split('\n');
	const removed = last - first + 1;
	editor.window.line = first;
	editor.window.column = 0;
	buffer.insertLines(last + 1, lines);
	if (!buffer.hasNoLines) buffer.deleteLines(first, removed);
	editor.moveTo({ line: Math.min(first, buffer.lastLine), column: 0 });
	editor.beginLine();
	setChangeMarks(editor, { line: first, column: 0 }, { line: Math.max(first, first + lines.length - 1), column: 0 });
	if (status !== 0) {
		editor.messages.error(`shell returned ${status}`);
	} else if (removed > editor.number('report')) editor.messages.say(`${removed} lines filtered`);
}
