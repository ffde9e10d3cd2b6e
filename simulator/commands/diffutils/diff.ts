import { isDirectory } from '../coreutils/copy-tree.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { DirectoryComparison } from './compare-directories.ts';
import { FileComparison } from './compare-files.ts';
import { DIFF_OPTIONS, type DiffRun } from './diff-options.ts';

export const diff = gnuCommand({
	name: 'diff',
	paths: ['/usr/bin/diff'],
	size: 151_464,
	version: 'diff (GNU diffutils) 3.10',
	usageStatus: 2,
	usageHint: "diff: Try 'diff --help' for more information.",
	help: `Usage: diff [OPTION]... FILES
Compare FILES line by line.

Mandatory arguments to long options are mandatory for short options too.
  -q, --brief                   report only when files differ
  -s, --report-identical-files  report when two files are the same
      --normal                  the default form
  -c, -C NUM, --context[=NUM]   NUM (3) lines of context, copied
  -u, -U NUM, --unified[=NUM]   NUM (3) lines of context, unified
  -e, --ed                      a script for ed
  -f, --forward-ed              the same from the first change on
  -n, --rcs                     as RCS has it
  -y, --side-by-side            in two columns
  -W, --width=NUM               of NUM (130) print columns in all
      --left-column             of what is common the left column alone
      --suppress-common-lines   nothing of what is common
  -p, --show-c-function         show which C function each change is in
  -F, --show-function-line=RE   show the most recent line that matches RE
  -L, --label LABEL             use LABEL instead of file name and timestamp
                                  (can be repeated)
  -r, --recursive                 recursively compare any subdirectories found
  -N, --new-file                  treat absent files as empty
  -P, --unidirectional-new-file   treat absent first files as empty
  -i, --ignore-case               ignore case differences in file contents
  -b, --ignore-space-change       ignore changes in the amount of white space
  -w, --ignore-all-space          ignore all white space
  -B, --ignore-blank-lines        ignore changes where lines are all blank
  -I, --ignore-matching-lines=RE  ignore changes where all lines match RE
  -E, --ignore-tab-expansion      ignore changes due to tab expansion
  -Z, --ignore-trailing-space     ignore white space at line end
      --strip-trailing-cr         strip trailing carriage return on input
  -x, --exclude=PAT               exclude files that match PAT
  -X, --exclude-from=FILE         exclude files that match any pattern in FILE
  -S, --starting-file=FILE        start with FILE when comparing directories
      --from-file=FILE1           compare FILE1 to all operands
      --to-file=FILE2             compare all operands to FILE2
      --no-dereference            don't follow symbolic links
  -a, --text                      treat all files as text
  -l, --paginate                  pass output through 'pr' to paginate it
  -t, --expand-tabs               expand tabs to spaces in output
  -T, --initial-tab               make tabs line up by a tab before each line
      --tabsize=NUM               tab stops every NUM (8) print columns
      --suppress-blank-empty      no space or tab before empty output lines
  -D, --ifdef=NAME                both files as one, with '#ifdef NAME'
      --GTYPE-group-format=GFMT   format GTYPE input groups with GFMT
      --line-format=LFMT          format all input lines with LFMT
      --LTYPE-line-format=LFMT    format LTYPE input lines with LFMT
      --color[=WHEN]              colour what is shown: never, always or auto
      --palette=PALETTE           the colours when --color is active
  -d, --minimal                   try hard to find a smaller set of changes
      --help               display this help and exit
  -v, --version            output version information and exit

FILES are 'FILE1 FILE2' or 'DIR1 DIR2' or 'DIR FILE' or 'FILE DIR'.
If a FILE is '-', read standard input.
Exit status is 0 if inputs are the same, 1 if different, 2 if trouble.
`,
	options: DIFF_OPTIONS,
	rewrite: (argv) => argv.flatMap((word, at) => (TAKES_VALUE.test(argv[at - 1] ?? '') ? [word] : withCount(word))),
	*main(run) {
		const { values, operands } = run;
		checkStyles(run);
		const files = new FileComparison(run);
		const directories = yield* DirectoryComparison.prepare(run, files);
		if (values.fromFile !== undefined && values.toFile !== undefined) {
			throw new Fatal('--from-file and --to-file both specified', 2);
		}
		const fixed = values.fromFile ?? values.toFile;
		if (fixed !== undefined) {
			let status = 0;
			for (const each of operands) {
				const pair = values.toFile === undefined ? ([fixed, each] as const) : ([each, fixed] as const);
				status = Math.max(status, yield* directories.pair(...pair));
			}
			return status;
		}
		const [before, after, extra] = operands;
		if (after === undefined) throw new Fatal(`missing operand after '${run.process.argv.at(-1)}'`, 2, true);
		if (extra !== undefined) throw new Fatal(`extra operand '${extra}'`, 2, true);
		if (before === '-' && isDirectory(run.process, after)) throw new Fatal("cannot compare '-' to a directory", 2);
		return yield* directories.pair(before as string, after);
	},
});

/** The word behind it is its value. */
const TAKES_VALUE = /^-[a-zA-Z]*[CDFILSUWXx]$/;

/** "-u10" and "-10": how many lines of context. */
function withCount(word: string): readonly string[] {
	const match = /^-([abBcdeEfiHlnNpPqrstTuvwyZ]*)(\d+)([a-zA-Z]*)$/.exec(word);
	if (match === null) return [word];
	const letters = `${match[1]}${match[3]}`;
	return [...(letters === '' ? [] : [`-${letters}`]), `--obsolete count=${match[2]}`];
}

const STYLES: Readonly<Partial<Record<keyof typeof DIFF_OPTIONS, string>>> = {
	unified: 'unified',
	unifiedLines: 'unified',
	unifiedCount: 'unified',
	context: 'context',
	contextLines: 'context',
	contextCount: 'context',
	normal: 'normal',
	ed: 'ed',
	forwardEd: 'forward',
	rcs: 'rcs',
	sideBySide: 'side',
	ifdef: 'merged',
};

function checkStyles({ given }: DiffRun): void {
	const asked = new Set(given.flatMap(({ key }) => STYLES[key] ?? []));
	if (asked.size > 1) throw new Fatal('conflicting output style options', 2, true);
}
