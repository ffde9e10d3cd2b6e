import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { deeper, descending } from '../../machinery/descent.ts';
import { compileGlob } from '../../machinery/glob.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, hasEscapedByte } from '../../machinery/utf8.ts';
import { joinPath } from '../coreutils/copy-tree.ts';
import type { GnuProgram, Run } from '../gnu-command.ts';
import { Fatal, gnuCommand, isUtf8Locale } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { LineReader, readFile } from '../stdio.ts';
import { chooseWord } from '../word-choice.ts';
import { coloured } from './grep-colours.ts';
import type { LinePattern, PatternSyntax } from './grep-pattern.ts';
import { linePattern } from './grep-pattern.ts';
import { coloursOf, LinePrinter } from './grep-printer.ts';

const options = {
	after: withValue('A', 'after-context'),
	before: withValue('B', 'before-context'),
	context: withValue('C', 'context'),
	text: flag('a', 'text'),
	binaryFiles: withValue('binary-files'),
	withoutBinary: flag('I'),
	binary: flag('U', 'binary'),
	byteOffset: flag('b', 'byte-offset'),
	count: flag('c', 'count'),
	color: mayHaveValue('color', 'colour'),
	devices: withValue('D', 'devices'),
	oldOffsets: flag('u', 'unix-byte-offsets'),
	directories: withValue('d', 'directories'),
	extended: flag('E', 'extended-regexp'),
	pattern: withValue('e', 'regexp'),
	exclude: withValue('exclude'),
	excludeDirectory: withValue('exclude-dir'),
	fixed: flag('F', 'fixed-strings'),
	file: withValue('f', 'file'),
	basic: flag('G', 'basic-regexp'),
	withName: flag('H', 'with-filename'),
	withoutName: flag('h', 'no-filename'),
	include: withValue('include'),
	ignoreCase: flag('i', 'y', 'ignore-case'),
	noIgnoreCase: flag('no-ignore-case'),
	withoutMatch: flag('L', 'files-without-match'),
	label: withValue('label'),
	withMatch: flag('l', 'files-with-matches'),
	lineBuffered: flag('line-buffered'),
	maxCount: withValue('m', 'max-count'),
	lineNumber: flag('n', 'line-number'),
	onlyMatching: flag('o', 'only-matching'),
	perl: flag('P', 'perl-regexp'),
	quiet: flag('q', 'quiet', 'silent'),
	dereferenceRecursive: flag('R', 'dereference-recursive'),
	recursive: flag('r', 'recursive'),
	noMessages: flag('s', 'no-messages'),
	initialTab: flag('T', 'initial-tab'),
	invert: flag('v', 'invert-match'),
	wordRegexp: flag('w', 'word-regexp'),
	lineRegexp: flag('x', 'line-regexp'),
	nullName: flag('Z', 'null'),
	nullData: flag('z', 'null-data'),
	noGroupSeparator: flag('no-group-separator'),
	groupSeparator: withValue('group-separator'),
};

export type GrepRun = Run<typeof options>;

function grepCommand(name: string, size: number, syntax: PatternSyntax): GnuProgram<typeof options> {
	return gnuCommand({
		name,
		paths: [`/usr/bin/${name}`],
		size,
		version: `${name} (GNU grep) 3.11`,
		usageStatus: 2,
		usageHint: `Usage: ${name} [OPTION]... PATTERNS [FILE]...\nTry '${name} --help' for more information.`,
		help: helpOf(name),
		options,
		rewrite: (argv) => argv.flatMap(withContext),
		main: (run) => start(run, name, syntax),
	});
}

function* start(run: GrepRun, name: string, syntax: PatternSyntax): Task<number> {
	if (!/^(?:true|always|yes|force|never|no|none|auto|tty|if-tty)$/.test(String(run.values.color ?? 'auto'))) {
		yield* run.out.write(helpOf(name));
		return 0;
	}
	yield* checkOptions(run);
	return yield* searchAll(run, syntax);
}

/** Digits among the letters say how much context is wanted. */
function withContext(word: string): string[] {
	const match = /^-([abcEFGhHiIlLnoPqrRsTUuvwxyzZ]*)(\d+)([abcEFGhHiIlLnoPqrRsTUuvwxyzZ]*)$/.exec(word);
	if (match === null) return [word];
	const letters = `${match[1]}${match[3]}`;
	return [`-C${match[2]}`, ...(letters === '' ? [] : [`-${letters}`])];
}

/** Throws Fatal. Models grep.c main. */
function* checkOptions(run: GrepRun): Task<void> {
	const { values, given, process } = run;
	const matchers = new Set(given.map(({ key }) => key).filter((key) => MATCHERS.has(key)));
	if (matchers.size > 1) throw new Fatal('conflicting matchers specified', 2);
	chooseWord(values.directories, 'directories', [['read'], ['recurse'], ['skip']]);
	if (values.devices !== undefined && !/^(?:read|skip)$/.test(values.devices)) {
		throw new Fatal('unknown devices method', 2);
	}
	if (values.binaryFiles !== undefined && !/^(?:binary|text|without-match)$/.test(values.binaryFiles)) {
		throw new Fatal('unknown binary-files type', 2);
	}
	if (values.oldOffsets) yield* run.complain('warning: --unix-byte-offsets (-u) is obsolete');
	const old = process.env.get('GREP_COLOR') ?? '';
	if (old !== '' && values.color !== undefined && coloursOf(run) !== undefined) {
		yield* run.complain(`warning: GREP_COLOR='${old}' is deprecated; use GREP_COLORS='mt=${old}'`);
	}
}

const MATCHERS: ReadonlySet<string> = new Set(['extended', 'fixed', 'basic', 'perl']);

function* searchAll(run: Run<typeof options>, syntax: PatternSyntax): Task<number> {
	const rest = [...run.operands];
	const patterns = yield* patternsOf(run, rest);
	const { values } = run;
	const selectsAll = patterns.length > 0 && patterns.every((pattern) => pattern === '');
	if (selectsAll && values.invert && !values.lineRegexp && !values.wordRegexp && !values.withoutMatch) return 1;
	if (values.extended || syntax === 'extended') yield* warnOfStars(run, patterns);
	const pattern = yield* linePattern(
		patterns,
		{
			syntax: run.values.fixed
				? 'fixed'
				: run.values.perl
					? 'perl'
					: run.values.extended
						? 'extended'
						: run.values.basic
							? 'basic'
							: syntax,
			ignoreCase: run.values.ignoreCase === true && !run.values.noIgnoreCase,
			malformed: !isUtf8Locale(run.process.env),
			wholeWord: run.values.wordRegexp === true,
			wholeLine: run.values.lineRegexp === true,
		},
		(steps) => run.process.tick(steps),
	);
	return yield* new Search(run, pattern).run(rest);
}

/** A repetition that nothing stands before means itself. */
function* warnOfStars(run: GrepRun, patterns: readonly string[]): Task<void> {
	for (const pattern of patterns) {
		const first = /^(?:\^|\()*([*+?]|\{\d+(?:,\d*)?\})/.exec(pattern)?.[1];
		if (first === undefined) continue;
		yield* run.complain(`warning: ${first.startsWith('{') ? '{...}' : first} at start of expression`);
	}
}

export const grep = grepCommand('grep', 203_152, 'basic');
export const egrep = grepCommand('egrep', 41, 'extended');
export const fgrep = grepCommand('fgrep', 41, 'fixed');

/** Patterns of -e and -f, or the first operand; each may hold several lines. */
function* patternsOf(run: GrepRun, rest: string[]): Task<string[]> {
	const given: string[] = [];
	for (const { key, value } of run.given) {
		if (key === 'pattern') given.push(...(value as string).split('\n'));
		if (key !== 'file') continue;
		try {
			const text = decodeUtf8(yield* readFile(run.process, value as string));
			given.push(...(text === '' ? [] : text.replace(/\n$/, '').split('\n')));
		} catch (error) {
			throw new Fatal(`${value}: ${reasonOf(error)}`, 2);
		}
	}
	if (run.values.pattern !== undefined || run.values.file !== undefined) return given;
	const first = rest.shift();
	if (first === undefined) {
		throw new Fatal('', 2);
	}
	return first.split('\n');
}

/** Of line numbers and offsets under `-T`: as wide as the file's size, of what has none as wide as can be. */
function sizeDigits(process: Process, fd: number): number {
	const { type, size } = process.fstat(fd);
	return type === 'file' ? String(size).length : 19;
}

class Search {
	readonly #run: GrepRun;
	readonly #pattern: LinePattern;
	readonly #maxCount: number;
	#found = false;
	#failed = false;
	/** Lines of a file before this one. */
	#printed = false;
	#named = false;

	constructor(run: GrepRun, pattern: LinePattern) {
		this.#run = run;
		this.#pattern = pattern;
		this.#maxCount = run.values.maxCount === undefined ? Number.POSITIVE_INFINITY : Number(run.values.maxCount);
		if (Number.isNaN(this.#maxCount)) throw new Fatal('invalid max count', 2);
	}

	*run(operands: readonly string[]): Task<number> {
		const { values } = this.#run;
		if (!values.withoutMatch && this.#maxCount === 0) return 1;
		const recursive = (values.recursive ?? values.dereferenceRecursive) === true || values.directories === 'recurse';
		const files = operands.length === 0 ? [recursive ? '.' : '-'] : operands;
		this.#named = values.withName === true || (!values.withoutName && (files.length > 1 || recursive));
		for (const file of files) {
			yield* this.#operand(file, recursive, operands.length === 0 && recursive);
			if (values.quiet && this.#found) return 0;
		}
		if (this.#failed) return 2;
		return this.#found ? 0 : 1;
	}

	/** Files that are named are left out, too, by what their path ends in. */
	#isLeftOut(path: string): boolean {
		const { given } = this.#run;
		const parts = [path];
		for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) parts.push(path.slice(at + 1));
		const fits = (key: string): boolean =>
			given.some((each) => {
				if (each.key !== key) return false;
				const glob = compileGlob(each.value as string);
				return parts.some((part) => glob.matches(part));
			});
		return fits('exclude') || (given.some(({ key }) => key === 'include') && !fits('include'));
	}

	*#operand(path: string, recursive: boolean, implied: boolean): Task<void> {
		const { process } = this.#run;
		try {
			if (path === '-') {
				yield* this.#file(0, this.#run.values.label ?? '(standard input)');
				return;
			}
			if (process.stat(path).type === 'directory') {
				if (recursive) yield* descending(this.#directory(path, implied));
				else if (this.#run.values.directories !== 'skip') {
					this.#failed = true;
					yield* this.#run.complain(`${path}: Is a directory`);
				}
				return;
			}
			if (this.#isLeftOut(path)) return;
			const fd = yield* process.open(path, { read: true });
			yield* this.#file(fd, path);
			process.close(fd);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			this.#failed = true;
			const subject = path === '-' ? '(standard input)' : path;
			if (!this.#run.values.noMessages) yield* this.#run.complainOf(subject, error);
		}
	}

	*#directory(path: string, implied: boolean): Task<void> {
		const { process, given } = this.#run;
		const globs = (key: string) =>
			given.filter((each) => each.key === key).map((each) => compileGlob(each.value as string));
		const [includes, excludes, excludedDirectories] = [globs('include'), globs('exclude'), globs('excludeDirectory')];
		for (const name of [...process.readdir(path)].sort()) {
			yield* process.tick();
			const full = implied && path === '.' ? name : joinPath(path, name);
			const stat = process.lstat(full);
			if (stat.type === 'symlink' && !this.#run.values.dereferenceRecursive) continue;
			if (process.access(full, {}) && process.stat(full).type === 'directory') {
				if (!excludedDirectories.some((glob) => glob.matches(name))) yield* deeper(this.#directory(full, false));
				continue;
			}
			if (includes.length > 0 && !includes.some((glob) => glob.matches(name))) continue;
			if (excludes.some((glob) => glob.matches(name))) continue;
			yield* this.#operand(full, true, false);
			if (this.#run.values.quiet && this.#found) return;
		}
	}

	*#file(fd: number, name: string): Task<void> {
		const { values, process, out } = this.#run;
		const tick = (steps?: number): Task<void> => process.tick(steps);
		const reader = new LineReader(process, fd, values.nullData ? '\0' : '\n');
		const printer = new LinePrinter(
			this.#run,
			name,
			this.#named,
			this.#pattern,
			this.#printed,
			sizeDigits(process, fd),
		);
		const kind = values.withoutBinary ? 'without-match' : (values.binaryFiles ?? (values.text ? 'text' : 'binary'));
		const isUtf8 = isUtf8Locale(process.env);
		let isBinary = false;
		const silent = (values.quiet ?? values.count ?? values.withMatch ?? values.withoutMatch) === true;
		let hidden = false;
		let matches = 0;
		let number = 0;
		let behindLast: number | undefined;
		const lines = kind === 'text' || values.nullData ? reader : new NulLines(reader);
		for (let line = yield* lines.next(); line !== undefined; line = yield* lines.next()) {
			number++;
			isBinary ||= kind !== 'text' && reader.sawNul && !values.nullData;
			if (kind === 'without-match' && isUtf8) isBinary ||= hasEscapedByte(line);
			if (isBinary && kind === 'without-match') break;
			const found = yield* this.#pattern.find(line, 0, tick);
			const selected = (found !== undefined) !== (values.invert === true);
			if (selected && matches < this.#maxCount) {
				matches++;
				this.#found = true;
				if (values.quiet || values.withMatch || values.withoutMatch) break;
				if (!silent && !isBinary && kind !== 'text' && isUtf8 && hasEscapedByte(line)) {
					hidden = true;
					continue;
				}
				if (isBinary && !silent) {
					yield* this.#run.complain(`${name}: binary file matches`);
					break;
				}
				if (!silent) {
					yield* printer.selected(line, number);
					this.#printed = true;
				}
			} else if (!silent) yield* printer.passed(line, number);
			if (matches >= this.#maxCount && selected) behindLast ??= reader.position();
			if (matches >= this.#maxCount && printer.done) break;
			if (values.lineBuffered) yield* out.flush();
		}
		// Who reads standard input next gets what follows the last match.
		if (behindLast !== undefined) process.seek(fd, behindLast, 'set');
		if (hidden) yield* this.#run.complain(`${name}: binary file matches`);
		const end = values.nullName ? '\0' : '\n';
		const colours = coloursOf(this.#run);
		const shown = colours === undefined ? name : coloured(name, colours.file, colours);
		const colon = colours === undefined ? ':' : coloured(':', colours.separator, colours);
		if (values.count && !values.quiet) {
			yield* out.write(`${this.#named ? shown + (values.nullName ? '\0' : colon) : ''}${matches}\n`);
		}
		if (values.withMatch && matches > 0) yield* out.write(shown + end);
		if (values.withoutMatch && matches === 0) {
			yield* out.write(shown + end);
		}
	}
}

/** The lines of what may be binary: a NUL ends one too. Models grep.c zap_nuls. */
class NulLines {
	readonly #reader: LineReader;
	#pieces: readonly string[] = [];
	#at = 0;

	constructor(reader: LineReader) {
		this.#reader = reader;
	}

	*next(): Task<string | undefined> {
		if (this.#at < this.#pieces.length) return this.#pieces[this.#at++];
		const line = yield* this.#reader.next();
		if (line === undefined || !line.includes('\0')) return line;
		const pieces = line.split('\0');
		if (!this.#reader.terminated && pieces.at(-1) === '') pieces.pop();
		this.#pieces = pieces;
		this.#at = 1;
		return pieces[0];
	}
}

function helpOf(name: string): string {
	return `Usage: ${name} [OPTION]... PATTERNS [FILE]...
Search for PATTERNS in each FILE.
Example: ${name} -i 'hello world' menu.h main.c
PATTERNS can contain multiple patterns separated by newlines.

Pattern selection and interpretation:
  -E, --extended-regexp     PATTERNS are extended regular expressions
  -F, --fixed-strings       PATTERNS are strings
  -G, --basic-regexp        PATTERNS are basic regular expressions
  -P, --perl-regexp         PATTERNS are Perl regular expressions
  -e, --regexp=PATTERNS     use PATTERNS for matching
  -f, --file=FILE           take PATTERNS from FILE
  -i, --ignore-case         ignore case distinctions in patterns and data
      --no-ignore-case      do not ignore case distinctions (default)
  -w, --word-regexp         match only whole words
  -x, --line-regexp         match only whole lines
  -z, --null-data           a data line ends in 0 byte, not newline

Miscellaneous:
  -s, --no-messages         suppress error messages
  -v, --invert-match        select non-matching lines
  -V, --version             display version information and exit
      --help                display this help text and exit

Output control:
  -m, --max-count=NUM       stop after NUM selected lines
  -b, --byte-offset         print the byte offset with output lines
  -n, --line-number         print line number with output lines
      --line-buffered       flush output on every line
  -H, --with-filename       print file name with output lines
  -h, --no-filename         suppress the file name prefix on output
      --label=LABEL         use LABEL as the standard input file name prefix
  -o, --only-matching       show only nonempty parts of lines that match
  -q, --quiet, --silent     suppress all normal output
      --binary-files=TYPE   what binary files are taken for: 'binary', 'text' or 'without-match'
  -a, --text                equivalent to --binary-files=text
  -I                        equivalent to --binary-files=without-match
  -U, --binary              do not strip CR characters at EOL
  -d, --directories=ACTION  how to handle directories;
                            ACTION is 'read', 'recurse', or 'skip'
  -r, --recursive           like --directories=recurse
  -R, --dereference-recursive  likewise, but follow all symlinks
      --include=GLOB        search only files that match GLOB (a file pattern)
      --exclude=GLOB        skip files that match GLOB
      --exclude-dir=GLOB    skip directories that match GLOB
  -L, --files-without-match  print only names of FILEs with no selected lines
  -l, --files-with-matches  print only names of FILEs with selected lines
  -c, --count               print only a count of selected lines per FILE
  -T, --initial-tab         make tabs line up (if needed)
  -Z, --null                print 0 byte after FILE name

Context control:
  -B, --before-context=NUM  print NUM lines of leading context
  -A, --after-context=NUM   print NUM lines of trailing context
  -C, --context=NUM         print NUM lines of output context
  -NUM                      same as --context=NUM
      --group-separator=SEP  print SEP on line between matches with context
      --no-group-separator  do not print separator for matches with context
      --color[=WHEN],
      --colour[=WHEN]       use markers to highlight the matching strings;
                            WHEN is 'always', 'never', or 'auto'

When FILE is '-', read standard input.  With no FILE, read '.' if
recursive, '-' otherwise.  With fewer than two FILEs, assume -h.
Exit status is 0 if any line is selected, 1 otherwise;
if any error occurs and -q is not given, the exit status is 2.
`;
}
