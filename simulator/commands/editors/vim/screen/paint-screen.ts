import type { Editor } from '../editor.ts';
import { shownName } from '../files/file-words.ts';
import { visualRegion } from '../normal/visual-state.ts';
import { columnsBefore, widthOf } from '../text/characters.ts';
import type { Window } from '../window.ts';
import type { CursorCell } from './draw-window.ts';
import { rulerText, WindowPainter } from './draw-window.ts';
import type { Grid } from './grid.ts';
import { groupColours } from './groups.ts';
import { paintIntro } from './intro.ts';
import { visible } from './messages.ts';
import { scrollToCursor } from './scroll-to-cursor.ts';

/** Everything that is on the screen; returns where the cursor is. */
export function paintScreen(
	editor: Editor,
	grid: Grid,
	brackets: readonly { line: number; column: number }[],
): CursorCell {
	const { windows } = editor;
	let cursor: CursorCell = { row: 0, column: 0 };
	for (const window of windows.list()) {
		scrollToCursor(editor, window);
		const own = new WindowPainter(editor, window, grid, brackets).draw();
		if (window === editor.window) cursor = own;
		if (window.hasStatus) statusLine(editor, window, grid);
		separator(editor, window, grid);
	}
	paintIntro(editor, grid);
	if (windows.tabCount > 1) tabLine(editor, grid);
	popup(editor, grid, cursor);
	return lastLine(editor, grid) ?? cursor;
}

function separator(editor: Editor, window: Window, grid: Grid): void {
	const column = window.screenColumn + window.columns;
	if (column >= grid.columns) return;
	const bar = /vert:(.)/.exec(editor.text('fillchars'))?.[1] ?? '|';
	for (let row = window.row; row < window.row + window.rows; row++)
		grid.set(row, column, bar, groupColours('VertSplit', true));
	if (window.hasStatus) grid.set(window.row + window.rows, column, ' ', groupColours('StatusLineNC', true));
}

function statusLine(editor: Editor, window: Window, grid: Grid): void {
	const row = window.row + window.rows;
	const current = window === editor.window;
	const colour = groupColours(current ? 'StatusLine' : 'StatusLineNC', true);
	const end = window.screenColumn + window.columns;
	grid.fill(row, window.screenColumn, end, ' ', colour);
	const format = String(window.options.get('statusline'));
	if (format !== '') {
		grid.write(row, window.screenColumn, formatted(editor, window, format, window.columns), colour, end);
		return;
	}
	const { buffer } = window;
	const name = buffer.name === '' ? '[No Name]' : shownName(editor, buffer.name);
	const flags = `${buffer.options.get('modifiable') === false ? '[-]' : ''}${buffer.modified ? '[+]' : ''}${buffer.options.get('readonly') === true ? '[RO]' : ''}`;
	const at = grid.write(row, window.screenColumn, flags === '' ? name : `${name} ${flags}`, colour, end);
	const ruler = window.screenColumn + Math.max(Math.floor((window.columns + 1) / 2), window.columns - 18);
	if (editor.flag('ruler') && at < ruler) grid.write(row, ruler, rulerText(editor, window, 15), colour, end);
}

/** 'statusline' with the items that candidates use. */
function formatted(editor: Editor, window: Window, format: string, width: number): string {
	const { buffer } = window;
	const items: Readonly<Record<string, () => string>> = {
		f: () => (buffer.name === '' ? '[No Name]' : shownName(editor, buffer.name)),
		F: () => buffer.path,
		t: () => buffer.name.replace(/.*\//, ''),
		m: () => (buffer.modified ? '[+]' : ''),
		r: () => (buffer.options.get('readonly') === true ? '[RO]' : ''),
		h: () => '',
		w: () => '',
		y: () => (buffer.options.get('filetype') === '' ? '' : `[${buffer.options.get('filetype')}]`),
		Y: () => String(buffer.options.get('filetype')).toUpperCase(),
		l: () => String(window.line + 1),
		L: () => String(buffer.lineCount),
		c: () => String(window.column + 1),
		v: () => String(columnsBefore(window.text, window.column, editor.tabstop) + 1),
		p: () => String(Math.floor(((window.line + 1) * 100) / buffer.lineCount)),
		P: () => rulerText(editor, window).replace(/^\S+\s+/, ''),
		n: () => String(buffer.number),
		'%': () => '%',
	};
	let left = '';
	let right: string | undefined;
	const parts = format.replace(/%\{&(\w+)\}/g, (_, name: string) => String(editor.option(name)));
	for (const match of parts.matchAll(/%(-?0?\d*)(?:\.\d+)?([=<]|#\w*#|\d?\*|\{[^}]*\}|[a-zA-Z%(])|[^%]+|%\)/g)) {
		const [whole, size, item] = match;
		let text = whole;
		if (item === '=') {
			right = right === undefined ? '' : right;
			continue;
		}
		if (item !== undefined) {
			text = items[item]?.() ?? '';
			const wanted = Math.abs(Number(size ?? 0)) || 0;
			text = (size ?? '').startsWith('-') ? text.padEnd(Math.min(200, wanted)) : text.padStart(Math.min(200, wanted));
		} else if (whole === '%)') continue;
		if (right === undefined) left += text;
		else right += text;
	}
	if (right === undefined) return left;
	return left + ' '.repeat(Math.max(1, width - widthOf(left) - widthOf(right))) + right;
}

function tabLine(editor: Editor, grid: Grid): void {
	let at = 0;
	editor.windows.pages().forEach(({ all, current }, index) => {
		const colour = groupColours(
			index === editor.windows.tabIndex ? 'TabLineSel' : 'TabLine',
			editor.text('background') === 'dark',
		);
		const name = current.buffer.name === '' ? '[No Name]' : current.buffer.name;
		const modified = current.buffer.modified ? '+' : '';
		const prefix = `${all.length > 1 ? all.length : ''}${modified}`;
		at = grid.write(0, at, ` ${prefix === '' ? '' : `${prefix} `}${name} `, colour);
	});
	grid.fill(0, at, grid.columns - 1, ' ', groupColours('TabLineFill', true));
	grid.write(0, grid.columns - 1, 'X', groupColours('TabLine', editor.text('background') === 'dark'));
}

/** The menu of a completion. */
function popup(editor: Editor, grid: Grid, cursor: CursorCell): void {
	const { completion } = editor;
	if (completion === undefined || completion.items.length < 2) return;
	const dark = editor.text('background') === 'dark';
	const width = Math.min(grid.columns, Math.max(15, ...completion.items.map((item) => widthOf(item))) + 1);
	const below = grid.rows - 2 - cursor.row;
	const count = Math.min(completion.items.length, Math.max(1, below));
	const first = Math.max(0, Math.min(completion.index - count + 1, completion.items.length - count));
	const column = Math.max(
		0,
		Math.min(
			cursor.column - widthOf(editor.window.text.slice(completion.column, editor.window.column)),
			grid.columns - width,
		),
	);
	for (let index = 0; index < count; index++) {
		const colour = groupColours(first + index === completion.index ? 'PmenuSel' : 'Pmenu', dark);
		const row = cursor.row + 1 + index;
		grid.fill(row, Math.max(0, column - 1), column + width, ' ', colour);
		grid.write(row, column, completion.items[first + index] as string, colour, column + width);
	}
}

/** The foot: command line, question, mode, message, ruler. */
function lastLine(editor: Editor, grid: Grid): CursorCell | undefined {
	const row = grid.rows - 1;
	const dark = editor.text('background') === 'dark';
	const line = editor.commandLine;
	if (line !== undefined) return commandLine(editor, grid, line);
	if (editor.question !== undefined) {
		const column = grid.write(row, 0, editor.question, groupColours('Question', dark));
		// What asks about the text leaves the ruler there.
		if (editor.incremental !== undefined && editor.flag('ruler') && editor.windows.list().length === 1)
			grid.write(row, Math.max(0, grid.columns - 18), rulerText(editor, editor.window), '');
		return { row, column: Math.min(column, grid.columns - 1) };
	}
	if (editor.mode === 'ex') {
		grid.write(row, 0, ':', '');
		return { row, column: 1 };
	}
	const mode = modeText(editor);
	const { shown } = editor.messages;
	if (mode !== '') grid.write(row, 0, mode, groupColours('ModeMsg', dark));
	else if (shown !== undefined) grid.write(row, 0, visible(shown.text), groupColours(shown.group, dark));
	const single = editor.windows.list().length === 1 && editor.number('laststatus') < 2;
	const ruler = editor.flag('ruler') && single && editor.completion === undefined && !editor.flag('paste');
	const width = grid.columns;
	if (ruler) {
		grid.fill(row, Math.max(0, width - 18), width, ' ', '');
		grid.write(row, Math.max(0, width - 18), rulerText(editor, editor.window), '');
	}
	if (editor.flag('showcmd')) {
		const at = width - (ruler ? 18 : 0) - 10;
		const partial = [...editor.keys.partial].filter((key) => key.length < 3).join('');
		const text = visible(editor.visual === undefined ? editor.pending + partial : visualPending(editor)).slice(-10);
		if (at > 0) {
			grid.fill(row, at, at + 10, ' ', '');
			grid.write(row, at, text, '');
		}
	}
	return undefined;
}

/** How much is selected, or the command that is typed. */
function visualPending(editor: Editor): string {
	if (editor.pending !== '') return editor.pending;
	const region = visualRegion(editor);
	const lines = region.end.line - region.start.line + 1;
	if (region.type === 'block') return `${lines}x${region.right - region.left + 1}`;
	if (region.type === 'line' || lines > 1) return String(Math.min(lines, editor.buffer.lineCount));
	return String(Math.max(1, [...editor.window.text.slice(region.start.column, region.end.column)].length));
}

function modeText(editor: Editor): string {
	const recording = editor.keys.recording === undefined ? '' : `recording @${editor.keys.recording.register}`;
	if (!editor.flag('showmode')) return recording;
	const paste = editor.flag('paste') ? ' (paste)' : '';
	let mode = '';
	if (editor.completion !== undefined) {
		const { index, items, title } = editor.completion;
		const place =
			index < 0 ? 'Back at original' : items.length === 1 ? 'The only match' : `match ${index + 1} of ${items.length}`;
		return `-- ${title} ${place}`;
	}
	if (editor.insertNormal !== undefined)
		mode =
			editor.visual === undefined
				? `-- (${editor.insertNormal}) --`
				: `-- (${editor.insertNormal}) ${visualName(editor)} --`;
	else if (editor.mode === 'insert') mode = `-- INSERT${paste} --`;
	else if (editor.mode === 'replace') mode = `-- REPLACE${paste} --`;
	else if (editor.visual !== undefined) mode = `-- ${visualName(editor)} --`;
	return mode + recording;
}

function visualName(editor: Editor): string {
	return editor.visual?.mode === 'V' ? 'VISUAL LINE' : editor.visual?.mode === 'v' ? 'VISUAL' : 'VISUAL BLOCK';
}

function commandLine(editor: Editor, grid: Grid, line: NonNullable<Editor['commandLine']>): CursorCell {
	const last = grid.rows - 1;
	const { columns } = grid;
	const text = line.prompt + visible(line.text);
	const before = line.prompt + visible(line.text.slice(0, line.cursor));
	const rows = Math.min(grid.rows - 1, Math.max(1, Math.ceil((widthOf(text) + 1) / columns)));
	const first = last - rows + 1;
	grid.fill(last, 0, columns, ' ', '');
	if (rows > 1) grid.scroll(rows - 1);
	let rest = text;
	for (let row = first; row <= last && rest !== ''; row++) {
		let end = 0;
		while (end < rest.length && widthOf(rest.slice(0, end + 1)) <= columns) end++;
		grid.write(row, 0, rest.slice(0, end), '');
		rest = rest.slice(end);
	}
	if (line.menu !== undefined && editor.flag('wildmenu')) wildMenu(editor, grid, line.menu, first - 1);
	const at = widthOf(before);
	const cursor = { row: Math.min(last, first + Math.floor(at / columns)), column: at % columns };
	if (line.hint !== '')
		grid.write(cursor.row, cursor.column, line.hint, groupColours('SpecialKey', editor.text('background') === 'dark'));
	return cursor;
}

function wildMenu(
	editor: Editor,
	grid: Grid,
	menu: { readonly items: readonly string[]; readonly index: number },
	row: number,
): void {
	const colour = groupColours('StatusLine', true);
	grid.fill(row, 0, grid.columns, ' ', colour);
	let at = 0;
	let from = 0;
	const shown = menu.items.map((item) => item.replace(/^.*[\s/](?=[^\s/]+\/?$)/, ''));
	while (from < menu.index && widthOf(shown.slice(from, menu.index + 1).join('  ')) > grid.columns - 6) from++;
	for (let index = from; index < shown.length && at < grid.columns - 4; index++) {
		const own = index === menu.index ? groupColours('WildMenu', editor.text('background') === 'dark') : colour;
		at = grid.write(row, at, shown[index] as string, own, grid.columns - 3) + 2;
	}
	if (at >= grid.columns - 4) grid.write(row, grid.columns - 2, '>', colour);
}
