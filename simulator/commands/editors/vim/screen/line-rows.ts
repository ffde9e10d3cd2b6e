import type { Editor } from '../editor.ts';
import { Folds } from '../folds.ts';
import { widthOf } from '../text/characters.ts';
import type { Window } from '../window.ts';

/** Cells that line numbers take. */
export function numberWidth(window: Window): number {
	if (window.options.get('number') !== true && window.options.get('relativenumber') !== true) return 0;
	const digits = String(window.buffer.lineCount).length + 1;
	return Math.min(window.columns - 1, Math.max(window.options.get('numberwidth') as number, digits));
}

/** Cells that a line's text takes, with what `list` adds. */
export function shownWidth(editor: Editor, window: Window, line: number): number {
	const text = window.buffer.line(line);
	const tabstop = window.buffer.options.get('tabstop') as number;
	const list = window.options.get('list') === true;
	if (!list) return widthOf(text, tabstop);
	const listchars = editor.text('listchars');
	const shown = /(?:^|,)tab:/.test(listchars) ? text : text.replaceAll('\t', '^I');
	return widthOf(shown, tabstop) + (/(?:^|,)eol:/.test(listchars) ? 1 : 0);
}

/** How many rows of the screen a line takes. */
export function rowsOf(editor: Editor, window: Window, line: number): number {
	if (window.options.get('wrap') === false || Folds.closedAt(window, line) !== undefined) return 1;
	const room = Math.max(1, window.columns - numberWidth(window));
	if (window.buffer.line(line).length * 2 < room && !window.buffer.line(line).includes('\t')) return 1;
	return Math.max(1, Math.ceil(shownWidth(editor, window, line) / room));
}
