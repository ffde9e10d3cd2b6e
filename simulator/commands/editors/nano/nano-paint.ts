import { cellsOf, characterAt, columnsBefore, nextOffset, widthOf } from '../vim/text/characters.ts';
import type { HelpEntry } from './nano-keys.ts';
import type { NanoState } from './nano-state.ts';

const REVERSE = '7';
const SPOTLIGHT = '30;103';

/** Models winio.c titlebar. */
export function paintTitle(nano: NanoState): void {
	const { grid } = nano.screen;
	const { buffer, options } = nano;
	const { columns } = grid;
	grid.fill(0, 0, columns, ' ', REVERSE);
	const left = nano.several ? `[${nano.index + 1}/${nano.buffers.length}]` : 'GNU nano 7.2';
	const path = buffer.name === '' ? 'New Buffer' : buffer.name;
	const flags = options.has('stateflags') && !options.has('view');
	const modified = buffer.modified ? 'Modified' : options.has('restricted') ? 'Restricted' : '';
	const state = options.has('view') ? 'View' : flags ? '+.xxxxx' : modified;
	let spare = state === '' ? 9 : 0;
	let first = left.length + 3;
	let stateWidth = state.length + 2;
	const pathWidth = widthOf(path) + (stateWidth > 2 ? 1 : 0);
	if (first + pathWidth + spare + stateWidth <= columns) grid.write(0, 2, left, REVERSE);
	else {
		first = 2;
		if (first + pathWidth + spare + stateWidth > columns) spare = 0;
		if (first + pathWidth + spare + stateWidth > columns) {
			first = 0;
			stateWidth -= 2;
		}
	}
	let at = first === 0 ? 0 : first + Math.floor((columns - (first + spare + stateWidth) - pathWidth) / 2);
	if (pathWidth + spare + stateWidth <= columns) at = grid.write(0, at, path, REVERSE);
	else if (5 + stateWidth <= columns)
		at = grid.write(0, 0, `...${path.slice(3 + pathWidth - columns + stateWidth)}`, REVERSE);
	if (flags) {
		if (buffer.modified) grid.write(0, at, ' *', REVERSE);
		const shown = [
			options.has('autoindent') ? 'I' : ' ',
			buffer.mark === undefined ? ' ' : 'M',
			options.has('breaklonglines') ? 'L' : ' ',
			'  ',
		];
		if (stateWidth < columns) grid.write(0, columns + 2 - stateWidth, shown.join(''), REVERSE);
	} else if (state !== '') grid.write(0, Math.max(0, columns - stateWidth), state, REVERSE);
}

function statusRow(nano: NanoState): number {
	return nano.screen.rows - (nano.options.has('nohelp') || nano.screen.rows < 6 ? 1 : 3);
}

/** The message, in the middle. */
export function paintStatus(nano: NanoState): void {
	const { grid } = nano.screen;
	const row = statusRow(nano);
	grid.fill(row, 0, grid.columns, ' ', '');
	if (nano.message === '') return;
	const start = Math.floor((grid.columns - widthOf(nano.message)) / 2);
	if (start > 1) grid.write(row, start - 2, `[ ${nano.message} ]`, REVERSE);
	else grid.write(row, Math.max(0, start), nano.message, REVERSE);
}

/** The two lines of keys. Models winio.c bottombars. */
export function paintHelp(nano: NanoState, entries: readonly HelpEntry[]): void {
	const { grid } = nano.screen;
	if (nano.options.has('nohelp') || nano.screen.rows < 6) return;
	const row = grid.rows - 2;
	grid.fill(row, 0, grid.columns, ' ', '');
	grid.fill(row + 1, 0, grid.columns, ' ', '');
	const shown = entries
		.filter(([key]) => key !== '^X' || entries[0]?.[0] === '^G')
		.slice(0, Math.floor((grid.columns + 40) / 20) * 2);
	const count = shown.length;
	const width = Math.floor(grid.columns / Math.floor((count + 1) / 2));
	if (width === 0) return;
	shown.forEach(([key, text], index) => {
		let room = width;
		if (count % 2 === 1 && index + 2 === count) room += width;
		if (index + 2 >= count) room += grid.columns % width;
		const column = Math.floor(index / 2) * width;
		const closes = key === '^X' && text === 'Exit' && nano.buffers.length > 1;
		paintKey(nano, row + (index % 2), column, key, closes ? 'Close' : text, room);
	});
}

function paintKey(nano: NanoState, row: number, column: number, key: string, text: string, room: number): void {
	const { grid } = nano.screen;
	grid.write(row, column, key.slice(0, room), REVERSE);
	const left = room - key.length;
	if (left >= 2) grid.write(row, column + key.length + 1, text.slice(0, left - 1), '');
}

/** The question's answers at the foot, the question above them. */
export function paintQuestion(nano: NanoState, question: string, all: boolean): void {
	const { grid } = nano.screen;
	const row = statusRow(nano);
	if (!nano.options.has('nohelp') && grid.rows >= 6) {
		const width = grid.columns < 32 ? Math.floor(grid.columns / 2) : 16;
		grid.fill(row + 1, 0, grid.columns, ' ', '');
		grid.fill(row + 2, 0, grid.columns, ' ', '');
		paintKey(nano, row + 1, 0, ' Y', 'Yes', width);
		if (all) paintKey(nano, row + 1, width, ' A', 'All', width);
		paintKey(nano, row + 2, 0, ' N', 'No', width);
		paintKey(nano, row + 2, width, '^C', 'Cancel', width);
	}
	grid.fill(row, 0, grid.columns, ' ', REVERSE);
	const end = grid.write(row, 0, question.slice(0, grid.columns - 1), REVERSE);
	nano.screen.cursor = { row, column: Math.min(end, grid.columns - 1) };
}

/** Models prompt.c draw_the_promptbar. */
export function paintPrompt(nano: NanoState, prompt: string, answer: string, x: number): void {
	const { grid } = nano.screen;
	const row = statusRow(nano);
	const { columns } = grid;
	const base = widthOf(prompt) + 2;
	const column = base + columnsBefore(answer, x, 8);
	const page =
		column === base || column < columns - 1
			? 0
			: columns > base + 2
				? column - base - 1 - ((column - base - 1) % (columns - base - 2))
				: column - 2;
	grid.fill(row, 0, columns, ' ', REVERSE);
	grid.write(row, 0, `${prompt}:${page === 0 ? ' ' : '<'}`, REVERSE);
	paintText(nano, { row, first: base, width: columns - base, text: answer, from: page, attribute: REVERSE });
	nano.screen.cursor = { row, column: Math.min(columns - 1, column - page) };
}

interface Strip {
	readonly row: number;
	readonly first: number;
	readonly width: number;
	readonly text: string;
	/** The column of the text that stands first. */
	readonly from: number;
	readonly attribute: string;
	/** Parts that look different: offsets and how. */
	readonly marked?: readonly { readonly from: number; readonly to: number; readonly attribute: string }[];
	readonly blanks?: boolean;
}

/** A text as far as it fits, "<" and ">" where it goes on. Models winio.c display_string. */
function paintText(nano: NanoState, strip: Strip): void {
	const { grid } = nano.screen;
	const { text, from, width, first, row } = strip;
	const total = widthOf(text, nano.tabsize);
	const more = total - from > width;
	const end = more ? width - 1 : width;
	let column = 0;
	for (let at = 0; at < text.length; ) {
		const next = nextOffset(text, at);
		const char = characterAt(text, at);
		const cells = char === '\t' ? nano.tabsize - (column % nano.tabsize) : cellsOf(char);
		const place = column - from;
		const attribute = strip.marked?.find((each) => at >= each.from && at < each.to)?.attribute ?? strip.attribute;
		if (place >= end) break;
		if (char === '\t') {
			for (let index = 0; index < cells; index++)
				if (place + index >= 0 && place + index < end)
					grid.set(row, first + place + index, strip.blanks && index === 0 ? '»' : ' ', attribute);
		} else if (place < 0) {
			if (place + cells > 0) grid.set(row, first, ']', attribute);
		} else if (place + cells > end) grid.set(row, first + place, '[', attribute);
		else {
			const code = char.charCodeAt(0);
			const control = code < 32 ? `^${String.fromCharCode(code + 64)}` : code === 127 ? '^?' : undefined;
			grid.write(row, first + place, control ?? (strip.blanks && char === ' ' ? '·' : text.slice(at, next)), attribute);
		}
		column += cells;
		at = next;
	}
	if (from > 0 && total > from) {
		if (grid.chars[row]?.[first + 1] === '') grid.set(row, first + 1, ']', strip.attribute);
		grid.set(row, first, '<', REVERSE);
	}
	if (more) grid.set(row, first + width - 1, '>', REVERSE);
}

/** The column that the cursor's line begins with. Models get_page_start. */
function pageStart(column: number, columns: number): number {
	if (column === 0 || column + 2 < columns) return 0;
	if (columns > 8) return column - 6 - ((column - 6) % (columns - 8));
	return column - (columns - 2);
}

/** Brings the cursor's line into sight: by the least that does it, or into the middle. */
export function adjustViewport(nano: NanoState, centre = false): void {
	const { buffer, editRows } = nano;
	const { line } = buffer;
	if (line >= buffer.top && line < buffer.top + editRows) return;
	if (centre || nano.options.has('jumpyscrolling')) buffer.top = Math.max(0, line - Math.floor(editRows / 2));
	else buffer.top = line < buffer.top ? line : line - editRows + 1;
}

/** The text and the cursor in it. */
export function paintEdit(nano: NanoState): void {
	adjustViewport(nano);
	const { buffer, margin, editRows } = nano;
	const { grid } = nano.screen;
	const first = nano.options.has('emptyline') ? 2 : 1;
	const columns = grid.columns - margin;
	const region = buffer.region();
	for (let index = 0; index < editRows; index++) {
		const line = buffer.top + index;
		const row = first + index;
		grid.fill(row, 0, grid.columns, ' ', '');
		const text = buffer.lines[line];
		if (text === undefined) continue;
		if (margin > 0) grid.write(row, 0, String(line + 1).padStart(margin - 1), REVERSE);
		const marked = [];
		if (nano.spotlight?.line === line)
			marked.push({ from: nano.spotlight.from, to: nano.spotlight.to, attribute: SPOTLIGHT });
		if (region !== undefined && line >= region[0].line && line <= region[1].line)
			marked.push({
				from: line === region[0].line ? region[0].x : 0,
				to: line === region[1].line ? region[1].x : text.length,
				attribute: REVERSE,
			});
		const from = line === buffer.line ? pageStart(buffer.column(nano.tabsize), columns) : 0;
		const blanks = nano.options.has('whitespacedisplay');
		paintText(nano, { row, first: margin, width: columns, text, from, attribute: '', marked, blanks });
	}
	placeCursor(nano);
}

/** The cursor where it is in the text. */
export function placeCursor(nano: NanoState): void {
	const { buffer, margin } = nano;
	const column = buffer.column(nano.tabsize);
	const from = pageStart(column, nano.screen.columns - margin);
	const row = buffer.line - buffer.top + (nano.options.has('emptyline') ? 2 : 1);
	nano.screen.cursor = { row, column: margin + column - from };
}
