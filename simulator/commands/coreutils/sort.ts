import type { Process } from '../../kernel/process-api.ts';
import { sortInSteps } from '../../machinery/sort-in-steps.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { HeldMemory, LineReader } from '../stdio.ts';
import type { SortKey, SortOrder } from './sort-key.ts';
import { compareByKeys, orderOf, parseSortKey } from './sort-key.ts';
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
	check: flag('c', 'check'),
	checkQuiet: flag('C'),
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
  -r, --reverse               reverse the result of comparisons
  -V, --version-sort          natural sort of (version) numbers within text

Other options:

  -c, --check, --check=diagnose-first  check for sorted input; do not sort
  -C, --check=quiet, --check=silent  like -c, but do not report first bad line
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
	*main(run) {
		const compare = comparison(run);
		const separator = run.values.zero ? '\0' : '\n';
		const held = new HeldLines(run.process);
		const status = yield* forEachFile(
			run,
			run.operands,
			(fd) => held.read(fd, separator),
			(name) => `cannot read: ${name}`,
		);
		if (status !== 0) return 2;
		let { lines }: { lines: string[] } = held;
		if (run.values.check || run.values.checkQuiet) return yield* checkOrder(run, lines, compare);
		if (run.values.random) shuffle(lines, run);
		else if (run.values.merge) lines.splice(0, lines.length, ...mergedRuns(held.runs, compare.full));
		else lines = yield* sortInSteps(lines, compare.full, (count) => run.process.tick(count * COMPARISON_STEPS));
		yield* print(run, run.values.unique ? yield* firstOfEach(run, lines, compare) : lines, separator);
		return 0;
	},
});

/** Of a comparison, while sorting. */
const COMPARISON_STEPS = 0.5;

function* firstOfEach(run: Run<typeof options>, lines: readonly string[], compare: Comparison): Task<string[]> {
	const kept: string[] = [];
	for (const line of lines) {
		if (kept.length === 0 || compare.keys(kept.at(-1) as string, line) !== 0) kept.push(line);
		yield* run.process.tick();
	}
	return kept;
}

/** The lines of all files. */
class HeldLines {
	readonly lines: string[] = [];
	/** The lines of each file. */
	readonly runs: string[][] = [];
	readonly #process: Process;
	readonly #memory: HeldMemory;
	#length = 0;

	constructor(process: Process) {
		this.#process = process;
		this.#memory = new HeldMemory(process);
	}

	*read(fd: number, separator: string): Task<void> {
		const reader = new LineReader(this.#process, fd, separator);
		const own: string[] = [];
		this.runs.push(own);
		for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
			this.lines.push(line);
			own.push(line);
			this.#length += line.length;
			this.#memory.hold(this.#length);
		}
	}
}

interface Comparison {
	readonly keys: (a: string, b: string) => number;
	/** With the whole line as last resort. */
	readonly full: (a: string, b: string) => number;
}

function comparison(run: Run<typeof options>): Comparison {
	const { values } = run;
	const order = orderOf(values);
	const kinds = (['general', 'human', 'month', 'numeric', 'version'] as const).filter((kind) => values[kind]);
	if (kinds.length > 1) {
		const letters = kinds.map((kind) => ({ general: 'g', human: 'h', month: 'M', numeric: 'n', version: 'V' })[kind]);
		throw new Fatal(`options '-${letters.sort().join('')}' are incompatible`, 2);
	}
	const separator = values.separator;
	if (separator !== undefined && [...separator].length !== 1 && separator !== '\\0') {
		throw new Fatal(separator === '' ? 'empty tab' : `multi-character tab ‘${separator}’`, 2);
	}
	const keys: SortKey[] = run.given
		.filter(({ key }) => key === 'key')
		.map(({ value }) => parseSortKey(value as string, order));
	const whole: SortKey[] = keys.length > 0 ? keys : [{ start: { field: 1, character: 1 }, end: undefined, order }];
	const byKeys = compareByKeys(whole, separator === '\\0' ? '\0' : separator);
	const plain = isPlain(order) && keys.length === 0;
	const lastResort =
		values.stable || values.unique || plain ? () => 0 : (a: string, b: string) => direction(order) * compareText(a, b);
	return { keys: byKeys, full: (a, b) => byKeys(a, b) || lastResort(a, b) };
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

function* checkOrder(run: Run<typeof options>, lines: readonly string[], compare: Comparison): Task<number> {
	for (let at = 1; at < lines.length; at++) {
		const found = compare.full(lines[at - 1] as string, lines[at] as string);
		if (found < 0 || (found === 0 && !run.values.unique)) continue;
		if (!run.values.checkQuiet) yield* run.complain(`${run.operands[0] ?? '-'}:${at + 1}: disorder: ${lines[at]}`);
		return 1;
	}
	return 0;
}

/** The files as they are, each time the least of their first lines. */
function mergedRuns(runs: readonly (readonly string[])[], compare: (a: string, b: string) => number): string[] {
	const places = runs.map(() => 0);
	const out: string[] = [];
	for (;;) {
		let best = -1;
		for (const [at, run] of runs.entries()) {
			const line = run[places[at] as number];
			if (line === undefined) continue;
			const other = best < 0 ? undefined : runs[best]?.[places[best] as number];
			if (other === undefined || compare(line, other) < 0) best = at;
		}
		if (best < 0) return out;
		out.push(runs[best]?.[places[best] as number] as string);
		places[best] = (places[best] as number) + 1;
	}
}

function shuffle(lines: string[], run: Run<typeof options>): void {
	for (let at = lines.length - 1; at > 0; at--) {
		const other = run.process.randomUint32() % (at + 1);
		[lines[at], lines[other]] = [lines[other] as string, lines[at] as string];
	}
}

function* print(run: Run<typeof options>, lines: readonly string[], separator: string): Task<void> {
	const { output } = run.values;
	if (output === undefined) {
		for (const line of lines) yield* run.out.write(line + separator);
		return;
	}
	try {
		const fd = yield* run.process.open(output, { write: true, create: true, truncate: true }, 0o666);
		yield* run.process.write(fd, encodeUtf8(lines.map((line) => line + separator).join('')));
		run.process.close(fd);
	} catch (error) {
		yield* run.complainOf(`open failed: ${output}`, error);
		throw new Fatal('', 2);
	}
}
