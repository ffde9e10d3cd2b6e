import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import type { Position } from '../text/position.ts';
import { inOrder } from '../text/position.ts';
import { VimError } from '../vim-error.ts';
import { paragraphBackward, paragraphForward, sentenceBackward, sentenceForward } from './blocks-of-text.ts';

/** Where a mark is; undefined: it is not set. Capital letters may lead to another file. */
export function* markPosition(editor: Editor, name: string): Task<Position | undefined> {
	const { window, buffer } = editor;
	switch (name) {
		case "'":
		case '`':
			return within(editor, window.previous);
		case '<':
		case '>': {
			const last = editor.lastVisual;
			if (last === undefined) return undefined;
			const [start, end] = inOrder(last.start, last.end);
			if (last.mode === 'V')
				return within(
					editor,
					name === '<' ? { line: start.line, column: 0 } : { line: end.line, column: Number.MAX_SAFE_INTEGER },
				);
			return within(editor, name === '<' ? start : end);
		}
		case '{':
			return paragraphBackward(editor, window.line, 1);
		case '}':
			return paragraphForward(editor, window.line, 1);
		case '(':
			return sentenceBackward(editor, window.position, 1);
		case ')':
			return sentenceForward(editor, window.position, 1);
		default:
	}
	if (/^[A-Z]$/.test(name)) {
		for (const each of editor.buffers) {
			const mark = each.marks.get(name);
			if (mark === undefined) continue;
			if (each !== buffer) yield* editor.parts.exCommand(editor, `buffer ${each.number}`);
			return within(editor, mark);
		}
		return undefined;
	}
	const mark = buffer.marks.get(name);
	if (name === '.' && mark !== undefined && mark.line > buffer.lastLine)
		throw new VimError('E19: Mark has invalid line number');
	return mark === undefined ? (name === '"' ? { line: 0, column: 0 } : undefined) : within(editor, mark);
}

function within(editor: Editor, { line, column }: Position): Position {
	const last = Math.max(0, Math.min(line, editor.buffer.lastLine));
	return { line: last, column: Math.min(column, editor.buffer.line(last).length) };
}

export function setMark(editor: Editor, name: string): boolean {
	const { window, buffer } = editor;
	if (name === "'" || name === '`') {
		window.previous = window.position;
		return true;
	}
	if (/^[A-Z]$/.test(name)) for (const each of editor.buffers) each.marks.delete(name);
	if (!/^[a-zA-Z[\]"]$/.test(name)) return false;
	buffer.marks.set(name, window.position);
	return true;
}
