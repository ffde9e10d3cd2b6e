import { forEachLine, gnuCommand } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

export const rev = gnuCommand({
	name: 'rev',
	paths: ['/usr/bin/rev'],
	size: 14_640,
	version: `rev from ${UTIL_LINUX}`,
	help: `Usage: rev [options] [file ...]

Reverse lines characterwise.

Options:
 -h, --help     display this help
 -V, --version  display version

For more details see rev(1).
`,
	options: { zero: flag('0', 'zero') },
	*main(run) {
		return yield* forEachLine(
			run,
			run.operands,
			(line, terminated) => run.out.write([...line].reverse().join('') + (terminated ? '\n' : '')),
			(name) => `cannot open ${name}`,
		);
	},
});
