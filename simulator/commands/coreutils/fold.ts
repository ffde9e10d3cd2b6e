import type { Task } from '../../machinery/task.ts';
import { encodeLossless } from '../../machinery/utf8.ts';
import { Fatal, forEachLine, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import type { Output } from '../stdio.ts';
import { COREUTILS } from './version.ts';

export const fold = gnuCommand({
	name: 'fold',
	paths: ['/usr/bin/fold'],
	size: 39_384,
	version: `fold ${COREUTILS}`,
	help: `Usage: fold [OPTION]... [FILE]...
Wrap input lines in each FILE, writing to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -b, --bytes         count bytes rather than columns
  -s, --spaces        break at spaces
  -w, --width=WIDTH   use WIDTH columns instead of 80
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/fold>
or available locally via: info '(coreutils) fold invocation'
`,
	badInput: { close: '-' },
	options: { bytes: flag('b', 'bytes'), spaces: flag('s', 'spaces'), width: withValue('w', 'width') },
	rewrite: (argv) => argv.map((word) => word.replace(/^-(\d+)$/, '-w$1')),
	*main(run) {
		const { width = '80', spaces, bytes } = run.values;
		if (!/^\d+$/.test(width)) throw new Fatal(`invalid number of columns: ‘${width}’`);
		if (Number(width) === 0) throw new Fatal(`invalid number of columns: ‘${width}’: Numerical result out of range`);
		const plan = { columns: Number(width), spaces: spaces === true, bytes: bytes === true };
		return yield* forEachLine(run, run.operands, (line, terminated) => foldLine(run.out, line, terminated, plan));
	},
});

interface FoldPlan {
	readonly columns: number;
	readonly spaces: boolean;
	readonly bytes: boolean;
}

/** Every byte is a column, unless it moves the cursor otherwise. Models fold.c adjust_column. */
function columnAfter(column: number, byte: number, bytes: boolean): number {
	if (bytes) return column + 1;
	if (byte === 8) return Math.max(0, column - 1);
	if (byte === 13) return 0;
	return byte === 9 ? column + 8 - (column % 8) : column + 1;
}

function* foldLine(out: Output, line: string, terminated: boolean, plan: FoldPlan): Task<void> {
	const bytes = encodeLossless(line);
	let start = 0;
	let column = 0;
	for (let at = 0; at < bytes.length; at++) {
		const next = columnAfter(column, bytes[at] as number, plan.bytes);
		if (next <= plan.columns || at === start) {
			column = next;
			continue;
		}
		let end = at;
		if (plan.spaces) {
			for (let blank = at - 1; blank >= start; blank--) {
				if (bytes[blank] !== 32 && bytes[blank] !== 9) continue;
				end = blank + 1;
				break;
			}
		}
		yield* out.writeBytes(bytes.slice(start, end));
		yield* out.write('\n');
		start = end;
		column = 0;
		at = end - 1;
	}
	yield* out.writeBytes(bytes.slice(start));
	if (terminated) yield* out.write('\n');
}
