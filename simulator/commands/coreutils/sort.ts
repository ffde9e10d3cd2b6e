import type { Process } from '../../kernel/process-api.ts';
import { LongList } from '../../machinery/long-list.ts';
import { sortLongList } from '../../machinery/sort-in-steps.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { md5 } from '../checksums/md5.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { concatenate, HeldMemory, LineReader, Output, readAll, readFile } from '../stdio.ts';
import type { WordChoices } from '../word-choice.ts';
import { chooseWord } from '../word-choice.ts';
import { displayWidth } from './ls-layout.ts';
import { RandomSource } from './random-source.ts';
import type { SortKey, SortOrder } from './sort-key.ts';
import { compareByKeys, comparedRange, orderOf, parseSortKey } from './sort-key.ts';
import { COREUTILS } from './version.ts';

const options = {
	blanks: flag('b', 'ignore-leading-blanks'),
	dictionary: flag('d', 'dictionary-order'),
	fold: flag('f', 'ignore-case'),
	general: flag('g', 'general-numeric-sort'),
	human: flag('h', 'human-numeric-sort'),
	printing: flag('i', 'ignore-nonprinting'),
	month: flag('M', 'month-sort'),
	numeric: flag('n', 'numeric-sort'),
	random: flag('R', 'random-sort'),
	reverse: flag('r', 'reverse'),
	version: flag('V', 'version-sort'),
	check: flag('c'),
	checkQuiet: flag('C'),
	checkHow: mayHaveValue('check'),
	sort: withValue('sort'),
	source: withValue('random-source'),
	filesFrom: withValue('files0-from'),
	debug: flag('debug'),
	batch: withValue('batch-size'),
	compress: withValue('compress-program'),
	key: withValue('k', 'key'),
	merge: flag('m', 'merge'),
	output: withValue('o', 'output'),
	stable: flag('s', 'stable'),
	separator: withValue('t', 'field-separator'),
	unique: flag('u', 'unique'),
	zero: flag('z', 'zero-terminated'),
	parallel: withValue('parallel'),
	buffer: withValue('S', 'buffer-size'),
	temporary: withValue('T', 'temporary-directory'),
};

export const sort = gnuCommand({
	name: 'sort',
	paths: ['/usr/bin/sort'],
	size: 105_072,
	version: `sort ${COREUTILS}`,
	usageStatus: 2,
	help: `Usage: sort [OPTION]... [FILE]...
  or:  sort [OPTION]... --files0-from=F
Write sorted concatenation of all FILE(s) to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
Ordering options:

  -b, --ignore-leading-blanks  ignore leading blanks
  -d, --dictionary-order      consider only blanks and alphanumeric characters
  -f, --ignore-case           fold lower case to upper case characters
  -g, --general-numeric-sort  compare according to general numerical value
  -i, --ignore-nonprinting    consider only printable characters
  -M, --month-sort            compare (unknown) < 'JAN' < ... < 'DEC'
  -h, --human-numeric-sort    compare human readable numbers (e.g., 2K 1G)
  -n, --numeric-sort          compare according to string numerical value
  -R, --random-sort           shuffle, but group identical keys.  See shuf(1)
      --random-source=FILE    get random bytes from FILE
  -r, --reverse               reverse the result of comparisons
      --sort=WORD             sort according to WORD:
                                general-numeric -g, human-numeric -h, month -M,
                                numeric -n, random -R, version -V
  -V, --version-sort          natural sort of (version) numbers within text

Other options:

  -c, --check, --check=diagnose-first  check for sorted input; do not sort
  -C, --check=quiet, --check=silent  like -c, but do not report first bad line
      --debug               annotate the part of the line used to sort,
                              and warn about questionable usage to stderr
      --files0-from=F       read input from the files specified by
                            NUL-terminated names in file F;
                            If F is - then read names from standard input
  -k, --key=KEYDEF          sort via a key; KEYDEF gives location and type
  -m, --merge               merge already sorted files; do not sort
  -o, --output=FILE         write result to FILE instead of standard output
  -s, --stable              stabilize sort by disabling last-resort comparison
  -t, --field-separator=SEP  use SEP instead of non-blank to blank transition
  -u, --unique              with -c, check for strict ordering;
                              without -c, output only the first of an equal run
  -z, --zero-terminated     line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit
`,
	options,
	rewrite: oldKeys,
	*main(run) {
		checkSettings(run);
		const compare = yield* comparison(run);
		const separator = run.values.zero ? '\0' : '\n';
		const held = new HeldLines(run.process);
		const files = yield* filesOf(run);
		const { checkHow: how } = run.values as { checkHow?: string | true };
		const checkHow = how === true ? undefined : chooseWord(how, 'check', CHECK_WORDS);
		if (run.values.checkQuiet || run.values.check || run.given.some(({ key }) => key === 'checkHow')) {
			if (files.length > 1) throw new Fatal(`extra operand '${files[1]}' not allowed with -c`, 2);
			if ((yield* readFiles(run, files, held, separator)) !== 0) return 2;
			return yield* checkOrder(run, held.lines, compare, run.values.checkQuiet === true || checkHow === 'quiet');
		}
		if (run.values.debug) {
			yield* run.complain(`text ordering performed using ${localeWords(run.process.env)}`);
			for (const warning of compare.warnings) yield* run.complain(warning);
		}
		if ((yield* readFiles(run, files, held, separator)) !== 0) return 2;
		const pause = (count: number): Task<void> => run.process.tick(count * COMPARISON_STEPS);
		let lines = run.values.merge
			? yield* mergedRuns(held.runs, compare.full, pause)
			: yield* sortLongList(held.lines, compare.full, pause);
		if (run.values.unique) lines = yield* firstOfEach(run, lines, compare);
		yield* print(run, run.values.debug ? annotatedLines(lines, compare) : lines, separator);
		return 0;
	},
});

/** `+1 -2`: keys from one place up to another, counted from 0. */
function oldKeys(argv: readonly string[]): readonly string[] {
	const words: string[] = [];
	for (let at = 0; at < argv.length; at++) {
		const word = argv[at] as string;
		if (word === '--') return [...words, ...argv.slice(at)];
		const start = /^\+(\d+)(?:\.(\d+))?([a-zA-Z]*)$/.exec(word);
		if (start === null) {
			words.push(word);
			continue;
		}
		const end = /^-(\d+)(?:\.(\d+))?([a-zA-Z]*)$/.exec(argv[at + 1] ?? '');
		const key = `${Number(start[1]) + 1}.${Number(start[2] ?? 0) + 1}${start[3]}`;
		if (end !== null) at++;
		const whole = Number(end?.[2] ?? 0) === 0;
		const until = whole ? `${end?.[1]}` : `${Number(end?.[1]) + 1}.${end?.[2]}`;
		words.push('-k', end === null ? key : `${key},${until}${end[3]}`);
	}
	return words;
}

const CHECK_WORDS: WordChoices = [['quiet', 'silent'], ['diagnose-first']];
const SORT_WORDS: WordChoices = [
	['general-numeric'],
	['human-numeric'],
	['month'],
	['numeric'],
	['random'],
	['version'],
];

/** What nothing is done with is looked at all the same. */
function checkSettings({ values, given }: Run<typeof options>): void {
	const { parallel, buffer, batch } = values;
	const outputs = new Set(given.flatMap(({ key, value }) => (key === 'output' ? [value] : [])));
	if (outputs.size > 1) throw new Fatal('multiple output files specified', 2);
	const quiet = values.checkQuiet === true || /^(q|s)/.test(values.checkHow ?? '');
	const checks = values.check === true || (given.some(({ key }) => key === 'checkHow') && !quiet);
	if (checks && quiet) throw new Fatal("options '-cC' are incompatible", 2);
	if ((checks || quiet) && outputs.size > 0) throw new Fatal(`options '-${quiet ? 'C' : 'c'}o' are incompatible`, 2);
	if (batch !== undefined && !/^\d+$/.test(batch)) throw new Fatal(`invalid --batch-size argument '${batch}'`, 2);
	if (batch !== undefined && Number(batch) < 2) {
		throw new Fatal(`invalid --batch-size argument ‘${batch}’\nsort: minimum --batch-size argument is ‘2’`, 2);
	}
	if (parallel !== undefined && !/^\d+$/.test(parallel))
		throw new Fatal(`invalid --parallel argument '${parallel}'`, 2);
	if (parallel !== undefined && Number(parallel) === 0) throw new Fatal('number in parallel must be nonzero', 2);
	if (buffer === undefined) return;
	if (!/^\d/.test(buffer)) throw new Fatal(`invalid -S argument '${buffer}'`, 2);
	if (!/^\d+[%bkKmMgGtTPEZYRQ]?$/.test(buffer)) throw new Fatal(`invalid suffix in -S argument '${buffer}'`, 2);
}

function* filesOf({ values, operands, process }: Run<typeof options>): Task<readonly string[]> {
	const { filesFrom } = values;
	if (filesFrom === undefined) return operands;
	if (operands.length > 0) {
		const more = 'file operands cannot be combined with --files0-from';
		throw new Fatal(`extra operand '${operands[0]}'\n${more}`, 2, true);
	}
	let text: string;
	try {
		text = decodeUtf8(filesFrom === '-' ? yield* readAll(process, 0) : yield* readFile(process, filesFrom));
	} catch (error) {
		throw new Fatal(`open failed: ${filesFrom}: ${reasonOf(error)}`, 2);
	}
	const names = text.replace(/\0$/, '').split('\0');
	if (text === '') throw new Fatal(`no input from '${filesFrom}'`, 2);
	for (const [at, name] of names.entries())
		if (name === '') throw new Fatal(`${filesFrom}:${at + 1}: invalid zero-length file name`, 2);
	if (filesFrom === '-' && names.includes('-')) {
		throw new Fatal("when reading file names from stdin, no file name of '-' allowed", 2);
	}
	return names;
}

function readFiles(
	run: Run<typeof options>,
	files: readonly string[],
	held: HeldLines,
	separator: string,
): Task<number> {
	return forEachFile(
		run,
		files,
		(fd) => held.read(fd, separator),
		(name) => cannotRead(run, name),
	);
}

/** What is sorted has been looked at first, for its size. */
function cannotRead({ process, values }: Run<typeof options>, name: string): string {
	const sorts = values.check === undefined && values.merge === undefined;
	if (name === '-' && sorts && !process.fileDescriptors().includes(0)) return 'stat failed: -';
	return name === '-' || isDirectory(process, name) ? `read failed: ${name}` : `cannot read: ${name}`;
}

function isDirectory(process: Process, name: string): boolean {
	return process.access(name, {}) && process.stat(name).type === 'directory';
}

function localeWords(env: ReadonlyMap<string, string>): string {
	const name = [env.get('LC_ALL'), env.get('LC_COLLATE'), env.get('LANG')].find((each) => each) ?? 'C';
	return name === 'C' || name === 'POSIX' ? 'simple byte comparison' : `‘${name}’ sorting rules`;
}

/** Of a comparison, while sorting. */
const COMPARISON_STEPS = 0.5;
const COMPARED_AT_ONCE = 256;

function* firstOfEach(run: Run<typeof options>, lines: Lines, compare: Comparison): Task<Lines> {
	const kept: Lines = new LongList();
	for (const line of lines) {
		if (kept.length === 0 || compare.keys(kept.get(kept.length - 1), line) !== 0) kept.push(line);
		yield* run.process.tick();
	}
	return kept;
}

/** What a line takes besides its text: empty ones are many, too. */
const LINE_BYTES = 32;

type Lines = LongList<string>;

/** The lines of all files. */
class HeldLines {
	readonly lines: Lines = new LongList();
	/** The lines of each file. */
	readonly runs: Lines[] = [];
	readonly #process: Process;
	readonly #memory: HeldMemory;
	#length = 0;

	constructor(process: Process) {
		this.#process = process;
		this.#memory = new HeldMemory(process);
	}

	*read(fd: number, separator: string): Task<void> {
		const reader = new LineReader(this.#process, fd, separator);
		const own: Lines = new LongList();
		this.runs.push(own);
		for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
			this.lines.push(line);
			own.push(line);
			this.#length += line.length + LINE_BYTES;
			this.#memory.hold(this.#length);
		}
	}
}

interface Comparison {
	readonly keys: (a: string, b: string) => number;
	/** With the whole line as last resort. */
	readonly full: (a: string, b: string) => number;
	/** Of a line, from where to where each key is compared, the last resort last. */
	readonly ranges: (line: string) => readonly (readonly [number, number])[];
	/** What `--debug` says of the keys. */
	readonly warnings: readonly string[];
}

type SortKind = keyof typeof KIND_LETTERS;

const KIND_LETTERS = { general: 'g', human: 'h', month: 'M', numeric: 'n', random: 'R', version: 'V' } as const;

const OTHER_LETTERS = { dictionary: 'd', fold: 'f', printing: 'i' } as const;

function lettersGiven(given: Run<typeof options>['given']): string[] {
	const letters: { readonly [key: string]: string } = { ...KIND_LETTERS, ...OTHER_LETTERS };
	return given.flatMap(({ key }) => letters[key] ?? []);
}

/** What may not stand together. Models coreutils sort.c check_ordering_compatibility. Throws Fatal. */
function checkLetters(given: readonly string[]): void {
	const letters = given.includes('d') ? given.filter((letter) => letter !== 'i') : given;
	const kinds = new Set(letters.flatMap((letter) => ('VRdi'.includes(letter) ? 'V' : letter === 'f' ? [] : letter)));
	const shown = [...'dfghiMnRV'].filter((letter) => letters.includes(letter));
	if (kinds.size > 1) throw new Fatal(`options '-${shown.join('')}' are incompatible`, 2);
}

function* comparison(run: Run<typeof options>): Task<Comparison> {
	const { values } = run;
	const word = chooseWord(values.sort, 'sort', SORT_WORDS)?.replace('-numeric', '');
	const settled = word === undefined ? values : { ...values, [word]: true };
	const order = orderOf(settled);
	checkLetters([...lettersGiven(run.given), ...(word === undefined ? [] : [KIND_LETTERS[word as SortKind]])]);
	const separator = values.separator;
	if (separator !== undefined && [...separator].length !== 1 && separator !== '\\0') {
		throw new Fatal(separator === '' ? 'empty tab' : `multi-character tab ‘${separator.replaceAll('\\', '\\\\')}’`, 2);
	}
	const keys: SortKey[] = run.given
		.filter(({ key }) => key === 'key')
		.map(({ value }) => {
			const key = parseSortKey(value as string, order);
			if (key.order !== order) checkLetters([...(value as string)].filter((letter) => 'dfghiMnRV'.includes(letter)));
			return key;
		});
	const whole: SortKey[] = keys.length > 0 ? keys : [{ start: { field: 1, character: 1 }, end: undefined, order }];
	const between = separator === '\\0' ? '\0' : separator;
	const random = whole.some((key) => key.order.kind === 'random') ? yield* byChance(run) : () => 0;
	const byKeys = compareByKeys(whole, between, random);
	const plain = isPlain(order) && keys.length === 0;
	const hasLastResort = !(values.stable || values.unique || plain);
	const lastResort = hasLastResort ? (a: string, b: string) => direction(order) * compareText(a, b) : () => 0;
	const isNumeric = ({ order: { kind } }: SortKey): boolean =>
		kind === 'numeric' || kind === 'general' || kind === 'human';
	const wide = keys.flatMap((key, at) =>
		isNumeric(key) && key.end === undefined ? [`key ${at + 1} is numeric and spans multiple fields`] : [],
	);
	return {
		warnings: whole.some(isNumeric) ? [...wide, NUMBERS_NOTE] : wide,
		keys: byKeys,
		full: (a, b) => byKeys(a, b) || lastResort(a, b),
		ranges: (line) => [
			...whole.map((key) => comparedRange(line, key, between)),
			...(hasLastResort ? [[0, line.length] as const] : []),
		],
	};
}

const NUMBERS_NOTE = 'note numbers use ‘.’ as a decimal point in this locale';

/** Equal texts stay together: they are ordered by their sums, which chance salts. */
function* byChance(run: Run<typeof options>): Task<(a: string, b: string) => number> {
	const salt = yield* (yield* RandomSource.open(run.process, run.values.source, 2)).bytes(16);
	const sums = new Map<string, string>();
	const sumOf = (text: string): string => {
		const known = sums.get(text);
		if (known !== undefined) return known;
		const sum = String.fromCharCode(...md5(concatenate([salt, encodeUtf8(`${text}\0`)])));
		sums.set(text, sum);
		return sum;
	};
	return (a, b) => compareText(sumOf(a), sumOf(b)) || compareText(a, b);
}

/** Each line with what of it is compared below it. */
function* annotatedLines(lines: Lines, { ranges }: Comparison): Generator<string, undefined, void> {
	for (const line of lines) {
		yield line.replaceAll('\t', '>');
		for (const [from, to] of ranges(line)) {
			const before = ' '.repeat(displayWidth(line.slice(0, from)));
			yield before + (to > from ? '_'.repeat(displayWidth(line.slice(from, to))) : '^ no match for key');
		}
	}
}

function isPlain(order: SortOrder): boolean {
	return order.kind === 'text' && !order.fold && !order.dictionary && !order.blanks && !order.printing;
}

function direction(order: SortOrder): number {
	return order.reverse ? -1 : 1;
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function* checkOrder(run: Run<typeof options>, lines: Lines, compare: Comparison, quiet: boolean): Task<number> {
	for (let at = 1; at < lines.length; at++) {
		if (at % COMPARED_AT_ONCE === 0) yield* run.process.tick(COMPARED_AT_ONCE * COMPARISON_STEPS);
		const found = compare.full(lines.get(at - 1), lines.get(at));
		if (found < 0 || (found === 0 && !run.values.unique)) continue;
		if (!quiet) yield* run.complain(`${run.operands[0] ?? '-'}:${at + 1}: disorder: ${lines.get(at)}`);
		return 1;
	}
	return 0;
}

/** The files as they are, each time the least of their first lines. */
function* mergedRuns(
	runs: readonly Lines[],
	compare: Comparison['full'],
	pause: (comparisons: number) => Task<void>,
): Task<Lines> {
	const places = runs.map(() => 0);
	const out: Lines = new LongList();
	const first = (at: number): string | undefined => {
		const [run, place] = [runs[at] as Lines, places[at] as number];
		return place < run.length ? run.get(place) : undefined;
	};
	for (;;) {
		let best = -1;
		for (const at of runs.keys()) {
			const line = first(at);
			if (line === undefined) continue;
			const other = best < 0 ? undefined : first(best);
			if (other === undefined || compare(line, other) < 0) best = at;
		}
		if (best < 0) return out;
		out.push(first(best) as string);
		places[best] = (places[best] as number) + 1;
		if (out.length % COMPARED_AT_ONCE === 0) yield* pause(COMPARED_AT_ONCE * runs.length);
	}
}

function* print(run: Run<typeof options>, lines: Iterable<string>, separator: string): Task<void> {
	const { output } = run.values;
	if (output === undefined) {
		for (const line of lines) yield* run.out.write(line + separator);
		return;
	}
	try {
		const fd = yield* run.process.open(output, { write: true, create: true, truncate: true }, 0o666);
		const file = new Output(run.process, fd);
		for (const line of lines) yield* file.write(line + separator);
		yield* file.flush();
		run.process.close(fd);
	} catch (error) {
		throw new Fatal(`open failed: ${output}: ${reasonOf(error)}`, 2);
	}
}
