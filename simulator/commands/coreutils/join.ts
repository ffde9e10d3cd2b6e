import type { Task } from '../../machinery/task.ts';
import type { RunContext } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { openLines } from './comm.ts';
import { COREUTILS } from './version.ts';

export const join = gnuCommand({
	name: 'join',
	paths: ['/usr/bin/join'],
	size: 51_768,
	version: `join ${COREUTILS}`,
	help: `Usage: join [OPTION]... FILE1 FILE2
For each pair of input lines with identical join fields, write a line to
standard output.  The default join field is the first, delimited by blanks.

When FILE1 or FILE2 (not both) is -, read standard input.

  -a FILENUM             also print unpairable lines from file FILENUM, where
                           FILENUM is 1 or 2, corresponding to FILE1 or FILE2
  -e STRING              replace missing (empty) input fields with STRING;
                           I.e., missing fields specified with '-12jo' options
  -i, --ignore-case      ignore differences in case when comparing fields
  -j FIELD               equivalent to '-1 FIELD -2 FIELD'
  -o FORMAT              obey FORMAT while constructing output line
  -t CHAR                use CHAR as input and output field separator
  -v FILENUM             like -a FILENUM, but suppress joined output lines
  -1 FIELD               join on this FIELD of file 1
  -2 FIELD               join on this FIELD of file 2
      --check-order      check that the input is correctly sorted, even
                           if all input lines are pairable
      --nocheck-order    do not check that the input is correctly sorted
      --header           treat the first line in each file as field headers,
                           print them without trying to pair them
  -z, --zero-terminated  line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

Unless -t CHAR is given, leading blanks separate fields and are ignored,
else fields are separated by CHAR.  Any FIELD is a field number counted
from 1.  FORMAT is one or more comma or blank separated specifications,
each being 'FILENUM.FIELD' or '0'.  Default FORMAT outputs the join field,
the remaining fields from FILE1, the remaining fields from FILE2, all
separated by CHAR.  If FORMAT is the keyword 'auto', then the first
line of each file determines the number of fields output for each line.

Important: FILE1 and FILE2 must be sorted on the join fields.
E.g., use "sort -k 1b,1" if 'join' has no options,
or use "join -t ''" if 'sort' has no options.
Note, comparisons honor the rules specified by 'LC_COLLATE'.
If the input is not sorted and some lines cannot be joined, a
warning message will be given.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/join>
or available locally via: info '(coreutils) join invocation'
`,
	options: {
		unpaired: withValue('a'),
		only: withValue('v'),
		empty: withValue('e'),
		ignoreCase: flag('i', 'ignore-case'),
		field: withValue('j'),
		output: withValue('o'),
		separator: withValue('t'),
		first: withValue('1'),
		second: withValue('2'),
		header: flag('header'),
		noCheck: flag('nocheck-order'),
		check: flag('check-order'),
	},
	*main(run) {
		const { operands, values, out } = run;
		const [left, right, extra] = operands;
		if (left === undefined) throw new Fatal('missing operand', 1, true);
		if (right === undefined) throw new Fatal(`missing operand after ‘${left}’`, 1, true);
		if (extra !== undefined) throw new Fatal(`extra operand '${extra}'`, 1, true);
		for (const spec of values.output === undefined || values.output === 'auto' ? [] : values.output.split(/[ ,]+/))
			checkSpec(spec);
		const keys = [keyIndex(values.first ?? values.field), keyIndex(values.second ?? values.field)] as const;
		if (values.separator !== undefined && [...values.separator].length > 1 && values.separator !== '\\0')
			throw new Fatal(`multi-character tab ‘${values.separator.replaceAll('\\', '\\\\')}’`);
		const split = (line: string): string[] =>
			values.separator === undefined ? line.trimStart().split(/[ \t]+/) : line.split(values.separator);
		const [a, b] = [yield* readRows(run, left, split), yield* readRows(run, right, split)];
		const glue = values.separator ?? ' ';
		const [a0, b0] = [a[0]?.length ?? 0, b[0]?.length ?? 0];
		const shown = new Set(
			run.given.filter(({ key }) => key === 'unpaired' || key === 'only').map(({ value }) => value),
		);
		const paired = !run.given.some(({ key }) => key === 'only');
		const fold = (text = ''): string => (values.ignoreCase ? text.toLowerCase() : text);
		const row = (x: readonly string[] | undefined, y: readonly string[] | undefined): string => {
			const key = x?.[keys[0]] ?? y?.[keys[1]] ?? '';
			if (values.output !== undefined && values.output !== 'auto') {
				const pick = (spec: string): string => {
					const [file = '', field = ''] = spec.split('.');
					const cell = spec === '0' ? key : (file === '1' ? x : y)?.[Number(field) - 1];
					return cell === undefined || cell === '' ? (values.empty ?? '') : cell;
				};
				return values.output.split(/[ ,]+/).map(pick).join(glue);
			}
			const rest = (cells: readonly string[] | undefined, at: number): readonly string[] =>
				(cells ?? []).filter((_, index) => index !== at);
			if (values.output === 'auto') {
				const cells = (own: readonly string[] | undefined, count: number, at: number): readonly string[] =>
					Array.from({ length: count }, (_, index) => own?.[index] || (values.empty ?? '')).filter(
						(_, index) => index !== at,
					);
				return [key, ...cells(x, a0, keys[0]), ...cells(y, b0, keys[1])].join(glue);
			}
			return [key, ...rest(x, keys[0]), ...rest(y, keys[1])].join(glue);
		};
		if (values.header && (a.length > 0 || b.length > 0)) yield* out.write(`${row(a.shift(), b.shift())}\n`);
		const failed = values.noCheck
			? false
			: yield* unsorted(run, [left, right], [a, b], keys, fold, values.check === true);
		let [i, j] = [0, 0];
		while (i < a.length || j < b.length) {
			yield* run.process.tick();
			const [x, y] = [a[i], b[j]];
			const [kx, ky] = [fold(x?.[keys[0]]), fold(y?.[keys[1]])];
			if (y === undefined || (x !== undefined && kx < ky)) {
				if (shown.has('1')) yield* out.write(`${row(x, undefined)}\n`);
				i++;
			} else if (x === undefined || ky < kx) {
				if (shown.has('2')) yield* out.write(`${row(undefined, y)}\n`);
				j++;
			} else {
				let jEnd = j;
				while (jEnd < b.length && fold(b[jEnd]?.[keys[1]]) === kx) jEnd++;
				for (; i < a.length && fold(a[i]?.[keys[0]]) === kx; i++) {
					for (let k = j; k < jEnd && paired; k++) yield* out.write(`${row(a[i], b[k])}\n`);
				}
				j = jEnd;
			}
		}
		if (failed) throw new Fatal('input is not in sorted order');
		return 0;
	},
});

/** Tells of the first line of each file that is out of order, where that hides pairs. Models join.c check_order. */
function* unsorted(
	run: RunContext,
	names: readonly string[],
	files: readonly (readonly (readonly string[])[])[],
	keys: readonly number[],
	fold: (text?: string) => string,
	strict: boolean,
): Task<boolean> {
	const keyOf = (file: number, row: number): string => fold(files[file]?.[row]?.[keys[file] as number]);
	const sets = files.map((rows, file) => new Set(rows.map((_, row) => keyOf(file, row))));
	const allPaired = [0, 1].every((file) => [...(sets[file] as Set<string>)].every((key) => sets[1 - file]?.has(key)));
	if (allPaired && !strict) return false;
	let failed = false;
	for (const [file, rows] of files.entries()) {
		const at = rows.findIndex((_, row) => row > 0 && keyOf(file, row) < keyOf(file, row - 1));
		if (at < 0) continue;
		const text = `${names[file]}:${at + 1}: is not sorted: ${rows[at]?.join(' ')}`;
		if (strict) throw new Fatal(text);
		yield* run.complain(text);
		failed = true;
	}
	return failed;
}

function* readRows(run: RunContext, name: string, split: (line: string) => string[]): Task<string[][]> {
	const reader = yield* openLines(run, name);
	const rows: string[][] = [];
	for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) rows.push(split(line));
	return rows;
}

/** "0" or "FILE.FIELD". */
function checkSpec(spec: string): void {
	if (spec === '0') return;
	if (!/^[12]/.test(spec)) throw new Fatal(`invalid file number in field spec: ‘${spec}’`);
	if (!/^[12]\./.test(spec)) throw new Fatal(`invalid field specifier: ‘${spec}’`);
	keyIndex(spec.slice(2));
}

function keyIndex(text = '1'): number {
	if (!/^[1-9]\d*$/.test(text)) throw new Fatal(`invalid field number: ‘${text}’`);
	return Number(text) - 1;
}
