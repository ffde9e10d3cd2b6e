import type { Process } from '../../kernel/process-api.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { openLines } from './comm.ts';
import { COREUTILS } from './version.ts';

const RANGE_MAX = 1_000_000;

export const shuf = gnuCommand({
	name: 'shuf',
	paths: ['/usr/bin/shuf'],
	size: 47_576,
	version: `shuf ${COREUTILS}`,
	help: `Usage: shuf [OPTION]... [FILE]
  or:  /usr/bin/shuf -e [OPTION]... [ARG]...
  or:  /usr/bin/shuf -i LO-HI [OPTION]...
Write a random permutation of the input lines to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -e, --echo                treat each ARG as an input line
  -i, --input-range=LO-HI   treat each number LO through HI as an input line
  -n, --head-count=COUNT    output at most COUNT lines
  -o, --output=FILE         write result to FILE instead of standard output
      --random-source=FILE  get random bytes from FILE
  -r, --repeat              output lines can be repeated
  -z, --zero-terminated     line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/shuf>
or available locally via: info '(coreutils) shuf invocation'
`,
	options: {
		echo: flag('e', 'echo'),
		range: withValue('i', 'input-range'),
		count: withValue('n', 'head-count'),
		output: withValue('o', 'output'),
		repeat: flag('r', 'repeat'),
		zero: flag('z', 'zero-terminated'),
	},
	*main(run) {
		const { process, values, operands } = run;
		const end = values.zero ? '\0' : '\n';
		if (values.count !== undefined && !/^\d+$/.test(values.count)) {
			throw new Fatal(`invalid line count: ‘${values.count}’`);
		}
		let lines: string[] = [];
		if (values.range !== undefined) {
			const match = /^(\d+)-(\d+)$/.exec(values.range);
			const [low, high] = [Number(match?.[1]), Number(match?.[2])];
			if (match === null || low > high + 1 || high - low > RANGE_MAX) {
				throw new Fatal(`invalid input range: ‘${values.range}’`);
			}
			for (let value = low; value <= high; value++) lines.push(String(value));
		} else if (values.echo) lines = [...operands];
		else {
			if (operands.length > 1) throw new Fatal(`extra operand ‘${operands[1]}’`, 1, true);
			const reader = yield* openLines(run, operands[0] ?? '-', end);
			for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) lines.push(line);
		}
		const limit = values.count === undefined ? Number.POSITIVE_INFINITY : Number(values.count);
		if (values.repeat) {
			if (lines.length === 0) throw new Fatal('no lines to repeat');
			for (let done = 0; done < limit; done++) {
				yield* run.out.write((lines[process.randomUint32() % lines.length] as string) + end);
				yield* process.tick();
			}
			return 0;
		}
		shuffle(lines, process);
		for (const line of lines.slice(0, limit)) yield* run.out.write(line + end);
		return 0;
	},
});

function shuffle(lines: string[], process: Process): void {
	for (let at = lines.length - 1; at > 0; at--) {
		const other = process.randomUint32() % (at + 1);
		[lines[at], lines[other]] = [lines[other] as string, lines[at] as string];
	}
}
