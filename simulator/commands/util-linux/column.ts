import { characterWidth } from '../../shell/readline/character-width.ts';
import { Fatal, forEachLine, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

export const column = gnuCommand({
	name: 'column',
	paths: ['/usr/bin/column'],
	size: 47_600,
	version: `column from ${UTIL_LINUX}`,
	help: `
Usage:
 column [options] [<file>...]

Columnate lists.

Options:
 -t, --table                      create a table
 -n, --table-name <name>          table name for JSON output
 -O, --table-order <columns>      specify order of output columns
 -N, --table-columns <names>      comma separated columns names
 -l, --table-columns-limit <num>  maximal number of input columns
 -E, --table-noextreme <columns>  don't count long text from the columns to column width
 -d, --table-noheadings           don't print header
 -e, --table-header-repeat        repeat header for each page
 -H, --table-hide <columns>       don't print the columns
 -R, --table-right <columns>      right align text in these columns
 -T, --table-truncate <columns>   truncate text in the columns when necessary
 -W, --table-wrap <columns>       wrap text in the columns when necessary
 -L, --keep-empty-lines           don't ignore empty lines
 -J, --json                       use JSON output format for table

 -r, --tree <column>              column to use tree-like output for the table
 -i, --tree-id <column>           line ID to specify child-parent relation
 -p, --tree-parent <column>       parent to specify child-parent relation

 -c, --output-width <width>       width of output in number of characters
 -o, --output-separator <string>  columns separator for table output (default is two spaces)
 -s, --separator <string>         possible table delimiters
 -x, --fillrows                   fill rows before columns

 -h, --help                       display this help
 -V, --version                    display version

For more details see column(1).
`,
	options: {
		table: flag('t', 'table'),
		names: withValue('N', 'table-columns'),
		right: withValue('R', 'table-right'),
		hide: withValue('H', 'table-hide'),
		noHeadings: flag('d', 'table-noheadings'),
		json: flag('J', 'json'),
		tableName: withValue('n', 'table-name'),
		output: withValue('o', 'output-separator'),
		separator: withValue('s', 'separator'),
		width: withValue('c', 'output-width', 'columns'),
		fillRows: flag('x', 'fillrows'),
		keepEmpty: flag('L', 'keep-empty-lines'),
		limit: withValue('l', 'table-columns-limit'),
		order: withValue('O', 'table-order'),
	},
	*main(run) {
		const { values, out } = run;
		const lines: string[] = [];
		const status = yield* forEachLine(run, run.operands, (line) => {
			if (line.trim() !== '' || values.keepEmpty) lines.push(line);
			return run.process.tick();
		});
		if (values.table || values.json) {
			const rows = lines.map((line) => limited(cells(line, values.separator), line, values.limit, values.separator));
			const names = values.names?.split(',');
			if (values.json) {
				if (names === undefined) throw new Fatal('option --table-columns required for --json');
				const wide = rows.findIndex((row) => row.length > names.length);
				if (wide >= 0) {
					throw new Fatal(`line ${wide + 2}: for JSON the name of the column ${names.length + 1} is required`);
				}
				yield* out.write(jsonText(rows, names, values.tableName ?? 'table'));
				return status;
			}
			// Without its line a heading makes its column as wide all the same.
			const isHeaded = names !== undefined && rows.length > 0;
			if (isHeaded) rows.unshift(names);
			if (values.order !== undefined) reorder(rows, values.order.split(','), names);
			const isNamed = (list: string | undefined, at: number): boolean =>
				(list ?? '').split(',').some((each) => each === String(at + 1) || (names !== undefined && each === names[at]));
			const hidden = (at: number): boolean => values.hide !== undefined && isNamed(values.hide, at);
			const table = tableLines(rows, values.output ?? '  ', (at) => isNamed(values.right, at), hidden);
			for (const line of isHeaded && values.noHeadings ? table.slice(1) : table) yield* out.write(`${line}\n`);
			return status;
		}
		const width =
			values.width === undefined
				? run.process.isatty(1)
					? run.process.terminalSize(1).columns
					: 80
				: Number(values.width);
		for (const line of inTabColumns(lines, width, values.fillRows === true)) yield* out.write(`${line}\n`);
		return status;
	},
});

/** The last of so many columns takes what is left of the line. */
function limited(row: string[], line: string, limit: string | undefined, separators: string | undefined): string[] {
	const count = Number(limit);
	if (limit === undefined || row.length <= count) return row;
	const pattern = separators === undefined ? /\s+/ : undefined;
	let rest = line.trim();
	for (let taken = 1; taken < count; taken++) {
		const cell = row[taken - 1] as string;
		rest = rest.slice(rest.indexOf(cell) + cell.length);
		rest = pattern === undefined ? rest.slice(1) : rest.trimStart();
	}
	return [...row.slice(0, count - 1), rest];
}

/** The columns that are named come first. */
function reorder(rows: string[][], wanted: readonly string[], names: readonly string[] | undefined): void {
	const first = wanted
		.map((name) => (/^\d+$/.test(name) ? Number(name) - 1 : (names?.indexOf(name) ?? -1)))
		.filter((at) => at >= 0);
	for (const [at, row] of rows.entries()) {
		rows[at] = [...first.map((index) => row[index] ?? ''), ...row.filter((_, index) => !first.includes(index))];
	}
}

/** Blanks separate unless characters are given; runs of blanks count once, other separators each. */
function cells(line: string, separators: string | undefined): string[] {
	if (separators === undefined) return line.trim() === '' ? [] : line.trim().split(/\s+/);
	const out = [''];
	for (const char of line) {
		if (separators.includes(char)) out.push('');
		else out[out.length - 1] += char;
	}
	return out;
}

function textWidth(text: string): number {
	let width = 0;
	for (const char of text) width += characterWidth(char);
	return width;
}

function tableLines(
	rows: readonly (readonly string[])[],
	separator: string,
	right: (at: number) => boolean,
	hidden: (at: number) => boolean,
): string[] {
	const count = Math.max(0, ...rows.map((row) => row.length));
	const widths = Array.from({ length: count }, (_, at) => Math.max(0, ...rows.map((row) => textWidth(row[at] ?? ''))));
	return rows.map((row) => {
		const shown: string[] = [];
		for (let at = 0; at < count; at++) {
			if (hidden(at)) continue;
			const cell = row[at] ?? '';
			const missing = ' '.repeat((widths[at] as number) - textWidth(cell));
			// The last column is not filled up.
			shown.push(right(at) ? missing + cell : at === count - 1 ? cell : cell + missing);
		}
		return shown.join(separator);
	});
}

function jsonText(rows: readonly (readonly string[])[], names: readonly string[], table: string): string {
	const objects = rows.map((row) => {
		const members = names.map(
			(name, at) => `         ${JSON.stringify(name.toLowerCase())}: ${JSON.stringify(row[at] ?? null)}`,
		);
		return `{\n${members.join(',\n')}\n      }`;
	});
	return `{\n   ${JSON.stringify(table)}: [\n      ${objects.join(',')}\n   ]\n}\n`;
}

const TAB = 8;

/** Fills the width with columns that are a multiple of a tab wide, down and then across (or across first). */
function inTabColumns(lines: readonly string[], width: number, across: boolean): string[] {
	const longest = Math.max(0, ...lines.map(textWidth));
	const columnWidth = (Math.floor(longest / TAB) + 1) * TAB;
	const columns = Math.max(1, Math.floor(width / columnWidth));
	const rows = Math.ceil(lines.length / columns);
	return Array.from({ length: rows }, (_, row) => {
		let text = '';
		let at = 0;
		for (let column = 0; column < columns; column++) {
			const line = lines[across ? row * columns + column : column * rows + row];
			if (line === undefined) break;
			while (at < column * columnWidth) {
				text += '\t';
				at = (Math.floor(at / TAB) + 1) * TAB;
			}
			text += line;
			at += textWidth(line);
		}
		return text;
	});
}
