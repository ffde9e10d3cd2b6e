import { errorMessage } from '../../kernel/error-message.ts';
import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { compileGlob } from '../../machinery/glob.ts';
import type { LineChange } from '../../machinery/line-changes.ts';
import { lineChanges } from '../../machinery/line-changes.ts';
import { compilePosix } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { baseName, isDirectory, joinPath } from '../coreutils/copy-tree.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { readAll, readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import {
	contextText,
	edText,
	linesOf,
	normalText,
	rcsText,
	type Sides,
	sideBySideText,
	unifiedText,
} from './diff-forms.ts';

const options = {
	unified: flag('u'),
	unifiedLines: mayHaveValue('unified'),
	unifiedCount: withValue('U'),
	context: flag('c'),
	contextLines: mayHaveValue('context'),
	contextCount: withValue('C'),
	normal: flag('normal'),
	ed: flag('e', 'ed'),
	rcs: flag('n', 'rcs'),
	sideBySide: flag('y', 'side-by-side'),
	width: withValue('W', 'width'),
	leftColumn: flag('left-column'),
	suppressCommon: flag('suppress-common-lines'),
	ignoreBlank: flag('B', 'ignore-blank-lines'),
	ignoreMatching: withValue('I', 'ignore-matching-lines'),
	ignoreTrailing: flag('Z', 'ignore-trailing-space'),
	ignoreTabs: flag('E', 'ignore-tab-expansion'),
	stripReturn: flag('strip-trailing-cr'),
	minimal: flag('d', 'minimal'),
	exclude: withValue('x', 'exclude'),
	expandTabs: flag('t', 'expand-tabs'),
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
  -n, --rcs                     as RCS has it
  -y, --side-by-side            in two columns
  -W, --width=NUM               of NUM (130) print columns in all
      --left-column             of what is common the left column alone
      --suppress-common-lines   nothing of what is common
  -L, --label LABEL             use LABEL instead of file name and timestamp
                                  (can be repeated)
  -r, --recursive                 recursively compare any subdirectories found
  -N, --new-file                  treat absent files as empty
  -i, --ignore-case               ignore case differences in file contents
  -b, --ignore-space-change       ignore changes in the amount of white space
  -w, --ignore-all-space          ignore all white space
  -B, --ignore-blank-lines        ignore changes where lines are all blank
  -I, --ignore-matching-lines=RE  ignore changes where all lines match RE
  -E, --ignore-tab-expansion      ignore changes due to tab expansion
  -Z, --ignore-trailing-space     ignore white space at line end
      --strip-trailing-cr         strip trailing carriage return on input
  -x, --exclude=PAT               exclude files that match PAT
  -a, --text                      treat all files as text
  -t, --expand-tabs               expand tabs to spaces in output
  -d, --minimal                   try hard to find a smaller set of changes
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
	const [own, others] = [new Set(process.readdir(before)), new Set(process.readdir(after))];
	const names = [...new Set([...own, ...others])].sort();
	let status = 0;
	const excluded = run.given.filter(({ key }) => key === 'exclude').map(({ value }) => compileGlob(value as string));
	for (const name of names) {
		yield* process.tick();
		if (excluded.some((glob) => glob.matches(name))) continue;
		const [from, to] = [joinPath(before, name), joinPath(after, name)];
		// A link that leads nowhere is there all the same.
		const [has, hasOther] = [own.has(name), others.has(name)];
		if (has && hasOther && isSameFile(process, from, to)) continue;
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

function isSameFile(process: Process, path: string, other: string): boolean {
	const [a, b] = [process.lstat(path), process.lstat(other)];
	return a.inode === b.inode && a.device === b.device;
}

/** @param named print the command line above, as for each pair of two directories. */
function* compareFiles(run: DiffRun, before: string, after: string, named: boolean): Task<number> {
	const { values, out } = run;
	const [from, to] = [yield* contentOf(run, before), yield* contentOf(run, after)];
	if (from === undefined || to === undefined) return 2;
	if (!values.text && from !== to && (from.includes('\0') || to.includes('\0'))) {
		yield* out.write(`Binary files ${before} and ${after} differ\n`);
		return 2;
	}
	const sides: Sides = { old: linesOf(from), new: linesOf(to) };
	const changes = from === to ? [] : yield* changesBetween(run, sides);
	const flags = run.process.argv.slice(1).filter((word) => word.startsWith('-') && word !== '-');
	if (changes.length === 0) {
		if (values.identical) yield* out.write(`Files ${before} and ${after} are identical\n`);
		else if (values.sideBySide) yield* out.write(sideBySideText(sides, changes, sideOptions(run)));
		return 0;
	}
	if (values.brief) {
		yield* out.write(`Files ${before} and ${after} differ\n`);
		return 1;
	}
	if (named) yield* out.write(`diff ${[...flags, before, after].join(' ')}\n`);
	yield* out.write(formOf(run, sides, changes, before, after));
	return 1;
}

function formOf(run: DiffRun, sides: Sides, changes: readonly LineChange[], before: string, after: string): string {
	const { values } = run;
	const labels = run.given.filter(({ key }) => key === 'label').map(({ value }) => value);
	const context = contextOf(run);
	if (context !== undefined) {
		const isUnified = !(values.context || values.contextLines !== undefined || values.contextCount !== undefined);
		const heads = [
			labels[0] ?? `${before}\t${timeOf(run, before)}`,
			labels[1] ?? `${after}\t${timeOf(run, after)}`,
		] as const;
		return isUnified ? unifiedText(sides, changes, context, heads) : contextText(sides, changes, context, heads);
	}
	if (values.ed) return edText(sides, changes);
	if (values.rcs) return rcsText(sides, changes);
	if (values.sideBySide) return sideBySideText(sides, changes, sideOptions(run));
	return normalText(sides, changes);
}

function sideOptions({ values }: DiffRun) {
	return {
		width: Number(values.width ?? 130),
		suppressCommon: values.suppressCommon === true,
		leftColumn: values.leftColumn === true,
		expandTabs: values.expandTabs === true,
	};
}

/** Lines around a change; undefined of forms that show none. */
function contextOf({ values }: DiffRun): number | undefined {
	const count = values.unifiedCount ?? values.contextCount ?? given(values.unifiedLines) ?? given(values.contextLines);
	if (count !== undefined) {
		if (!/^\d+$/.test(count)) throw new Fatal(`invalid context length '${count}'`, 2, true);
		return Number(count);
	}
	const asked =
		values.unified || values.context || values.unifiedLines !== undefined || values.contextLines !== undefined;
	return asked ? 3 : undefined;
}

/** An option that may have a value and has none is true. */
function given(value: string | undefined): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** Comparisons of two lines' numbers in a microsecond. */
const STEPS_PER_TICK = 100;

function* changesBetween(run: DiffRun, sides: Sides): Task<LineChange[]> {
	const { values } = run;
	// A last line without its newline differs from one that has it, unless white space does not count.
	const lenient = values.ignoreAllSpace || values.ignoreSpaceChange || values.ignoreTrailing;
	const keys = (lines: readonly string[]): string[] =>
		lines.map((line) => `${folded(run, line.replace(/\n$/, ''))}${line.endsWith('\n') || lenient ? '\n' : ''}`);
	const changes = yield* lineChanges(keys(sides.old), keys(sides.new), {
		horizon: contextOf(run) ?? 0,
		isMinimal: values.minimal === true,
		pause: (steps) => run.process.tick(Math.ceil(steps / STEPS_PER_TICK)),
	});
	const patterns = run.given
		.filter(({ key }) => key === 'ignoreMatching')
		.map(({ value }) => compilePosix(value as string, 'basic'));
	const ignorable = (line: string): boolean => {
		const text = line.replace(/\n$/, '');
		return (values.ignoreBlank === true && text === '') || patterns.some((pattern) => pattern.test(text));
	};
	return changes.filter(({ oldAt, oldCount, newAt, newCount }) => {
		const touched = [...sides.old.slice(oldAt, oldAt + oldCount), ...sides.new.slice(newAt, newAt + newCount)];
		return !touched.every(ignorable);
	});
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

/** A line as the options let it be compared. */
function folded({ values }: DiffRun, line: string): string {
	let out = values.stripReturn ? line.replace(/\r$/, '') : line;
	if (values.ignoreAllSpace) out = out.replace(/[ \t]+/g, '');
	else if (values.ignoreSpaceChange) out = out.replace(/[ \t]+/g, ' ').replace(/ $/, '');
	else if (values.ignoreTrailing) out = out.replace(/[ \t]+$/, '');
	if (values.ignoreTabs) out = out.replace(/\t/g, '        ');
	return values.ignoreCase ? out.toLowerCase() : out;
}

function timeOf(run: DiffRun, path: string): string {
	const known = path !== '-' && run.process.access(path, {});
	return strftime(
		'%Y-%m-%d %H:%M:%S.%N %z',
		known ? run.process.stat(path).mtimeMs : path === '-' ? run.process.now() : 0,
	);
}
