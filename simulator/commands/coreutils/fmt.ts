import type { Task } from '../../machinery/task.ts';
import type { RunContext } from '../gnu-command.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import type { Output } from '../stdio.ts';
import { LineReader } from '../stdio.ts';
import { COREUTILS } from './version.ts';

/** Differs: lines are filled greedily; GNU weighs paragraphs as a whole. */
const options = {
	crown: flag('c', 'crown-margin'),
	prefix: withValue('p', 'prefix'),
	split: flag('s', 'split-only'),
	tagged: flag('t', 'tagged-paragraph'),
	uniform: flag('u', 'uniform-spacing'),
	width: withValue('w', 'width'),
	goal: withValue('g', 'goal'),
};

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
	options,
	rewrite: (argv) => argv.map((word, at) => (at === 0 ? word.replace(/^-(\d+)$/, '-w$1') : word)),
	*main(run) {
		const { width, goal } = run.values;
		if (width !== undefined && (!/^\d+$/.test(width) || Number(width) > 2500))
			throw new Fatal(`invalid width: ‘${width}’`);
		const most = Number(width ?? (goal === undefined ? 75 : Number(goal) + 10));
		const plan: Plan = {
			most,
			goal: goal === undefined ? Math.floor((most * 187) / 200) : Number(goal),
			split: run.values.split === true,
			uniform: run.values.uniform === true,
			crown: run.values.crown === true,
			tagged: run.values.tagged === true,
			prefix: run.values.prefix ?? '',
		};
		return yield* forEachFile(
			run,
			run.operands,
			(fd) => format(run, fd, plan),
			(name) => `cannot open '${name}' for reading`,
		);
	},
});

interface Plan {
	readonly most: number;
	readonly goal: number;
	readonly split: boolean;
	readonly uniform: boolean;
	readonly crown: boolean;
	readonly tagged: boolean;
	/** Only lines that begin so are formatted. */
	readonly prefix: string;
}

interface Word {
	readonly text: string;
	/** Blanks behind it. */
	readonly space: number;
	readonly opens: boolean;
	readonly ends: boolean;
	/** The end of a sentence. */
	readonly final: boolean;
}

interface Line {
	readonly text: string;
	readonly indent: number;
}

function* format({ process, out }: RunContext, fd: number, plan: Plan): Task<void> {
	const reader = new LineReader(process, fd);
	let held: Line[] = [];
	for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
		const taken = formatted(line, plan);
		if (taken === undefined) {
			yield* print(out, held, plan);
			held = [];
			yield* out.write(`${line.trim() === '' ? '' : line}\n`);
			continue;
		}
		if (plan.split || !goesOn(held, taken, plan)) {
			yield* print(out, held, plan);
			held = [];
		}
		held.push(taken);
	}
	yield* print(out, held, plan);
}

/** What is formatted of a line; undefined of one that is passed on. */
function formatted(line: string, plan: Plan): Line | undefined {
	const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
	const rest = line.slice(indent.length);
	if (!rest.startsWith(plan.prefix.trim()) || rest.slice(plan.prefix.trim().length).trim() === '') return undefined;
	return { text: rest.slice(plan.prefix.trim().length), indent: widthOf(indent) };
}

function widthOf(blanks: string): number {
	let column = 0;
	for (const char of blanks) column = char === '\t' ? column + 8 - (column % 8) : column + 1;
	return column;
}

function goesOn(held: readonly Line[], line: Line, plan: Plan): boolean {
	const [first, second] = held;
	if (first === undefined) return true;
	if (plan.tagged) return second === undefined ? line.indent !== first.indent : line.indent === second.indent;
	if (plan.crown) return second === undefined || line.indent === second.indent;
	return line.indent === first.indent;
}

/** Of further lines of a tagged paragraph that has only one. */
const TAGGED_INDENT = 3;

/** A paragraph: first and other lines have an indentation each. */
function* print(out: Output, lines: readonly Line[], plan: Plan): Task<void> {
	const [first] = lines;
	if (first === undefined) return;
	const words = lines.flatMap((line, at) => wordsOf(line, plan, at === lines.length - 1));
	const alone = !plan.tagged ? first.indent : first.indent === 0 ? TAGGED_INDENT : 0;
	const others = plan.crown || plan.tagged ? (lines[1]?.indent ?? alone) : first.indent;
	const prefix = plan.prefix.trim();
	const gap = prefix === '' ? 0 : (/^[ \t]*/.exec(first.text)?.[0].length ?? 0);
	const lead = prefix.length + gap;
	let start = 0;
	for (const end of breaks(words, plan, first.indent + lead, others + lead)) {
		const blanks = ' '.repeat(start === 0 ? first.indent : others);
		let text = blanks + prefix + ' '.repeat(gap);
		for (let at = start; at < end; at++) {
			const word = words[at] as Word;
			text += word.text + (at < end - 1 ? ' '.repeat(word.space) : '');
		}
		yield* out.write(`${text}\n`);
		start = end;
	}
}

function wordsOf({ text }: Line, plan: Plan, last: boolean): Word[] {
	const found = [...text.matchAll(/([^ \t]+)([ \t]*)/g)];
	return found.map(([, word = '', blanks = ''], at) => {
		const period = /[.?!][)\]'"]*$/.test(word);
		const atEnd = at === found.length - 1;
		const final = period && (atEnd || blanks.length > 1);
		const space = plan.uniform || atEnd ? (final ? 2 : 1) : blanks.length;
		return {
			text: word,
			space,
			opens: /^[('`"[]/.test(word),
			ends: period || (last && atEnd),
			final: final || (last && atEnd),
		};
	});
}

const square = (value: number): number => value * value;
const equivalent = (value: number): number => square(value) * 100;

/** Where lines end, at the least cost of all. Models fmt.c fmt_paragraph, base_cost, line_cost. */
function breaks(words: readonly Word[], plan: Plan, firstIndent: number, otherIndent: number): number[] {
	const count = words.length;
	const best: number[] = Array.from({ length: count + 1 }, () => 0);
	const next: number[] = Array.from({ length: count + 1 }, () => count);
	const lengths: number[] = Array.from({ length: count + 1 }, () => 0);
	for (let start = count - 1; start >= 0; start--) {
		let length = start === 0 ? firstIndent : otherIndent;
		best[start] = Number.MAX_VALUE;
		for (let end = start; ; ) {
			const word = words[end] as Word;
			length += word.text.length;
			end++;
			const cost = lineCost(length, end, count, plan, next, lengths) + (best[end] as number);
			if (cost < (best[start] as number)) {
				best[start] = cost;
				next[start] = end;
				lengths[start] = length;
			}
			if (end === count) break;
			length += word.space;
			if (length + (words[end] as Word).text.length >= plan.most) break;
		}
		best[start] = (best[start] as number) + baseCost(words, start);
	}
	const ends: number[] = [];
	for (let at = 0; at < count; at = next[at] as number) ends.push(next[at] as number);
	return ends;
}

function lineCost(
	length: number,
	end: number,
	count: number,
	plan: Plan,
	next: readonly number[],
	lengths: readonly number[],
): number {
	if (end === count) return 0;
	let cost = equivalent(plan.goal - length);
	// A line should be as long as the one below it, unless that is the last.
	if (next[end] !== count) cost += equivalent(length - (lengths[end] as number)) / 2;
	return cost;
}

function baseCost(words: readonly Word[], start: number): number {
	let cost = square(70);
	const word = words[start] as Word;
	const before = words[start - 1];
	if (before !== undefined) {
		if (before.ends) cost += before.final ? -square(50) : square(600);
		else if (/[,;:]$/.test(before.text)) cost -= square(40);
		else if (start > 1 && words[start - 2]?.final) cost += Math.floor(square(200) / (before.text.length + 2));
	}
	if (word.opens) cost -= square(40);
	else if (word.final) cost += Math.floor(square(150) / (word.text.length + 2));
	return cost;
}
