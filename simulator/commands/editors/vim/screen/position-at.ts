import type { Editor } from '../editor.ts';
import { offsetAtColumn } from '../text/characters.ts';
import type { Position } from '../text/position.ts';
import type { Window } from '../window.ts';
import { numberWidth, rowsOf } from './line-rows.ts';

/** What lies under a cell of the screen. */
export function positionAt(
	editor: Editor,
	row: number,
	column: number,
): { readonly window: Window; readonly position: Position } | undefined {
	const window = editor.windows
		.list()
		.find(
			(each) =>
				row >= each.row &&
				row < each.row + each.rows &&
				column >= each.screenColumn &&
				column < each.screenColumn + each.columns,
		);
	if (window === undefined) return undefined;
	const { buffer } = window;
	let left = row - window.row;
	let line = window.top;
	while (line < buffer.lastLine && left >= rowsOf(editor, window, line)) left -= rowsOf(editor, window, line++);
	const numbers = numberWidth(window);
	const width = window.columns - numbers;
	const cell =
		Math.max(0, column - window.screenColumn - numbers) +
		Math.min(left, rowsOf(editor, window, line) - 1) * width +
		window.left;
	const text = buffer.line(line);
	const tabstop = buffer.options.get('tabstop') as number;
	return { window, position: { line, column: Math.min(offsetAtColumn(text, cell, tabstop), text.length) } };
}
