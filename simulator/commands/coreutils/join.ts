import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand, type Run } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import type { LineReader } from '../stdio.ts';
import { openLines } from './comm.ts';
import { COREUTILS } from './version.ts';

const options = {
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
	zero: flag('z', 'zero-terminated'),
};

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
	options,
	*main(run) {
		const [left, right, extra] = run.operands;
		if (left === undefined) throw new Fatal('missing operand', 1, true);
		if (right === undefined) throw new Fatal(`missing operand after ‘${left}’`, 1, true);
		if (extra !== undefined) throw new Fatal(`extra operand '${extra}'`, 1, true);
		const plan = planOf(run);
		if (left === '-' && right === '-') {
			throw new Fatal('both files cannot be standard input: No such file or directory');
		}
		const checks = new OrderChecks(run);
		const end = run.values.zero ? '\0' : '\n';
		const sides = [
			new Side(run, plan, checks, left, yield* openLines(run, left, end), 0),
			new Side(run, plan, checks, right, yield* openLines(run, right, end), 1),
		] as const;
		for (const side of sides) yield* side.advance();
		return yield* new Joining(run, plan, checks, sides).run();
	},
});

interface Plan {
	/** The join fields, from 0. */
	readonly keys: readonly [number, number];
	readonly split: (line: string) => readonly string[];
	readonly glue: string;
	/** Fields of the output; `auto` where the first lines say how many. */
	readonly specs: readonly string[] | 'auto' | undefined;
	/** Whose unpaired lines are shown. */
	readonly shown: readonly [boolean, boolean];
	readonly pairs: boolean;
	readonly fold: (text: string) => string;
}

/** Throws Fatal. */
function planOf({ values, given }: Run<typeof options>): Plan {
	const shown: [boolean, boolean] = [false, false];
	for (const { key, value } of given) {
		if (key !== 'unpaired' && key !== 'only') continue;
		if (value !== '1' && value !== '2') throw new Fatal(`invalid field number: ‘${value}’`);
		shown[Number(value) - 1] = true;
	}
	const lists = given.filter(({ key }) => key === 'output').map(({ value }) => value as string);
	const specs = lists.includes('auto') ? 'auto' : lists.flatMap((each) => each.split(/[ ,]+/));
	for (const spec of specs === 'auto' ? [] : specs) checkSpec(spec);
	const keys = [keyOf(given, 'first'), keyOf(given, 'second')] as const;
	const { separator } = values;
	if (separator !== undefined && [...separator].length > 1 && separator !== '\\0')
		throw new Fatal(`multi-character tab ‘${separator.replaceAll('\\', '\\\\')}’`);
	const glue = separator === '' ? '\n' : separator === '\\0' ? '\0' : (separator ?? ' ');
	const blanks = values.zero ? /[ \t\n]+/ : /[ \t]+/;
	return {
		keys,
		split: (line) => (separator === undefined ? line.trimStart().split(blanks) : line.split(glue)),
		glue,
		specs: lists.length === 0 ? undefined : specs,
		shown,
		pairs: !given.some(({ key }) => key === 'only'),
		fold: (text) => (values.ignoreCase ? text.toLowerCase() : text),
	};
}

/** What `-1` or `-2` and `-j` say of one file; they have to agree. */
function keyOf(given: Run<typeof options>['given'], option: 'first' | 'second'): number {
	let found: number | undefined;
	for (const wanted of [option, 'field']) {
		for (const { key, value } of given) {
			if (key !== wanted) continue;
			const index = keyIndex(value);
			if (found !== undefined && found !== index) {
				throw new Fatal(`incompatible join fields ${found + 1}, ${index + 1}`);
			}
			found = index;
		}
	}
	return found ?? 0;
}

interface Row {
	readonly line: string;
	readonly cells: readonly string[];
	/** As it is compared. */
	readonly key: string;
}

/** What is known of the order of the lines. Models coreutils join.c check_order. */
class OrderChecks {
	readonly #strict: boolean;
	readonly #isOff: boolean;
	/** Some line has no partner: without one the order does not matter. */
	sawUnpaired = false;
	readonly told: [boolean, boolean] = [false, false];

	constructor({ values }: Run<typeof options>) {
		this.#strict = values.check === true;
		this.#isOff = values.noCheck === true && !this.#strict;
	}

	/** Lines that nobody prints are still to be read for their order. */
	get looksOn(): boolean {
		return !this.#isOff && !(this.told[0] && this.told[1]);
	}

	/** What is to be said of two lines of a file, and whether that ends it all. */
	problem(file: 0 | 1, before: Row, after: Row): 'none' | 'told' | 'fatal' {
		if (this.#isOff || (!this.#strict && !this.sawUnpaired) || this.told[file]) return 'none';
		if (before.key <= after.key) return 'none';
		this.told[file] = true;
		return this.#strict ? 'fatal' : 'told';
	}
}

/** One of the files: its line that is looked at. */
class Side {
	/** Undefined at its end. */
	row: Row | undefined;
	readonly #run: Run<typeof options>;
	readonly #plan: Plan;
	readonly #checks: OrderChecks;
	readonly #name: string;
	readonly #lines: LineReader;
	readonly file: 0 | 1;
	#number = 0;
	#last: Row | undefined;

	constructor(run: Run<typeof options>, plan: Plan, checks: OrderChecks, name: string, lines: LineReader, file: 0 | 1) {
		this.#run = run;
		this.#plan = plan;
		this.#checks = checks;
		this.#name = name;
		this.#lines = lines;
		this.file = file;
	}

	/** To the next line. Throws Fatal. */
	*advance(): Task<void> {
		const line = yield* this.#lines.next();
		if (line === undefined) {
			this.row = undefined;
			return;
		}
		this.#number++;
		const cells = this.#plan.split(line);
		const row = { line, cells, key: this.#plan.fold(cells[this.#plan.keys[this.file]] ?? '') };
		const problem = this.#last === undefined ? 'none' : this.#checks.problem(this.file, this.#last, row);
		if (problem !== 'none') {
			const text = `${this.#name}:${this.#number}: is not sorted: ${line}`;
			if (problem === 'fatal') throw new Fatal(text);
			yield* this.#run.complain(text);
		}
		this.#last = row;
		this.row = row;
	}

	/** Headers have no order. */
	*pastHeader(): Task<void> {
		this.#last = undefined;
		yield* this.advance();
	}

	/** The lines that share the key of the one that is looked at. */
	*group(): Task<Row[]> {
		const rows: Row[] = [];
		const { key } = this.row as Row;
		while (this.row !== undefined && this.row.key === key) {
			rows.push(this.row);
			yield* this.advance();
		}
		return rows;
	}
}

/** Both files, line by line. Models coreutils join.c join. */
class Joining {
	readonly #run: Run<typeof options>;
	readonly #plan: Plan;
	readonly #checks: OrderChecks;
	readonly #sides: readonly [Side, Side];
	/** Fields of each file's first line. */
	readonly #counts: readonly number[];

	constructor(run: Run<typeof options>, plan: Plan, checks: OrderChecks, sides: readonly [Side, Side]) {
		this.#run = run;
		this.#plan = plan;
		this.#checks = checks;
		this.#sides = sides;
		this.#counts = sides.map(({ row }) => row?.cells.length ?? 0);
	}

	*run(): Task<number> {
		const [left, right] = this.#sides;
		if (this.#run.values.header && (left.row !== undefined || right.row !== undefined)) {
			yield* this.#print(left.row, right.row);
			for (const side of this.#sides) yield* side.pastHeader();
		}
		while (left.row !== undefined && right.row !== undefined) {
			yield* this.#run.process.tick();
			if (left.row.key === right.row.key) yield* this.#pairGroups();
			else {
				const side = left.row.key < right.row.key ? left : right;
				if (this.#plan.shown[side.file]) yield* this.#printAlone(side);
				yield* side.advance();
				this.#checks.sawUnpaired = true;
			}
		}
		const looksOn = this.#checks.looksOn;
		for (const side of this.#sides) yield* this.#finish(side, looksOn);
		if (this.#checks.told[0] || this.#checks.told[1]) throw new Fatal('input is not in sorted order');
		return 0;
	}

	*#pairGroups(): Task<void> {
		const [left, right] = this.#sides;
		const rows = yield* left.group();
		const others = yield* right.group();
		if (!this.#plan.pairs) return;
		for (const row of rows) {
			for (const other of others) {
				yield* this.#print(row, other);
				yield* this.#run.process.tick();
			}
		}
	}

	/** What is left of one file has no partner. */
	*#finish(side: Side, looksOn: boolean): Task<void> {
		const shows = this.#plan.shown[side.file];
		if (side.row === undefined || (!shows && !looksOn)) return;
		if (shows) yield* this.#printAlone(side);
		while (side.row !== undefined) {
			yield* side.advance();
			if (side.row !== undefined && shows) yield* this.#printAlone(side);
			if (this.#checks.told[side.file] && !shows) break;
		}
	}

	*#printAlone(side: Side): Task<void> {
		yield* side.file === 0 ? this.#print(side.row, undefined) : this.#print(undefined, side.row);
	}

	*#print(left: Row | undefined, right: Row | undefined): Task<void> {
		const end = this.#run.values.zero ? '\0' : '\n';
		yield* this.#run.out.write(this.#cells(left?.cells, right?.cells).join(this.#plan.glue) + end);
	}

	#cells(left: readonly string[] | undefined, right: readonly string[] | undefined): readonly string[] {
		const { specs, keys } = this.#plan;
		const { empty = '' } = this.#run.values;
		const key = (left === undefined ? right?.[keys[1]] : left[keys[0]]) ?? '';
		const files = [left, right];
		if (specs === undefined) {
			return [key, ...files.flatMap((cells, file) => (cells ?? []).filter((_, index) => index !== keys[file]))].map(
				(cell) => cell || empty,
			);
		}
		if (specs === 'auto') {
			const all = (file: number): string[] =>
				Array.from({ length: this.#counts[file] as number }, (_, index) => files[file]?.[index] || empty);
			return [key || empty, ...[0, 1].flatMap((file) => all(file).filter((_, index) => index !== keys[file]))];
		}
		return specs.map((spec) => {
			const [file = '', field = ''] = spec.split('.');
			return (spec === '0' ? key : files[Number(file) - 1]?.[Number(field) - 1]) || empty;
		});
	}
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
