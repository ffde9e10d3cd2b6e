import type { Process } from '../../kernel/process-api.ts';
import { deeper, descending } from '../../machinery/descent.ts';
import type { Task } from '../../machinery/task.ts';
import { characterWidth } from '../../shell/readline/character-width.ts';
import { Fatal, forEachLine, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { HeldMemory } from '../stdio.ts';
import { drawnTree, rowTree, type TreeRow } from './column-tree.ts';
import { UTIL_LINUX } from './version.ts';

const options = {
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
	noExtreme: withValue('E', 'table-noextreme'),
	repeatHeader: flag('e', 'table-header-repeat'),
	truncate: withValue('T', 'table-truncate'),
	wrap: withValue('W', 'table-wrap'),
	tree: withValue('r', 'tree'),
	treeId: withValue('i', 'tree-id'),
	treeParent: withValue('p', 'tree-parent'),
};

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
	options,
	*main(run) {
		const { values } = run;
		if (values.width !== undefined && !/^\d+$/.test(values.width)) {
			throw new Fatal(`invalid columns argument: '${values.width}'`);
		}
		if (values.fillRows && (values.table || values.json)) {
			throw new Fatal(`mutually exclusive arguments: ${values.table ? '--table' : '--json'} --fillrows`);
		}
		if (values.tree !== undefined && (values.treeId === undefined || values.treeParent === undefined)) {
			throw new Fatal('options --tree-id and --tree-parent are required for tree formatting');
		}
		const isTable = values.table || values.json || values.tree !== undefined;
		if (!isTable && run.given.some(({ key }) => TABLE_ONLY.has(key))) {
			throw new Fatal('option --table required for all --table-*');
		}
		const lines: string[] = [];
		const status = yield* forEachLine(
			run,
			// Standard input has no name.
			run.operands.map((name) => (name === '-' ? './-' : name)),
			(line) => {
				if (line.trim() !== '' || values.keepEmpty) lines.push(line);
				return run.process.tick();
			},
			(name) => (name === './-' ? '-' : name),
		);
		if (isTable) {
			yield* printTable(run, lines);
			return status;
		}
		const width =
			values.width === undefined
				? run.process.isatty(1)
					? run.process.terminalSize(1).columns
					: 80
				: Number(values.width);
		yield* inTabColumns(run, lines, width, values.fillRows === true);
		return status;
	},
});

const TABLE_ONLY: ReadonlySet<string> = new Set('names tableName right hide wrap truncate noExtreme order'.split(' '));

function* printTable(run: Run<typeof options>, lines: readonly string[]): Task<void> {
	const { values, process } = run;
	const rows: string[][] = [];
	const memory = new HeldMemory(process);
	let count = 0;
	for (const line of lines) {
		const row = yield* limited(run, yield* cells(process, line, values.separator), line);
		rows.push(row);
		count += ROW_CELLS + row.length;
		yield* process.tick(1 + (line.length >> LINE_STEPS_LOG2));
		memory.hold(count * CELL_BYTES);
	}
	const names = values.names?.split(',');
	if (values.json) {
		if (names === undefined) throw new Fatal('option --table-columns required for --json');
		const wide = rows.findIndex((row) => row.length > names.length);
		if (wide >= 0) {
			throw new Fatal(`line ${wide + 2}: for JSON the name of the column ${names.length + 1} is required`);
		}
		const roots =
			values.tree === undefined ? rows.map((cells) => ({ cells, children: [] })) : yield* treeOf(run, rows, names);
		yield* writeJson(run, roots, names);
		return;
	}
	for (const list of [values.hide, values.right, values.truncate, values.wrap, values.noExtreme, values.order]) {
		for (const name of list?.split(',') ?? []) if (rows.length > 0 && !SEVERAL.has(name)) columnAt(name, names);
	}
	if (values.tree !== undefined) {
		const drawn = yield* drawnTree(process, yield* treeOf(run, rows, names), columnAt(values.tree, names));
		rows.splice(0, rows.length, ...drawn);
	}
	// Without its line a heading makes its column as wide all the same.
	const isHeaded = names !== undefined && rows.length > 0;
	if (isHeaded) rows.unshift(names);
	if (values.order !== undefined) reorder(rows, values.order.split(','), names);
	const named = (list: string): ((at: number) => boolean) => {
		const wanted = new Set(list.split(','));
		return (at) =>
			wanted.has('0') ||
			(wanted.has('-') && names?.[at] === undefined) ||
			wanted.has(String(at + 1)) ||
			(names?.[at] !== undefined && wanted.has(names[at] as string));
	};
	yield* writeRows(run, rows, {
		separator: values.output ?? '  ',
		isRight: named(values.right ?? ''),
		isHidden: values.hide === undefined ? () => false : named(values.hide),
		isHeadless: isHeaded && values.noHeadings === true,
	});
}

/** All columns, and those without a name. */
const SEVERAL: ReadonlySet<string> = new Set(['0', '-']);

/** Where a column stands that is named, or counted from 1. Throws Fatal. */
function columnAt(name: string, names: readonly string[] | undefined): number {
	const at = names?.indexOf(name) ?? -1;
	if (at >= 0) return at;
	if (!/^[1-9]\d*$/.test(name)) throw new Fatal(`undefined column name '${name}'`);
	return Number(name) - 1;
}

function treeOf(
	{ process, values }: Run<typeof options>,
	rows: readonly (readonly string[])[],
	names: readonly string[] | undefined,
): Task<readonly TreeRow[]> {
	return rowTree(process, rows, columnAt(values.treeId as string, names), columnAt(values.treeParent as string, names));
}

/** The last of so many columns takes what is left of the line. */
function* limited({ process, values }: Run<typeof options>, row: string[], line: string): Task<string[]> {
	const count = Number(values.limit);
	if (values.limit === undefined || row.length <= count) return row;
	let rest = line.trim();
	for (let taken = 1; taken < count; taken++) {
		const cell = row[taken - 1] as string;
		rest = rest.slice(rest.indexOf(cell) + cell.length);
		rest = values.separator === undefined ? rest.trimStart() : rest.slice(1);
		yield* process.tick();
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

/** What a cell takes besides its text, and a row besides its cells. */
const CELL_BYTES = 8;
const ROW_CELLS = 8;
/** Characters of a short line that are taken apart in a step. */
const LINE_STEPS_LOG2 = 3;
/** Characters and cells that are handled between two steps. */
const STRIDE = 1_024;
const STEPS = 128;

/** Blanks separate unless characters are given; runs of blanks count once, other separators each. */
function* cells(process: Process, line: string, separators: string | undefined): Task<string[]> {
	if (line.length < STRIDE) return cellsOf(line, separators);
	const out: string[] = [];
	const isSeparator = (char: string): boolean =>
		separators === undefined ? char.trim() === '' : separators.includes(char);
	let begin = 0;
	let left = STRIDE;
	for (let at = 0; at <= line.length; ) {
		const char = at < line.length ? String.fromCodePoint(line.codePointAt(at) as number) : '';
		const isEnd = char === '' || isSeparator(char);
		if (isEnd && (separators !== undefined || at > begin)) out.push(line.slice(begin, at));
		at += Math.max(1, char.length);
		if (isEnd) begin = at;
		if (--left > 0) continue;
		left = STRIDE;
		yield* process.tick(STEPS);
	}
	return out;
}

function cellsOf(line: string, separators: string | undefined): string[] {
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

interface TableForm {
	readonly separator: string;
	readonly isRight: (at: number) => boolean;
	readonly isHidden: (at: number) => boolean;
	/** The first row is only measured. */
	readonly isHeadless: boolean;
}

function* writeRows(run: Run<typeof options>, rows: readonly (readonly string[])[], form: TableForm): Task<void> {
	const { process, out } = run;
	const widths: number[] = [];
	let handled = 0;
	for (const row of rows) {
		for (let at = 0; at < row.length; at++) {
			const cell = row[at] as string;
			widths[at] = Math.max(widths[at] ?? 0, yield* textWidthInSteps(process, cell));
			handled += 1;
			if (handled < STRIDE) continue;
			handled = 0;
			yield* process.tick(STEPS);
		}
	}
	for (const row of form.isHeadless ? rows.slice(1) : rows) {
		let text = '';
		let isFirst = true;
		for (let at = 0; at < widths.length; at++) {
			if (form.isHidden(at)) continue;
			const cell = row[at] ?? '';
			const missing = ' '.repeat((widths[at] as number) - (yield* textWidthInSteps(process, cell)));
			// The last column is not filled up.
			const isLast = at === widths.length - 1;
			const shown = isLast && cell === '' ? '' : form.isRight(at) ? missing + cell : isLast ? cell : cell + missing;
			text += isFirst ? shown : form.separator + shown;
			isFirst = false;
			if (text.length < STRIDE && at % STRIDE < STRIDE - 1) continue;
			yield* out.write(text);
			text = '';
			yield* process.tick(STEPS);
		}
		yield* out.write(`${text}\n`);
	}
}

function* writeJson(
	{ process, out, values }: Run<typeof options>,
	roots: readonly TreeRow[],
	names: readonly string[],
): Task<void> {
	yield* out.write(`{\n   ${JSON.stringify(values.tableName ?? 'table')}: [\n      `);
	yield* descending(jsonRows(process, out, roots, names, JSON_DEPTH));
	yield* out.write('\n   ]\n}\n');
}

/** Steps of three blanks that the members of a table stand in. */
const JSON_DEPTH = 3;

/** Lines below one stand in it. */
function* jsonRows(
	process: Process,
	out: Run<typeof options>['out'],
	rows: readonly TreeRow[],
	names: readonly string[],
	depth: number,
): Task<void> {
	const indent = '   '.repeat(depth);
	const end = indent.slice(3);
	for (const [index, { cells, children }] of rows.entries()) {
		const members = names.map(
			(name, at) => `${indent}${JSON.stringify(name.toLowerCase())}: ${JSON.stringify(cells[at] ?? null)}`,
		);
		yield* out.write(`${index === 0 ? '' : ','}{\n${members.join(',\n')}`);
		if (children.length > 0) {
			yield* out.write(`,\n${indent}"children": [\n${indent}   `);
			yield* deeper(jsonRows(process, out, children, names, depth + 2));
			yield* out.write(`\n${indent}]`);
		}
		yield* out.write(`\n${end}}`);
		yield* process.tick();
	}
}

const TAB = 8;

/** Fills the width with columns that are a multiple of a tab wide, down and then across (or across first). */
function* inTabColumns(
	{ process, out }: Run<typeof options>,
	lines: readonly string[],
	width: number,
	across: boolean,
): Task<void> {
	let longest = 0;
	const widths: number[] = [];
	for (const line of lines) {
		const own = yield* textWidthInSteps(process, line);
		widths.push(own);
		longest = Math.max(longest, own);
		yield* process.tick();
	}
	const columnWidth = (Math.floor(longest / TAB) + 1) * TAB;
	const columns = Math.max(1, Math.floor(width / columnWidth));
	const rows = Math.ceil(lines.length / columns);
	for (let row = 0; row < rows; row++) {
		let text = '';
		let at = 0;
		for (let column = 0; column < columns; column++) {
			const index = across ? row * columns + column : column * rows + row;
			const line = lines[index];
			if (line === undefined) break;
			while (at < column * columnWidth) {
				text += '\t';
				at = (Math.floor(at / TAB) + 1) * TAB;
			}
			text += line;
			at += widths[index] as number;
		}
		yield* out.write(`${text}\n`);
		yield* process.tick();
	}
}

function* textWidthInSteps(process: Process, text: string): Task<number> {
	if (text.length <= STRIDE) return textWidth(text);
	let width = 0;
	let left = STRIDE;
	for (const char of text) {
		width += characterWidth(char);
		if (--left > 0) continue;
		left = STRIDE;
		yield* process.tick(STEPS);
	}
	return width;
}
