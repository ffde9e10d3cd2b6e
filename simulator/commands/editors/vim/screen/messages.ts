import type { Editor } from '../editor.ts';
import type { MessageLine } from '../message-area.ts';
import { cellsOf, shownCharacter, widthOf } from '../text/characters.ts';
import type { Grid } from './grid.ts';
import { groupColours } from './groups.ts';

/** How many rows lines take. */
export function messageRows(lines: readonly MessageLine[], columns: number): number {
	return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line.text) / columns)), 0);
}

/** A message with control characters made visible. */
export function visible(text: string): string {
	return [...text].map((char) => (char === '\t' ? char : shownCharacter(char))).join('');
}

/** Pushes the screen up and writes lines below it, a prompt in the last row. */
export function paintMessages(editor: Editor, grid: Grid, lines: readonly MessageLine[], prompt: MessageLine): void {
	const dark = editor.text('background') === 'dark';
	const pieces = lines.flatMap((line) =>
		wrapped(visible(line.text), grid.columns).map((text) => ({ text, group: line.group })),
	);
	const last = grid.rows - 1;
	grid.fill(last, 0, grid.columns, ' ', '');
	const up = Math.min(pieces.length, last);
	grid.scroll(up);
	pieces.slice(-up || undefined).forEach((piece, index) => {
		if (up > 0) grid.write(last - up + index, 0, piece.text, groupColours(piece.group, dark));
	});
	grid.write(last, 0, prompt.text, groupColours(prompt.group, dark));
}

function wrapped(text: string, columns: number): string[] {
	if (text === '') return [''];
	const rows: string[] = [];
	let row = '';
	let width = 0;
	for (const char of text) {
		const cells = char === '\t' ? 8 - (width % 8) : cellsOf(char);
		if (width + cells > columns) {
			rows.push(row);
			row = '';
			width = 0;
		}
		row += char === '\t' ? ' '.repeat(cells) : char;
		width += cells;
	}
	rows.push(row);
	return rows;
}
