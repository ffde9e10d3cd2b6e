import type { Task } from '../../machinery/task.ts';
import type { RunContext } from '../gnu-command.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import type { Output } from '../stdio.ts';
import { LineReader } from '../stdio.ts';
import { COREUTILS } from './version.ts';

/** Differs: lines are filled greedily; GNU weighs paragraphs as a whole. */
export const fmt = gnuCommand({
	name: 'fmt',
	paths: ['/usr/bin/fmt'],
	size: 43_480,
	version: `fmt ${COREUTILS}`,
	help: `Usage: fmt [-WIDTH] [OPTION]... [FILE]...
Reformat each paragraph in the FILE(s), writing to standard output.
The option -WIDTH is an abbreviated form of --width=DIGITS.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -c, --crown-margin        preserve indentation of first two lines
  -p, --prefix=STRING       reformat only lines beginning with STRING,
                              reattaching the prefix to reformatted lines
  -s, --split-only          split long lines, but do not refill
  -t, --tagged-paragraph    indentation of first line different from second
  -u, --uniform-spacing     one space between words, two after sentences
  -w, --width=WIDTH         maximum line width (default of 75 columns)
  -g, --goal=WIDTH          goal width (default of 93% of width)
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/fmt>
or available locally via: info '(coreutils) fmt invocation'
`,
	options: { split: flag('s', 'split-only'), uniform: flag('u', 'uniform-spacing'), width: withValue('w', 'width') },
	rewrite: (argv) => argv.map((word) => word.replace(/^-(\d+)$/, '-w$1')),
	*main(run) {
		const { width = '75' } = run.values;
		if (!/^\d+$/.test(width)) throw new Fatal(`invalid width: ‘${width}’`);
		const goal = Math.max(1, Math.floor((Number(width) * 187) / 200));
		return yield* forEachFile(run, run.operands, (fd) => format(run, fd, goal, run.values.split === true));
	},
});

function* format({ process, out }: RunContext, fd: number, goal: number, split: boolean): Task<void> {
	const reader = new LineReader(process, fd);
	let words: string[] = [];
	let indent = '';
	for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
		const own = /^[ \t]*/.exec(line)?.[0] ?? '';
		if (line.trim() === '' || (words.length > 0 && own !== indent) || split) {
			yield* print(out, words, indent, goal);
			words = [];
		}
		if (line.trim() === '') {
			yield* out.write('\n');
			continue;
		}
		indent = own;
		words.push(...line.trim().split(/\s+/));
	}
	yield* print(out, words, indent, goal);
}

/** A paragraph in lines of at most `goal` columns. */
function* print(out: Output, words: readonly string[], indent: string, goal: number): Task<void> {
	let line = '';
	for (const word of words) {
		const longer = line === '' ? indent + word : `${line} ${word}`;
		if (line !== '' && longer.length > goal) {
			yield* out.write(`${line}\n`);
			line = indent + word;
		} else line = longer;
	}
	if (line !== '') yield* out.write(`${line}\n`);
}
