import type { Editor } from '../editor.ts';
import { Folds } from '../folds.ts';
import { columnsBefore } from '../text/characters.ts';
import type { Window } from '../window.ts';
import { numberWidth, rowsOf } from './line-rows.ts';

/** Moves a window's text so that its cursor is in sight. Models move.c update_topline. */
export function scrollToCursor(editor: Editor, window: Window): void {
	const { buffer, rows } = window;
	window.top = Math.max(0, Math.min(window.top, buffer.lastLine));
	window.line = Math.max(0, Math.min(window.line, buffer.lastLine));
	const margin = Math.min(editor.number('scrolloff'), Math.floor((rows - 1) / 2));
	const first = Math.max(0, window.line - margin);
	if (first < window.top) {
		const away = window.top - first;
		window.top = away >= Math.floor(rows / 2) - 1 && away > 1 ? centered(editor, window) : first;
	} else {
		const last = Math.min(buffer.lastLine, window.line + margin);
		const missing = rowsMissing(editor, window, last);
		if (missing > 0)
			window.top = missing > Math.floor(rows / 2) + 1 ? centered(editor, window) : topToShow(editor, window, last);
	}
	window.bottom = bottomOf(editor, window);
	if (window.options.get('wrap') === false) sideways(editor, window);
	else window.left = 0;
}

/** The line after the last one that is shown in full. */
export function bottomOf(editor: Editor, window: Window): number {
	let used = 0;
	let line = window.top;
	while (line <= window.buffer.lastLine) {
		used += rowsOf(editor, window, line);
		if (used > window.rows) break;
		line = (Folds.closedAt(window, line)?.last ?? line) + 1;
	}
	return Math.max(line, window.top + 1);
}

/** How many rows too many lie between the top and the end of a line. */
function rowsMissing(editor: Editor, window: Window, last: number): number {
	let used = 0;
	for (let line = window.top; line <= last; line++) {
		used += rowsOf(editor, window, line);
		if (used > 3 * window.rows) return used;
	}
	return used - window.rows;
}

function topToShow(editor: Editor, window: Window, last: number): number {
	let used = rowsOf(editor, window, last);
	let top = last;
	while (top > 0) {
		used += rowsOf(editor, window, top - 1);
		if (used > window.rows) break;
		top--;
	}
	return Math.min(top, window.line);
}

function centered(editor: Editor, window: Window): number {
	const room = window.rows - rowsOf(editor, window, window.line);
	let above = 0;
	let below = 0;
	let top = window.line;
	let bottom = window.line;
	for (;;) {
		const canDown = bottom < window.buffer.lastLine;
		if (above <= below || !canDown) {
			if (top === 0) break;
			const height = rowsOf(editor, window, top - 1);
			if (above + below + height > room) break;
			above += height;
			top--;
			continue;
		}
		const height = rowsOf(editor, window, bottom + 1);
		if (above + below + height > room) break;
		below += height;
		bottom++;
	}
	return top;
}

function sideways(editor: Editor, window: Window): void {
	const tabstop = window.buffer.options.get('tabstop') as number;
	const cell = columnsBefore(window.text, window.column, tabstop);
	const room = window.columns - numberWidth(window);
	const step = editor.number('sidescroll');
	if (cell >= window.left && cell < window.left + room) return;
	if (step > 0) window.left = cell < window.left ? cell : cell - room + 1;
	else window.left = Math.max(0, cell - Math.floor(room / 2));
}
