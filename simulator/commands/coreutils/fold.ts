import type { Task } from '../../machinery/task.ts';
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
	options: { bytes: flag('b', 'bytes'), spaces: flag('s', 'spaces'), width: withValue('w', 'width') },
	rewrite: (argv) => argv.map((word) => word.replace(/^-(\d+)$/, '-w$1')),
	*main(run) {
		const { width = '80', spaces } = run.values;
		if (!/^[1-9]\d*$/.test(width)) throw new Fatal(`invalid number of columns: ‘${width}’`);
		const columns = Number(width);
		return yield* forEachLine(run, run.operands, (line, terminated) =>
			foldLine(run.out, line, terminated, columns, spaces === true),
		);
	},
});

function* foldLine(out: Output, line: string, terminated: boolean, columns: number, spaces: boolean): Task<void> {
	let rest = [...line];
	while (rest.length > columns) {
		let cut = columns;
		if (spaces) {
			const blank = rest.slice(0, columns).lastIndexOf(' ');
			if (blank >= 0) cut = blank + 1;
		}
		yield* out.write(`${rest.slice(0, cut).join('')}\n`);
		rest = rest.slice(cut);
	}
	yield* out.write(rest.join('') + (terminated ? '\n' : ''));
}
