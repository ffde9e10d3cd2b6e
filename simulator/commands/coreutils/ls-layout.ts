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

/** Names in as few rows as fit `columns`, filled column by column. Models coreutils ls calculate_columns. */
export function inColumns(
	names: readonly { readonly text: string; readonly width: number }[],
	columns: number,
): string[] {
	if (names.length === 0) return [];
	const mostColumns = Math.max(1, Math.min(names.length, Math.floor(columns / 3)));
	for (let count = mostColumns; count >= 1; count--) {
		const rows = Math.ceil(names.length / count);
		const widths = Array.from({ length: count }, (_, column) => columnWidth(names, column, rows, column === count - 1));
		const total = widths.reduce((sum, width) => sum + width, 0);
		if (count > 1 && (total >= columns || widths.some((width) => width === 0))) continue;
		return Array.from({ length: rows }, (_, row) => rowText(names, row, rows, widths));
	}
	return [];
}

function columnWidth(names: readonly { width: number }[], column: number, rows: number, last: boolean): number {
	const part = names.slice(column * rows, (column + 1) * rows);
	if (part.length === 0) return 0;
	return Math.max(...part.map((each) => each.width)) + (last ? 0 : 2);
}

function rowText(
	names: readonly { text: string; width: number }[],
	row: number,
	rows: number,
	widths: readonly number[],
): string {
	let line = '';
	for (let column = 0; column < widths.length; column++) {
		const name = names[column * rows + row];
		if (name === undefined) break;
		const isLast = names[(column + 1) * rows + row] === undefined || column === widths.length - 1;
		line += isLast ? name.text : name.text + ' '.repeat((widths[column] as number) - name.width);
	}
	return line;
}
