export interface SmartColumn {
	readonly name: string;
	/** Numbers stand to the right. */
	readonly right?: boolean;
	/** How JSON has it; text unless said. */
	readonly json?: 'number' | 'boolean' | 'array';
}

/** A row with those below it. Cells of several lines are lists. */
export interface SmartRow {
	readonly cells: readonly string[];
	readonly children?: readonly SmartRow[];
}

/** Rows as objects below the table's name. Models libsmartcols/src/print.c and lib/jsonwrt.c. */
export function smartJson(table: string, columns: readonly SmartColumn[], rows: readonly SmartRow[]): string {
	return `{\n   "${table}": [\n${jsonRows(columns, rows, 6)}\n   ]\n}\n`;
}

function jsonRows(columns: readonly SmartColumn[], rows: readonly SmartRow[], indent: number): string {
	const pad = ' '.repeat(indent);
	const objects = rows.map(({ cells, children = [] }) => {
		const lines = columns.map(
			({ name, json }, at) => `${pad}   "${name.toLowerCase()}": ${jsonCell(cells[at] as string, json, indent + 3)}`,
		);
		if (children.length > 0)
			lines.push(`${pad}   "children": [\n${jsonRows(columns, children, indent + 6)}\n${pad}   ]`);
		return `\n${lines.join(',\n')}\n${pad}`;
	});
	return `${pad}{${objects.join('},{')}}`;
}

function jsonCell(text: string, kind: SmartColumn['json'], indent: number): string {
	const one = (each: string): string => (each === '' ? 'null' : JSON.stringify(each));
	if (kind === 'array') {
		const pad = ' '.repeat(indent);
		return `[\n${text
			.split('\n')
			.map((each) => `${pad}    ${one(each)}`)
			.join(',\n')}\n${pad}]`;
	}
	if (text === '') return kind === 'boolean' ? 'false' : 'null';
	if (kind === 'boolean') return String(text === '1' || text === 'yes');
	return kind === 'number' ? text : one(text);
}

/** As names of shell variables: "MAJ:MIN" is MAJ_MIN, "USE%" is USE_PCT. */
export function shellNamed(columns: readonly SmartColumn[]): SmartColumn[] {
	return columns.map((column) => ({
		...column,
		name: column.name.replace(/%$/, 'PCT').replace(/[^A-Za-z0-9_]/g, '_'),
	}));
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

/** The columns that `-o` names, in any case; with "+" besides those that are shown anyway. */
export function chosenColumns(output: string | undefined, base: readonly string[]): string[] {
	if (output === undefined) return [...base];
	const added = output.startsWith('+');
	const named = output
		.slice(added ? 1 : 0)
		.toUpperCase()
		.split(',');
	return added ? [...base, ...named] : named;
}
