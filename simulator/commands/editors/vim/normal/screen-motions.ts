import type { Task } from '../../../../machinery/task.ts';
import type { Editor } from '../editor.ts';
import { rowsOf } from '../screen/line-rows.ts';
import { columnsBefore, offsetAtColumn } from '../text/characters.ts';
import { Beep } from '../vim-error.ts';
import type { Motion, MotionCommand, MotionRequest } from './motion.ts';
import { char, lastColumn, linewise, startColumn } from './places.ts';

function* middleOfRow({ editor }: MotionRequest): Task<Motion> {
	const { window } = editor;
	const column = offsetAtColumn(window.text, Math.floor(window.columns / 2), editor.tabstop);
	return char({ line: window.line, column: Math.min(column, lastColumn(window.text)) });
}

/** H, M and L. */
function* screenLine({ editor, key, count, operator }: MotionRequest): Task<Motion> {
	const { window, buffer } = editor;
	const bottom = Math.min(Math.max(window.bottom, window.top + 1), buffer.lineCount) - 1;
	const margin = operator === '' ? Math.min(editor.number('scrolloff'), Math.floor((window.rows - 1) / 2)) : 0;
	let line: number;
	if (key === 'H') line = Math.max(window.top + count - 1, window.top === 0 ? 0 : window.top + margin);
	else if (key === 'L') line = Math.min(bottom - count + 1, bottom === buffer.lastLine ? bottom : bottom - margin);
	else line = middleLine(editor, bottom);
	line = Math.max(window.top, Math.min(line, bottom));
	return linewise(editor, line);
}

function middleLine(editor: Editor, bottom: number): number {
	const { window } = editor;
	let rows = 0;
	for (let line = window.top; line <= bottom; line++) rows += rowsOf(editor, window, line);
	const half = Math.floor((Math.min(rows, window.rows) - 1) / 2);
	let used = 0;
	for (let line = window.top; line <= bottom; line++) {
		used += rowsOf(editor, window, line);
		if (used > half) return line;
	}
	return bottom;
}

/** gj and gk: by rows of the screen where a line is wrapped. */
function* screenRow(request: MotionRequest, by: number): Task<Motion> {
	const { editor, count } = request;
	const { window, buffer } = editor;
	const { columns } = window;
	const wide = window.options.get('wrap') === false;
	const shown = columnsBefore(window.text, window.column, editor.tabstop);
	let { line } = window;
	let row = wide ? 0 : Math.floor(shown / columns);
	const cell = wide ? window.want : shown % columns;
	let reached = true;
	for (let left = count; left > 0 && reached; left--) {
		const rows = rowsOf(editor, window, line);
		reached = by > 0 ? row + 1 < rows || line < buffer.lastLine : row > 0 || line > 0;
		if (!reached) break;
		row += by;
		if (row < 0) {
			line--;
			row = rowsOf(editor, window, line) - 1;
		} else if (row >= rows) {
			line++;
			row = 0;
		}
	}
	const text = buffer.line(line);
	const end = request.visual ? text.length : lastColumn(text);
	const to = { line, column: Math.min(offsetAtColumn(text, row * columns + cell, editor.tabstop), end) };
	if (reached) return char(to);
	// It stays as far as it came.
	editor.moveTo(to);
	throw new Beep();
}

function* rowBegin(request: MotionRequest, what: '0' | '^' | '$'): Task<Motion> {
	const { editor, count } = request;
	const { window } = editor;
	const reached = what !== '$' || count === 1 || (yield* rowsDown(request, count - 1));
	const { columns, line, text } = window;
	const row = Math.floor(columnsBefore(text, window.column, editor.tabstop) / columns);
	const first = offsetAtColumn(text, row * columns, editor.tabstop);
	if (what === '0') return char({ line, column: first });
	if (what === '^') return char({ line, column: row === 0 ? startColumn(editor, line) : first });
	const last = offsetAtColumn(text, (row + 1) * columns - 1, editor.tabstop);
	const end = { line, column: Math.min(last, lastColumn(text)) };
	if (reached) return char(end, { inclusive: true });
	// As far as there are rows.
	editor.moveTo(end);
	throw new Beep();
}

/** False: there are not so many rows; it is at the last one. */
function* rowsDown(request: MotionRequest, count: number): Task<boolean> {
	try {
		request.editor.moveTo((yield* screenRow({ ...request, count }, 1)).to);
		return true;
	} catch (error) {
		if (!(error instanceof Beep)) throw error;
		return false;
	}
}

/** Motions by what the screen shows. */
export const screenMotions: Readonly<Record<string, MotionCommand>> = {
	gm: middleOfRow,
	H: screenLine,
	M: screenLine,
	L: screenLine,
	gj: (request) => screenRow(request, 1),
	gk: (request) => screenRow(request, -1),
	'g<Down>': (request) => screenRow(request, 1),
	'g<Up>': (request) => screenRow(request, -1),
	g0: (request) => rowBegin(request, '0'),
	'g^': (request) => rowBegin(request, '^'),
	g$: (request) => rowBegin(request, '$'),
};
