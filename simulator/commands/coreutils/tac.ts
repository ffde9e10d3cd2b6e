import type { Task } from '../../machinery/task.ts';
import type { RunContext } from '../gnu-command.ts';
import { forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { LineReader } from '../stdio.ts';
import { COREUTILS } from './version.ts';

export const tac = gnuCommand({
	name: 'tac',
	paths: ['/usr/bin/tac'],
	size: 43_528,
	version: `tac ${COREUTILS}`,
	help: `Usage: tac [OPTION]... [FILE]...
Write each FILE to standard output, last line first.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -b, --before             attach the separator before instead of after
  -r, --regex              interpret the separator as a regular expression
  -s, --separator=STRING   use STRING as the separator instead of newline
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/tac>
or available locally via: info '(coreutils) tac invocation'
`,
	options: { before: flag('b', 'before'), regex: flag('r', 'regex'), separator: withValue('s', 'separator') },
	*main(run) {
		const { separator = '\n', before } = run.values;
		return yield* forEachFile(
			run,
			run.operands,
			(fd) => printReversed(run, fd, separator, before === true),
			(name) => `failed to open '${name}' for reading`,
		);
	},
});

function* printReversed({ process, out }: RunContext, fd: number, separator: string, before: boolean): Task<void> {
	const text = yield* new LineReader(process, fd).rest();
	const records = text.split(separator);
	// What the separator ends, or with -b begins, stays together with it.
	if (before) {
		const pieces = records.map((record, at) => (at === 0 ? record : separator + record));
		yield* out.write(pieces.reverse().join(''));
		return;
	}
	const last = records.pop() as string;
	const pieces = records.map((record) => record + separator);
	if (last !== '') pieces.push(last);
	yield* out.write(pieces.reverse().join(''));
}
