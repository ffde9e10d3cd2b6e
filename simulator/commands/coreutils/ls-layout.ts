import type { Task } from '../../machinery/task.ts';

/** Columns a text takes on a terminal: wide East Asian characters two, combining marks none. */
export function displayWidth(text: string): number {
	let width = 0;
	for (const character of text) {
		const code = character.codePointAt(0) as number;
		if (code < 32 || (code >= 0x300 && code <= 0x36f)) continue;
		width += isWide(code) ? 2 : 1;
	}
	return width;
}

function isWide(code: number): boolean {
	return (
		(code >= 0x1100 && code <= 0x115f) ||
		(code >= 0x2e80 && code <= 0xa4cf) ||
		(code >= 0xac00 && code <= 0xd7a3) ||
		(code >= 0xf900 && code <= 0xfaff) ||
		(code >= 0xfe30 && code <= 0xfe6f) ||
		(code >= 0xff00 && code <= 0xff60) ||
		(code >= 0xffe0 && code <= 0xffe6) ||
		(code >= 0x1f300 && code <= 0x1faff) ||
		(code >= 0x20000 && code <= 0x3fffd)
	);
}

export interface Cell {
	readonly text: string;
	readonly width: number;
}

/** A column takes at least a character and two blanks. */
const COLUMN_MIN = 3;

/**
 * Names in as few rows as fit `columns`, filled column by column, or row by row (`across`). Blanks are tabs where those
 * reach. Models coreutils ls calculate_columns and indent.
 * @param tabSize 0: no tabs. @param pause called after so much work; of short lists never.
 */
export function* inColumns(
	names: readonly Cell[],
	columns: number,
	across: boolean,
	tabSize: number,
	pause: (steps: number) => Task<void>,
): Task<string[]> {
	const most = Math.max(1, Math.min(names.length, Math.ceil(columns / COLUMN_MIN)));
	for (let count = most; count >= 1; count--) {
		const rows = Math.ceil(names.length / count);
		const widths = columnWidths(names, count, rows, across);
		if (names.length > STRIDE) yield* pause(names.length >> NAMES_A_STEP_LOG2);
		if (count > 1 && widths.reduce((sum, width) => sum + width, 0) >= columns) continue;
		const lines: string[] = [];
		for (let row = 0; row < rows; row++) {
			const own: Cell[] = [];
			for (let column = 0; column < count; column++) {
				const cell = names[across ? row * count + column : column * rows + row];
				if (cell !== undefined) own.push(cell);
			}
			lines.push(rowText(own, widths, tabSize));
			if (lines.length % STRIDE === 0) yield* pause(STRIDE);
		}
		return lines;
	}
	return [];
}

const STRIDE = 256;
/** Names that are measured in a step, as a power of two. */
const NAMES_A_STEP_LOG2 = 6;

function columnWidths(names: readonly Cell[], count: number, rows: number, across: boolean): number[] {
	const widths = new Array<number>(count).fill(COLUMN_MIN);
	for (const [at, { width }] of names.entries()) {
		const column = across ? at % count : Math.floor(at / rows);
		const needed = width + (column === count - 1 ? 0 : 2);
		widths[column] = Math.max(widths[column] ?? 0, needed);
	}
	return widths;
}

function rowText(cells: readonly Cell[], widths: readonly number[], tabSize: number): string {
	let line = '';
	let position = 0;
	for (const [column, { text, width }] of cells.entries()) {
		line += text;
		if (column === cells.length - 1) break;
		const end = position + (widths[column] as number);
		line += blanks(position + width, end, tabSize);
		position = end;
	}
	return line;
}

/** From one place of a line to another. */
function blanks(from: number, to: number, tabSize: number): string {
	let text = '';
	let at = from;
	while (at < to) {
		if (tabSize !== 0 && Math.floor(to / tabSize) > Math.floor((at + 1) / tabSize)) {
			text += '\t';
			at += tabSize - (at % tabSize);
		} else {
			text += ' ';
			at++;
		}
	}
	return text;
}
