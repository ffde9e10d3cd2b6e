export interface SmartColumn {
	readonly name: string;
	/** Numbers stand to the right. */
	readonly right?: boolean;
}

/** Rows below their headings, each column as wide as its longest cell. Models util-linux libsmartcols. */
export function smartTable(
	columns: readonly SmartColumn[],
	rows: readonly (readonly string[])[],
	format: { readonly headings: boolean; readonly raw?: boolean },
): string {
	const table = format.headings ? [columns.map(({ name }) => name), ...rows] : rows;
	if (format.raw === true) return table.map((row) => `${row.join(' ')}\n`).join('');
	const widths = columns.map(({ name }, at) =>
		Math.max(name.length, ...table.map((row) => (row[at] as string).length)),
	);
	const line = (row: readonly string[]): string =>
		row
			.map((cell, at) => {
				const width = widths[at] as number;
				if (columns[at]?.right === true) return cell.padStart(width);
				return at === row.length - 1 ? cell : cell.padEnd(width);
			})
			.join(' ');
	return table.map((row) => `${line(row)}\n`).join('');
}

/** Each row as `KEY="value"` pairs. */
export function smartPairs(columns: readonly SmartColumn[], rows: readonly (readonly string[])[]): string {
	return rows
		.map((row) => `${columns.map(({ name }, at) => `${name}=${JSON.stringify(row[at])}`).join(' ')}\n`)
		.join('');
}

/** "20G", "1.5M", "512B": one digit behind the point where there is something. Models lib/strutils.c size_to_human_string. */
export function smartSize(bytes: number): string {
	const units = 'BKMGTPE';
	let unit = 0;
	while (unit < units.length - 1 && bytes >= 1024 ** (unit + 1)) unit++;
	const tenths = Math.round((bytes * 10) / 1024 ** unit);
	const text = tenths % 10 === 0 ? String(tenths / 10) : (tenths / 10).toFixed(1);
	return `${text}${units[unit]}`;
}
