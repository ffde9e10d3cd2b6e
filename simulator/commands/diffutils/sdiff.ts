import { Fatal, gnuCommand } from '../gnu-command.ts';
import { become } from '../launch.ts';
import { flag, withValue } from '../options.ts';

const options = {
	output: withValue('o', 'output'),
	ignoreCase: flag('i', 'ignore-case'),
	ignoreTabs: flag('E', 'ignore-tab-expansion'),
	ignoreTrailing: flag('Z', 'ignore-trailing-space'),
	ignoreSpaceChange: flag('b', 'ignore-space-change'),
	ignoreAllSpace: flag('W', 'ignore-all-space'),
	ignoreBlank: flag('B', 'ignore-blank-lines'),
	ignoreMatching: withValue('I', 'ignore-matching-lines'),
	stripReturn: flag('strip-trailing-cr'),
	text: flag('a', 'text'),
	width: withValue('w', 'width'),
	leftColumn: flag('l', 'left-column'),
	suppressCommon: flag('s', 'suppress-common-lines'),
	expandTabs: flag('t', 'expand-tabs'),
	tabSize: withValue('tabsize'),
	minimal: flag('d', 'minimal'),
	speed: flag('H', 'speed-large-files'),
	diffProgram: withValue('diff-program'),
};

/** What diff calls the option. */
const OF_DIFF: Readonly<Record<string, string>> = {
	ignoreCase: '-i',
	ignoreTabs: '-E',
	ignoreTrailing: '-Z',
	ignoreSpaceChange: '-b',
	ignoreAllSpace: '-w',
	ignoreBlank: '-B',
	ignoreMatching: '-I',
	stripReturn: '--strip-trailing-cr',
	text: '-a',
	width: '-W',
	leftColumn: '--left-column',
	suppressCommon: '--suppress-common-lines',
	expandTabs: '-t',
	tabSize: '--tabsize',
	minimal: '-d',
	speed: '-H',
};

/** Two files side by side: it becomes diff. Deliberately missing: `-o`, which asks at every difference. */
export const sdiff = gnuCommand({
	name: 'sdiff',
	paths: ['/usr/bin/sdiff'],
	size: 43_784,
	version: 'sdiff (GNU diffutils) 3.10',
	usageStatus: 2,
	usageHint: "sdiff: Try 'sdiff --help' for more information.",
	help: `Usage: sdiff [OPTION]... FILE1 FILE2
Two files side by side, with what differs between them.

  -i, --ignore-case            upper and lower case are the same
  -E, --ignore-tab-expansion   tabs and the blanks that they stand for are the same
  -Z, --ignore-trailing-space  white space at the end of a line does not count
  -b, --ignore-space-change    how much white space there is does not count
  -W, --ignore-all-space       white space does not count
  -B, --ignore-blank-lines     lines without text do not count
  -I, --ignore-matching-lines=RE  lines that match RE do not count
      --strip-trailing-cr      a carriage return at the end of a line does not count
  -a, --text                   all files are text
  -w, --width=NUM              NUM (130) columns in all
  -l, --left-column            of what is common the left column alone
  -s, --suppress-common-lines  nothing of what is common
  -t, --expand-tabs            tabs become blanks
      --tabsize=NUM            tab stops every NUM (8) columns
  -d, --minimal                look longer for fewer changes
  -H, --speed-large-files      files are large, their changes small and many
      --diff-program=PROGRAM   compare with PROGRAM
      --help                   this text
  -v, --version                the version

A file '-' is standard input. Exit status is 0 if the files are the same, 1 if they differ, 2 on trouble.
`,
	options,
	*main({ process, values, given, operands }) {
		const [before, after, extra] = operands;
		if (before === undefined || after === undefined) {
			throw new Fatal(`missing operand after '${process.argv.at(-1)}'`, 2, true);
		}
		if (extra !== undefined) throw new Fatal(`extra operand '${extra}'`, 2, true);
		if (values.output !== undefined) throw new Fatal('merging with --output is not simulated', 2);
		const words = given.flatMap(({ key, value }) => {
			const word = OF_DIFF[key];
			if (word === undefined) return [];
			if (value === undefined) return [word];
			return word.startsWith('--') ? [`${word}=${value}`] : [word, value];
		});
		const argv = [values.diffProgram ?? 'diff', ...words, '-y', '--', before, after];
		return yield* become(process, argv, process.env);
	},
});
