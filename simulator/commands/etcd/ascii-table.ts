/** A table with a frame of +, - and |, cells to the right, titles in the middle. Models olekukonko/tablewriter v0.0.5. */
export function asciiTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const titles = header.map((title) => title.replaceAll('_', ' ').toUpperCase());
	const widths = titles.map((title, at) => Math.max(title.length, ...rows.map((row) => (row[at] ?? '').length)));
	const frame = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+\n`;
	const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
	const head = line(titles.map((title, at) => centred(title, widths[at] as number)));
	const body = rows.map((row) => line(row.map((cell, at) => cell.padStart(widths[at] as number))));
	return `${frame}${head}${frame}${body.join('')}${rows.length === 0 ? '' : frame}`;
}

/** What is left over goes to the right. */
function centred(text: string, width: number): string {
	const left = Math.floor((width - text.length) / 2);
	return `${' '.repeat(left)}${text}`.padEnd(width);
}
