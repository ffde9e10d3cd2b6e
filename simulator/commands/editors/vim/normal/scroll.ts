import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { rowsOf } from '../screen/line-rows.ts';
import { bottomOf } from '../screen/scroll-to-cursor.ts';
import { columnsBefore, offsetAtColumn } from '../text/characters.ts';
import { Beep } from '../vim-error.ts';
import type { NormalCommand, NormalOutcome } from './normal-command.ts';

/** The first line to show so that `line` stands on row `row` of the window. */
export function topFor(editor: Editor, line: number, row: number): number {
	const { window } = editor;
	let top = line;
	let rows = 0;
	while (top > 0) {
		rows += rowsOf(editor, window, top - 1);
		if (rows > row) break;
		top--;
	}
	return top;
}

/** zt, zz, zb and their like. */
export function* place({ editor, key, count, given }: NormalCommand): Task<NormalOutcome> {
	const { window, buffer } = editor;
	if (given) editor.moveToLine(count - 1);
	const margin = Math.min(editor.number('scrolloff'), Math.floor((window.rows - 1) / 2));
	const height = rowsOf(editor, window, window.line);
	if (key === 'zt' || key === 'z\r') window.top = topFor(editor, window.line, margin);
	else if (key === 'zz' || key === 'z.')
		window.top = topFor(editor, window.line, Math.floor((window.rows - height) / 2));
	else {
		const below = Math.min(margin, buffer.lastLine - window.line);
		window.top = topFor(editor, window.line, window.rows - height - below);
	}
	if (!'ztzzzb'.includes(key) || key === 'z.') editor.beginLine();
	return 'once';
}

/** Ctrl-E and Ctrl-Y. */
export function* scrollLines({ editor, key, count }: NormalCommand): Task<NormalOutcome> {
	scrollBy(editor, key === '\x05' ? count : -count);
	return 'once';
}

/** Moves the text under the cursor, which stays as far as it can. */
export function scrollBy(editor: Editor, lines: number): void {
	const { window, buffer } = editor;
	const top = Math.max(0, Math.min(window.top + lines, buffer.lastLine));
	if (top === window.top) throw new Beep();
	window.top = top;
	keepInSight(editor);
}

function keepInSight(editor: Editor): void {
	const { window, buffer } = editor;
	const margin = Math.min(editor.number('scrolloff'), Math.floor((window.rows - 1) / 2));
	const first = window.top === 0 ? 0 : window.top + margin;
	let bottom = window.top;
	let rows = rowsOf(editor, window, bottom);
	while (bottom < buffer.lastLine && rows + rowsOf(editor, window, bottom + 1) <= window.rows)
		rows += rowsOf(editor, window, ++bottom);
	const last = bottom === buffer.lastLine ? bottom : Math.max(window.top, bottom - margin);
	const line = Math.max(Math.min(window.line, last), Math.min(first, buffer.lastLine));
	if (line !== window.line) editor.moveToLine(line);
}

/** Ctrl-D and Ctrl-U. */
export function* halfPage({ editor, key, count, given }: NormalCommand): Task<NormalOutcome> {
	const { window, buffer } = editor;
	if (given) window.options.set('scroll', Math.min(count, window.rows));
	const lines = editor.number('scroll') || Math.floor(window.rows / 2);
	if (key === '\x04') {
		if (window.line >= buffer.lastLine) throw new Beep();
		const room = Math.max(0, buffer.lineCount - window.rows - window.top);
		window.top = Math.min(window.top + Math.min(lines, room), buffer.lastLine);
		editor.moveToLine(Math.min(window.line + lines, buffer.lastLine));
	} else {
		if (window.line <= 0) throw new Beep();
		window.top = Math.max(0, window.top - lines);
		editor.moveToLine(Math.max(0, window.line - lines));
	}
	keepInSight(editor);
	if (editor.flag('startofline')) editor.beginLine();
	return 'once';
}

/** Ctrl-F and Ctrl-B. */
export function* page({ editor, key, count }: NormalCommand): Task<NormalOutcome> {
	const { window, buffer } = editor;
	const ahead = key === '\x06' || key === '<PageDown>' || key === '<S-Down>';
	let reached = true;
	for (let left = count; left > 0; left--) {
		reached = ahead ? window.top < buffer.lastLine : window.top > 0;
		if (!reached) break;
		if (ahead) {
			const bottom = bottomOf(editor, window);
			window.top = bottom > buffer.lastLine ? buffer.lastLine : Math.max(window.top + 1, bottom - 2);
		} else {
			const last = Math.min(window.top + 1, buffer.lastLine);
			window.top = topFor(editor, last + 1, window.rows);
			editor.moveToLine(last);
		}
	}
	keepInSight(editor);
	if (!reached) throw new Beep();
	if (editor.flag('startofline')) editor.beginLine();
	return 'once';
}

/** zh, zl, zH, zL, zs, ze: sideways, where lines are not wrapped. */
export function* sideways({ editor, key, count }: NormalCommand): Task<NormalOutcome> {
	const { window } = editor;
	if (window.options.get('wrap') !== false) return 'once';
	const cell = columnsBefore(window.text, window.column, editor.tabstop);
	const half = Math.floor(window.columns / 2);
	const left = {
		zh: window.left - count,
		zl: window.left + count,
		zH: window.left - half,
		zL: window.left + half,
		zs: cell,
		ze: cell - window.columns + 1,
	}[key] as number;
	window.left = Math.max(0, left);
	const first = Math.max(cell, window.left);
	const shown = Math.min(first, window.left + window.columns - 1);
	if (shown !== cell)
		window.column = Math.min(offsetAtColumn(window.text, shown, editor.tabstop), Math.max(0, window.text.length - 1));
	return 'once';
}
