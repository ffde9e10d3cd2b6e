import type { Editor } from '../editor.ts';
import { Folds } from '../folds.ts';
import { columnText, cursorCell } from '../normal/file-commands.ts';
import { indentOf } from '../normal/indent.ts';
import { blockPart } from '../normal/region.ts';
import { matchesInLine } from '../normal/search.ts';
import { visualRegion } from '../normal/visual-state.ts';
import { highlightLine } from '../syntax/highlight.ts';
import { cellsOf, characterAt, nextOffset, shownCharacter, widthOf } from '../text/characters.ts';
import { VimError } from '../vim-error.ts';
import type { Window } from '../window.ts';
import type { Grid } from './grid.ts';
import { groupColours } from './groups.ts';
import { numberWidth, rowsOf } from './line-rows.ts';

/** Where the cursor is shown. */
export interface CursorCell {
	readonly row: number;
	readonly column: number;
}

/** Puts a window's lines into the grid; returns the cursor's cell. */
export class WindowPainter {
	readonly #editor: Editor;
	readonly #window: Window;
	readonly #grid: Grid;
	readonly #dark: boolean;
	readonly #tabstop: number;
	readonly #list: string | undefined;
	readonly #brackets: readonly { readonly line: number; readonly column: number }[];
	#cursor: CursorCell = { row: 0, column: 0 };
	#trailing = { text: '', from: 0 };

	constructor(editor: Editor, window: Window, grid: Grid, brackets: readonly { line: number; column: number }[]) {
		this.#editor = editor;
		this.#window = window;
		this.#grid = grid;
		this.#brackets = window === editor.window ? brackets : [];
		this.#dark = editor.text('background') === 'dark';
		this.#tabstop = window.buffer.options.get('tabstop') as number;
		this.#list = window.options.get('list') === true ? editor.text('listchars') : undefined;
	}

	draw(): CursorCell {
		const window = this.#window;
		const { buffer } = window;
		let row = 0;
		let line = window.top;
		while (row < window.rows && line <= buffer.lastLine) {
			const height = rowsOf(this.#editor, window, line);
			if (row + height > window.rows && line > window.top) {
				this.#tooLong(row, line);
				row = window.rows;
				break;
			}
			const fold = Folds.closedAt(window, line);
			if (fold !== undefined) {
				this.#fold(row, fold.first, fold.last);
				if (window.line >= fold.first && window.line <= fold.last)
					this.#cursor = { row: window.row + row, column: window.screenColumn };
				line = fold.last;
			} else this.#line(row, line);
			row += height;
			line++;
		}
		for (; row < window.rows; row++) this.#text(row, 0, '~', this.#colour('NonText'));
		this.#colorColumns();
		return this.#cursor;
	}

	#colour(group: string): string {
		return groupColours(group, this.#dark);
	}

	#text(row: number, column: number, text: string, attribute: string): void {
		const window = this.#window;
		this.#grid.write(
			window.row + row,
			window.screenColumn + column,
			text,
			attribute,
			window.screenColumn + window.columns,
		);
	}

	/** A line that does not fit any more. */
	#tooLong(from: number, line: number): void {
		const truncates = this.#editor.text('display').includes('truncate');
		if (this.#editor.text('display').includes('lastline') || truncates) {
			this.#line(from, line);
			const last = this.#window.rows - 1;
			const window = this.#window;
			if (truncates) {
				this.#grid.fill(window.row + last, window.screenColumn, window.screenColumn + window.columns, ' ', '');
				this.#text(last, 0, '@@@', this.#colour('NonText'));
			} else this.#text(last, window.columns - 3, '@@@', this.#colour('NonText'));
			return;
		}
		for (let row = from; row < this.#window.rows; row++) this.#text(row, 0, '@', this.#colour('NonText'));
	}

	#fold(row: number, first: number, last: number): void {
		const window = this.#window;
		const attribute = this.#colour('Folded');
		const text = window.buffer
			.line(first)
			.trim()
			.replace(/^[#/"*]+\s*/, '');
		const dashes = '-'.repeat(1 + Math.floor(indentOf(this.#editor, first) / 1_000_000));
		this.#grid.fill(window.row + row, window.screenColumn, window.screenColumn + window.columns, '-', attribute);
		this.#text(row, 0, `+-${dashes}${String(last - first + 1).padStart(3)} lines: ${text}`, attribute);
	}

	#number(row: number, line: number, first: boolean): number {
		const window = this.#window;
		const width = numberWidth(window);
		if (width === 0) return 0;
		const current = line === window.line && window === this.#editor.window;
		const cursorLine = current && window.options.get('cursorline') === true;
		const attribute = this.#colour(cursorLine ? 'CursorLineNr' : 'LineNr');
		const relative = window.options.get('relativenumber') === true;
		const away = Math.abs(line - window.line);
		const absolute = window.options.get('number') === true;
		let shown = String(relative && !(away === 0 && absolute) ? away : line + 1).padStart(width - 1);
		if (relative && away === 0 && absolute) shown = String(line + 1).padEnd(width - 1);
		this.#text(row, 0, first ? `${shown} ` : ' '.repeat(width), attribute);
		return width;
	}

	#line(firstRow: number, line: number): void {
		const window = this.#window;
		const text = window.buffer.line(line);
		const numbers = this.#number(firstRow, line, true);
		const width = window.columns - numbers;
		const wrap = window.options.get('wrap') !== false;
		const limit = wrap ? width * (window.rows - firstRow) : window.left + width;
		const groups = this.#attributes(line, text, offsetAfter(text, limit));
		const current = line === window.line;
		const cursorAt = current ? this.#cursorOffset() : -1;
		let cell = 0;
		for (let at = 0; at < text.length && cell < limit; ) {
			const next = nextOffset(text, at);
			const char = text.slice(at, next);
			const attribute = groups(at, cell);
			const shown = this.#shown(char, cell, text, at);
			if (at === cursorAt) this.#place(firstRow, numbers, width, cell, wrap);
			for (const [piece, own] of shown) {
				this.#cell(
					firstRow,
					line,
					numbers,
					width,
					cell,
					piece,
					own === '' ? attribute : attribute.includes('48;5') || attribute === '7' ? attribute : own,
					wrap,
				);
				cell += Math.max(1, cellsOf(characterAt(piece, 0)));
			}
			at = next;
		}
		if (current && cursorAt >= text.length) this.#place(firstRow, numbers, width, cell, wrap);
		else if (current && text[window.column] === '\t' && cursorAt === window.column) {
			const shown =
				this.#editor.mode === 'normal' &&
				this.#list === undefined &&
				this.#editor.visual === undefined &&
				window === this.#editor.window;
			if (shown) this.#place(firstRow, numbers, width, cursorCell(this.#editor), wrap);
		}
		const eol = this.#list === undefined ? undefined : /(?:^|,)eol:(.)/.exec(this.#list)?.[1];
		if (eol !== undefined) this.#cell(firstRow, line, numbers, width, cell++, eol, this.#colour('NonText'), wrap);
		else if (groups(text.length, cell) !== '')
			this.#cell(firstRow, line, numbers, width, cell++, ' ', groups(text.length, cell), wrap);
		this.#cursorLine(firstRow, line, numbers, cell, width);
	}

	/** The rest of the cursor's line. */
	#cursorLine(row: number, line: number, numbers: number, cell: number, width: number): void {
		const window = this.#window;
		if (
			window.options.get('cursorline') !== true ||
			line !== window.line ||
			window !== this.#editor.window ||
			this.#editor.visual !== undefined
		)
			return;
		const last = row + Math.floor(Math.max(0, cell - 1) / width);
		const from = numbers + (cell === 0 ? 0 : cell - Math.floor((cell - 1) / width) * width);
		this.#grid.fill(
			window.row + last,
			window.screenColumn + from,
			window.screenColumn + window.columns,
			' ',
			this.#colour('CursorLine'),
		);
	}

	#cursorOffset(): number {
		return this.#window === this.#editor.window ? this.#window.column : -2;
	}

	#place(row: number, numbers: number, width: number, cell: number, wrap: boolean): void {
		const window = this.#window;
		const inRow = wrap ? cell % width : cell - window.left;
		const down = wrap ? Math.floor(cell / width) : 0;
		this.#cursor = {
			row: Math.min(window.row + row + down, window.row + window.rows - 1),
			column: window.screenColumn + numbers + Math.max(0, Math.min(inRow, width - 1)),
		};
	}

	#cell(
		row: number,
		line: number,
		numbers: number,
		width: number,
		cell: number,
		char: string,
		attribute: string,
		wrap: boolean,
	): void {
		const window = this.#window;
		const down = wrap ? Math.floor(cell / width) : 0;
		const column = wrap ? cell % width : cell - window.left;
		if (column < 0 || column >= width || row + down >= window.rows) return;
		if (down > 0 && column === 0) this.#number(row + down, line, false);
		this.#text(row + down, numbers + column, char, attribute);
	}

	/** How a character is shown: pieces of one cell (or two), each with a colour of its own or ''. */
	#shown(char: string, cell: number, text: string, at: number): readonly (readonly [string, string])[] {
		const special = this.#colour('SpecialKey');
		const list = this.#list;
		if (char === '\t') {
			const width = this.#tabstop - (cell % this.#tabstop);
			if (list === undefined) return Array.from({ length: width }, () => [' ', ''] as const);
			const tab = /(?:^|,)tab:(.)(.)(.)?/.exec(list);
			if (tab === null) {
				return [
					['^', special],
					['I', special],
				];
			}
			const [, first, fill, end] = tab as unknown as [string, string, string, string | undefined];
			return Array.from(
				{ length: width },
				(_, index) =>
					[
						index === width - 1 && end !== undefined && end !== ',' ? end : index === 0 ? first : fill,
						special,
					] as const,
			);
		}
		if (list !== undefined && char === ' ') {
			const trailing = /(?:^|,)trail:(.)/.exec(list)?.[1];
			if (trailing !== undefined && at >= this.#trailingFrom(text)) return [[trailing, special]];
			const space = /(?:^|,)space:(.)/.exec(list)?.[1];
			if (space !== undefined) return [[space, special]];
		}
		const shown = shownCharacter(char);
		return shown === char ? [[char, '']] : [...shown].map((piece) => [piece, special] as const);
	}

	/** Where the spaces at a line's end begin. */
	#trailingFrom(text: string): number {
		if (this.#trailing.text !== text) this.#trailing = { text, from: trimmedEnd(text) };
		return this.#trailing.from;
	}

	/** The colours of a line by offset, as far as it is shown, and cell. */
	#attributes(line: number, text: string, until: number): (offset: number, cell: number) => string {
		const editor = this.#editor;
		const window = this.#window;
		const colours = new Array<string>(until + 1).fill('');
		const paint = (from: number, to: number, colour: string): void => {
			for (let at = Math.max(0, from); at < to && at <= until; at++) colours[at] = colour;
		};
		if (editor.syntaxOn && !editor.small)
			for (const [from, to, group] of highlightLine(window.buffer, line)) paint(from, to, this.#colour(group));
		const underlined =
			window.options.get('cursorline') === true &&
			line === window.line &&
			window === editor.window &&
			editor.visual === undefined;
		if (underlined) for (let at = 0; at < until; at++) colours[at] = colours[at] === '' ? '4' : `4;${colours[at]}`;
		for (const bracket of this.#brackets)
			if (bracket.line === line)
				paint(
					bracket.column,
					bracket.column + 1,
					overlaid(colours[bracket.column] as string, this.#colour('MatchParen')),
				);
		this.#searches(line, paint);
		this.#visual(line, text, paint);
		const column =
			window.options.get('cursorcolumn') === true && window === editor.window && line !== window.line
				? cursorCell(editor)
				: -1;
		const columnColour = this.#colour('CursorColumn');
		return (offset, cell) => {
			const own = colours[offset] ?? '';
			return cell === column && own === '' && offset < text.length ? columnColour : own;
		};
	}

	#searches(line: number, paint: (from: number, to: number, colour: string) => void): void {
		const editor = this.#editor;
		const incremental = editor.incremental;
		const typing =
			editor.commandLine !== undefined && '/?'.includes(editor.commandLine.prompt)
				? editor.commandLine.text
				: undefined;
		const pattern =
			typing !== undefined && editor.flag('incsearch')
				? typing.replace(/(?<!\\)[/?].*$/, '')
				: editor.lastSearch?.pattern;
		if (
			editor.flag('hlsearch') &&
			!(editor.highlightOff && typing === undefined) &&
			pattern !== undefined &&
			pattern !== ''
		) {
			try {
				const regexp = editor.regexp(pattern);
				if (this.#window.buffer === editor.buffer) {
					for (const { start, end } of matchesInLine(editor, regexp, line, 200)) {
						if (start.line === line)
							paint(
								start.column,
								end.line > line ? Number.MAX_SAFE_INTEGER : Math.max(end.column, start.column),
								this.#colour('Search'),
							);
					}
				}
			} catch (error) {
				if (!(error instanceof VimError)) throw error;
			}
		}
		if (incremental === undefined || this.#window !== editor.window) return;
		if (line < incremental.start.line || line > incremental.end.line) return;
		const from = line === incremental.start.line ? incremental.start.column : 0;
		const to = line === incremental.end.line ? incremental.end.column : Number.MAX_SAFE_INTEGER;
		paint(from, to, this.#colour('IncSearch'));
	}

	#visual(line: number, text: string, paint: (from: number, to: number, colour: string) => void): void {
		const editor = this.#editor;
		if (editor.visual === undefined || this.#window !== editor.window) return;
		const region = visualRegion(editor);
		if (line < region.start.line || line > region.end.line) return;
		let from = 0;
		let to = text.length + (text === '' || region.type === 'line' ? 1 : 0);
		if (region.type === 'block') ({ from, to } = blockPart(editor, region, line));
		else if (region.type === 'char') {
			if (line === region.start.line) from = region.start.column;
			if (line === region.end.line) to = Math.min(region.end.column, text.length);
			else if (line < region.end.line && text !== '') to = text.length + 1;
		}
		const shown = editor.mode === 'command' || line !== this.#window.line || region.type === 'block';
		const colour = this.#colour('Visual');
		paint(from, to, colour);
		// The character under the cursor is the terminal's to show.
		if (!shown && editor.commandLine === undefined) paint(this.#window.column, this.#window.column + 1, '');
	}

	#colorColumns(): void {
		const window = this.#window;
		const wanted = String(window.options.get('colorcolumn'));
		if (wanted === '') return;
		for (const each of wanted.split(',')) {
			const base = /^[+-]/.test(each) ? this.#editor.number('textwidth') : 0;
			const column = base + Number(each) - 1 + numberWidth(window);
			if (!Number.isFinite(column) || column < 0 || column >= window.columns) continue;
			for (let row = 0; row < window.rows; row++) {
				const line = this.#grid.attributes[window.row + row];
				const cell = window.screenColumn + column;
				if (line !== undefined && line[cell] === '') line[cell] = this.#colour('ColorColumn');
			}
		}
	}
}

/** Behind the character after so many, or the text. */
function offsetAfter(text: string, characters: number): number {
	let at = 0;
	for (let left = characters; left >= 0 && at < text.length; left--) at = nextOffset(text, at);
	return at;
}

function trimmedEnd(text: string): number {
	let end = text.length;
	while (end > 0 && text.charCodeAt(end - 1) === 0x20) end--;
	return end;
}

/** A background over a colour that is there already. */
function overlaid(under: string, over: string): string {
	return under === '' ? over : `${under};${over}`;
}

/** "1,1           All", as it stands in the last line or a status line. */
export function rulerText(editor: Editor, window: Window, width = 14): string {
	const { buffer } = window;
	// Where text is inserted, an empty line has a first column.
	const inserting = window === editor.window && /insert|replace/.test(editor.mode) && window.text === '';
	const column = inserting ? '1' : window === editor.window || buffer.hasNoLines ? columnText(editor) : '1';
	const place = `${buffer.hasNoLines ? 0 : window.line + 1},${column}`;
	const all = window.top === 0;
	const end = window.bottom >= buffer.lineCount;
	const percent = `${String(Math.floor((window.top * 100) / Math.max(1, window.top + buffer.lineCount - window.bottom))).padStart(2)}%`;
	const share = all && end ? 'All' : all ? 'Top' : end ? 'Bot' : percent;
	return `${place}${' '.repeat(Math.max(1, width - widthOf(place)))}${share}`;
}
