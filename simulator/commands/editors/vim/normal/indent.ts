import type { Editor } from '../editor.ts';
import { columnsBefore, firstNonBlank } from '../text/characters.ts';

/** Cells of a line's indent. */
export function indentOf(editor: Editor, line: number): number {
	const text = editor.buffer.line(line);
	return columnsBefore(text, firstNonBlank(text), editor.tabstop);
}

/** Blanks that make an indent of so many cells. */
export function indentText(editor: Editor, cells: number): string {
	const { tabstop } = editor;
	if (editor.flag('expandtab')) return ' '.repeat(cells);
	return '\t'.repeat(Math.floor(cells / tabstop)) + ' '.repeat(cells % tabstop);
}

export function setIndent(editor: Editor, line: number, cells: number): void {
	const text = editor.buffer.line(line);
	editor.buffer.setLine(line, indentText(editor, Math.max(0, cells)) + text.slice(firstNonBlank(text)));
}

/** `>` and `<` on one line; empty ones stay. */
export function shiftLine(editor: Editor, line: number, amount: number): void {
	if (editor.buffer.line(line) === '') {
		editor.buffer.setLine(line, '');
		return;
	}
	const { shiftwidth } = editor;
	const now = indentOf(editor, line);
	if (editor.flag('shiftround')) {
		const steps = amount > 0 ? Math.floor(now / shiftwidth) + amount : Math.ceil(now / shiftwidth) + amount;
		setIndent(editor, line, steps * shiftwidth);
	} else setIndent(editor, line, now + amount * shiftwidth);
}
