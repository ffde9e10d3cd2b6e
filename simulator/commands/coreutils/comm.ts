import type { Task } from '../../machinery/task.ts';
import type { RunContext } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { quotedName } from '../quoted-name.ts';
import { LineReader } from '../stdio.ts';
import { COREUTILS } from './version.ts';

export const comm = gnuCommand({
	name: 'comm',
	paths: ['/usr/bin/comm'],
	size: 39_384,
	version: `comm ${COREUTILS}`,
	help: `Usage: comm [OPTION]... FILE1 FILE2
Compare sorted files FILE1 and FILE2 line by line.

When FILE1 or FILE2 (not both) is -, read standard input.

With no options, produce three-column output.  Column one contains
lines unique to FILE1, column two contains lines unique to FILE2,
and column three contains lines common to both files.

  -1                      suppress column 1 (lines unique to FILE1)
  -2                      suppress column 2 (lines unique to FILE2)
  -3                      suppress column 3 (lines that appear in both files)

      --check-order       check that the input is correctly sorted, even
                            if all input lines are pairable
      --nocheck-order     do not check that the input is correctly sorted
      --output-delimiter=STR  separate columns with STR
      --total             output a summary
  -z, --zero-terminated   line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

Note, comparisons honor the rules specified by 'LC_COLLATE'.

Examples:
  /usr/bin/comm -12 file1 file2  Print only lines present in both file1 and file2.
  /usr/bin/comm -3 file1 file2  Print lines in file1 not in file2, and vice versa.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/comm>
or available locally via: info '(coreutils) comm invocation'
`,
	options: {
		first: flag('1'),
		second: flag('2'),
		both: flag('3'),
		check: flag('check-order'),
		noCheck: flag('nocheck-order'),
		delimiter: withValue('output-delimiter'),
		total: flag('total'),
		zero: flag('z', 'zero-terminated'),
	},
	*main(run) {
		const { operands, values } = run;
		const [left, right, extra] = operands;
		if (left === undefined) throw new Fatal('missing operand', 1, true);
		if (right === undefined) throw new Fatal(`missing operand after ‘${left}’`, 1, true);
		if (extra !== undefined) throw new Fatal(`extra operand ‘${extra}’`, 1, true);
		const end = values.zero ? '\0' : '\n';
		const delimiter = values.delimiter ?? '\t';
		const readers = [yield* openLines(run, left, end), yield* openLines(run, right, end)] as const;
		const prefixes = [
			'',
			values.first ? '' : delimiter,
			(values.first ? '' : delimiter) + (values.second ? '' : delimiter),
		];
		const hidden = [values.first, values.second, values.both];
		const totals: [number, number, number] = [0, 0, 0];
		let a = yield* readers[0].next();
		let b = yield* readers[1].next();
		const order = new OrderCheck(run, values.noCheck ? 'never' : values.check ? 'always' : 'default');
		while (a !== undefined || b !== undefined) {
			order.unpaired ||= a !== b;
			const column = b === undefined || (a !== undefined && a < b) ? 0 : a === undefined || b < a ? 1 : 2;
			const line = (column === 1 ? b : a) as string;
			totals[column]++;
			if (!hidden[column]) yield* run.out.write((prefixes[column] as string) + line + end);
			if (column !== 1) a = yield* order.next(readers[0], 0, a as string);
			if (column !== 0) b = yield* order.next(readers[1], 1, b as string);
		}
		if (values.total) yield* run.out.write(`${totals.join(delimiter)}${delimiter}total${end}`);
		if (order.failed) throw new Fatal('input is not in sorted order');
		return 0;
	},
});

/** Says once of each file that it is not sorted, when lines went without a partner. Models comm.c check_order. */
class OrderCheck {
	readonly #run: RunContext;
	readonly #when: 'never' | 'default' | 'always';
	readonly #told = [false, false];
	unpaired = false;
	failed = false;

	constructor(run: RunContext, when: 'never' | 'default' | 'always') {
		this.#run = run;
		this.#when = when;
	}

	*next(reader: LineReader, file: 0 | 1, previous: string): Task<string | undefined> {
		const line = yield* reader.next();
		if (line === undefined || line >= previous || this.#when === 'never' || this.#told[file]) return line;
		if (this.#when === 'default' && !this.unpaired) return line;
		const text = `file ${file + 1} is not in sorted order`;
		if (this.#when === 'always') throw new Fatal(text);
		this.#told[file] = true;
		this.failed = true;
		yield* this.#run.complain(text);
		return line;
	}
}

export function* openLines(run: RunContext, name: string, separator = '\n'): Task<LineReader> {
	try {
		const fd = name === '-' ? 0 : yield* run.process.open(name, { read: true });
		return new LineReader(run.process, fd, separator);
	} catch (error) {
		throw new Fatal(`${quotedName(name)}: ${reasonOf(error)}`);
	}
}
