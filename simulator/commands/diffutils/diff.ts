import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Hunk } from '../../machinery/line-diff.ts';
import { diffLines } from '../../machinery/line-diff.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { baseName, isDirectory, joinPath } from '../coreutils/copy-tree.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { readAll, readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';

const options = {
	unified: flag('u'),
	unifiedLines: withValue('U', 'unified'),
	newFile: flag('N', 'new-file'),
	recursive: flag('r', 'recursive'),
	brief: flag('q', 'brief'),
	identical: flag('s', 'report-identical-files'),
	ignoreCase: flag('i', 'ignore-case'),
	ignoreSpaceChange: flag('b', 'ignore-space-change'),
	ignoreAllSpace: flag('w', 'ignore-all-space'),
	text: flag('a', 'text'),
	label: withValue('L', 'label'),
	color: mayHaveValue('color'),
};

type DiffRun = Run<typeof options>;

export const diff = gnuCommand({
	name: 'diff',
	paths: ['/usr/bin/diff'],
	size: 151_464,
	version: 'diff (GNU diffutils) 3.10',
	usageStatus: 2,
	help: `Usage: diff [OPTION]... FILES
Compare FILES line by line.

Mandatory arguments to long options are mandatory for short options too.
  -q, --brief                   report only when files differ
  -s, --report-identical-files  report when two files are the same
  -u, -U NUM, --unified[=NUM]   output NUM (default 3) lines of unified context
  -L, --label LABEL             use LABEL instead of file name and timestamp
                                  (can be repeated)
  -r, --recursive                 recursively compare any subdirectories found
  -N, --new-file                  treat absent files as empty
  -i, --ignore-case               ignore case differences in file contents
  -b, --ignore-space-change       ignore changes in the amount of white space
  -w, --ignore-all-space          ignore all white space
  -a, --text                      treat all files as text
      --help               display this help and exit
  -v, --version            output version information and exit

FILES are 'FILE1 FILE2' or 'DIR1 DIR2' or 'DIR FILE' or 'FILE DIR'.
If a FILE is '-', read standard input.
Exit status is 0 if inputs are the same, 1 if different, 2 if trouble.
`,
	options,
	*main(run) {
		const [before, after, extra] = run.operands;
		if (before === undefined) throw new Fatal("missing operand after 'diff'", 2, true);
		if (after === undefined) throw new Fatal(`missing operand after '${before}'`, 2, true);
		if (extra !== undefined) throw new Fatal(`extra operand '${extra}'`, 2, true);
		const { process } = run;
		const [fromDirectory, toDirectory] = [isDirectory(process, before), isDirectory(process, after)];
		if (fromDirectory && toDirectory) return yield* compareDirectories(run, before, after);
		const from = fromDirectory ? joinPath(before, baseName(after)) : before;
		const to = toDirectory ? joinPath(after, baseName(before)) : after;
		return yield* compareFiles(run, from, to, false);
	},
});

function* compareDirectories(run: DiffRun, before: string, after: string): Task<number> {
	const { process, values, out } = run;
	const names = [...new Set([...process.readdir(before), ...process.readdir(after)])].sort();
	let status = 0;
	for (const name of names) {
		yield* process.tick();
		const [from, to] = [joinPath(before, name), joinPath(after, name)];
		const [has, hasOther] = [process.access(from, {}), process.access(to, {})];
		if (has && hasOther && isDirectory(process, from) && isDirectory(process, to)) {
			if (values.recursive) status = Math.max(status, yield* compareDirectories(run, from, to));
			else yield* out.write(`Common subdirectories: ${from} and ${to}\n`);
		} else if ((has && hasOther) || values.newFile) {
			status = Math.max(status, yield* compareFiles(run, from, to, true));
		} else {
			yield* out.write(`Only in ${has ? before : after}: ${name}\n`);
			status = Math.max(status, 1);
		}
	}
	return status;
}

/** @param named print the command line above, as for each pair of two directories. */
function* compareFiles(run: DiffRun, before: string, after: string, named: boolean): Task<number> {
	const { values, out } = run;
	const [from, to] = [yield* contentOf(run, before), yield* contentOf(run, after)];
	if (from === undefined || to === undefined) return 2;
	const hunks = diffLines(folded(run, from), folded(run, to), contextOf(run));
	if (hunks.length === 0) {
		if (values.identical) yield* out.write(`Files ${before} and ${after} are identical\n`);
		return 0;
	}
	if (values.brief) {
		yield* out.write(`Files ${before} and ${after} differ\n`);
		return 1;
	}
	const flags = run.process.argv.slice(1).filter((word) => word.startsWith('-') && word !== '-');
	if (named) yield* out.write(`diff ${[...flags, before, after].join(' ')}\n`);
	if (values.unified || values.unifiedLines !== undefined) {
		const labels = run.given.filter(({ key }) => key === 'label').map(({ value }) => value);
		yield* out.write(
			`--- ${labels[0] ?? `${before}\t${timeOf(run, before)}`}\n+++ ${labels[1] ?? `${after}\t${timeOf(run, after)}`}\n`,
		);
		for (const hunk of hunks) yield* out.write(unified(hunk));
	} else for (const hunk of hunks) yield* out.write(normal(hunk));
	return 1;
}

function contextOf({ values }: DiffRun): number {
	if (values.unifiedLines !== undefined) return Number(values.unifiedLines);
	return values.unified ? 3 : 0;
}

function* contentOf(run: DiffRun, path: string): Task<string | undefined> {
	try {
		return decodeUtf8(path === '-' ? yield* readAll(run.process, 0) : yield* readFile(run.process, path));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (error.errno === 'ENOENT' && run.values.newFile) return '';
		yield* run.complain(`${path}: ${errorMessage(error.errno)}`);
		return undefined;
	}
}

/** The text as the options let it be compared. Differs: ignored differences are shown as they were compared. */
function folded({ values }: DiffRun, text: string): string {
	let out = text;
	if (values.ignoreAllSpace) out = out.replace(/[ \t]+/g, '');
	else if (values.ignoreSpaceChange) out = out.replace(/[ \t]+/g, ' ').replace(/ $/gm, '');
	return values.ignoreCase ? out.toLowerCase() : out;
}

function timeOf(run: DiffRun, path: string): string {
	const known = path !== '-' && run.process.access(path, {});
	return strftime(
		'%Y-%m-%d %H:%M:%S.%N %z',
		known ? run.process.stat(path).mtimeMs : path === '-' ? run.process.now() : 0,
	);
}

function unified(hunk: Hunk): string {
	const range = (start: number, lines: number): string =>
		lines === 1 ? String(start) : `${lines === 0 ? start - 1 : start},${lines}`;
	const head = `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@\n`;
	return head + hunk.lines.map((line) => `${line}\n`).join('');
}

/** "3c3", "2a3,4", "5d4" with < and >. */
function normal(hunk: Hunk): string {
	const range = (start: number, lines: number): string => {
		if (lines === 0) return String(start - 1);
		return lines === 1 ? String(start) : `${start},${start + lines - 1}`;
	};
	const kind = hunk.oldLines === 0 ? 'a' : hunk.newLines === 0 ? 'd' : 'c';
	const removed = hunk.lines.filter((line) => line.startsWith('-')).map((line) => `< ${line.slice(1)}\n`);
	const added = hunk.lines.filter((line) => line.startsWith('+')).map((line) => `> ${line.slice(1)}\n`);
	const parting = kind === 'c' ? '---\n' : '';
	return `${range(hunk.oldStart, hunk.oldLines)}${kind}${range(hunk.newStart, hunk.newLines)}\n${removed.join('')}${parting}${added.join('')}`;
}
