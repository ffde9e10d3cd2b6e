import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import type { Run, RunContext } from '../gnu-command.ts';
import { Fatal, forEachLine, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { COREUTILS } from './version.ts';

/** Where tabs go: at `at`, and behind the last of these at multiples of `every`, counted from column `from`. */
interface TabStops {
	readonly at: readonly number[];
	/** 0: nowhere. */
	readonly every: number;
	readonly from: number;
}

/** The column of the next tab stop after `column`; undefined behind the last. Models coreutils expand-common.c get_next_tab_column. */
function nextStop(column: number, { at, every, from }: TabStops): number | undefined {
	const listed = at.find((stop) => stop > column);
	if (listed !== undefined) return listed;
	return every === 0 ? undefined : (Math.floor((column - from) / every) + 1) * every + from;
}

interface Repeated {
	readonly sign: string;
	readonly size: number;
}

/** Models coreutils expand-common.c parse_tab_stops, validate_tab_stops. Throws Fatal. */
function parseStops(given: readonly string[]): TabStops {
	const at: number[] = [];
	const repeated: Repeated[] = [];
	for (const text of given) {
		let sign = '';
		for (const [word] of text.matchAll(/[^ ,\t]+/g)) {
			const [, signs = '', digits = '', rest = ''] = /^([/+]*)(\d*)(.*)$/s.exec(word) as RegExpExecArray;
			if (/^[/+]/.test(rest)) throw new Fatal(`'${rest[0]}' specifier not at start of number: ‘${rest}’`);
			if (rest !== '') {
				const from = text.indexOf(word) + signs.length + digits.length;
				throw new Fatal(`tab size contains invalid character(s): ‘${text.slice(from)}’`);
			}
			sign = signs.at(-1) ?? sign;
			if (digits === '') continue;
			if (BigInt(digits) >= 2n ** 64n) throw new Fatal(`tab stop is too large ‘${digits}’`);
			if (sign === '') at.push(Number(digits));
			else if (repeated.some((each) => each.sign === sign)) {
				throw new Fatal(`'${sign}' specifier only allowed with the last value`);
			} else repeated.push({ sign, size: Number(digits) });
		}
	}
	return checkedStops(at, repeated);
}

function checkedStops(at: readonly number[], repeated: readonly Repeated[]): TabStops {
	if (at.some((stop) => stop === 0)) throw new Fatal('tab size cannot be 0');
	if (at.some((stop, index) => index > 0 && stop <= (at[index - 1] as number)))
		throw new Fatal('tab sizes must be ascending');
	if (repeated.length > 1) throw new Fatal("'/' specifier is mutually exclusive with '+'");
	const [every] = repeated;
	if (every !== undefined && every.size > 0)
		return { at, every: every.size, from: every.sign === '+' ? (at.at(-1) ?? 0) : 0 };
	if (at.length === 0) return { at, every: 8, from: 0 };
	return at.length === 1 ? { at: [], every: at[0] as number, from: 0 } : { at, every: 0, from: 0 };
}

/** Columns are bytes; going back takes one. */
function columnAfter(column: number, char: string): number {
	return char === '\b' ? Math.max(0, column - 1) : column + (char <= '\x7f' ? 1 : encodeUtf8(char).length);
}

function tabLists(run: Pick<Run, 'given'>): string[] {
	return run.given.filter(({ key }) => key === 'tabs').map(({ value }) => value as string);
}

export const expand = gnuCommand({
	name: 'expand',
	paths: ['/usr/bin/expand'],
	size: 39_384,
	version: `expand ${COREUTILS}`,
	help: `Usage: expand [OPTION]... [FILE]...
Convert tabs in each FILE to spaces, writing to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -i, --initial    do not convert tabs after non blanks
  -t, --tabs=N     have tabs N characters apart, not 8
  -t, --tabs=LIST  use comma separated list of tab positions.
                     The last specified position can be prefixed with '/'
                     to specify a tab size to use after the last
                     explicitly specified tab stop.  Also a prefix of '+'
                     can be used to align remaining tab stops relative to
                     the last specified tab stop instead of the first column
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/expand>
or available locally via: info '(coreutils) expand invocation'
`,
	badInput: { close: '-' },
	options: { initial: flag('i', 'initial'), tabs: withValue('t', 'tabs') },
	rewrite: oldTabs,
	*main(run) {
		const stops = parseStops(tabLists(run));
		const initialOnly = run.values.initial === true;
		return yield* forEachLine(run, run.operands, (line, terminated) =>
			writeExpanded(run, line + (terminated ? '\n' : ''), stops, initialOnly),
		);
	},
});

/** `-4`, `-2,6`. */
function oldTabs(argv: readonly string[]): readonly string[] {
	return argv.map((word) => word.replace(/^-(\d[\d,]*)$/, '-t$1'));
}

/** Characters of a line that are written at once. */
const STRIDE = 4_096;
const STEPS = 128;

/** @param text a line with its end. */
function* writeExpanded({ process, out }: RunContext, text: string, stops: TabStops, initialOnly: boolean): Task<void> {
	let shown = '';
	let column = 0;
	let initial = true;
	for (const char of text) {
		if (char === '\t' && (initial || !initialOnly)) {
			const stop = nextStop(column, stops) ?? column + 1;
			shown += ' '.repeat(stop - column);
			column = stop;
		} else {
			if (char !== ' ') initial = false;
			shown += char;
			column = columnAfter(column, char);
		}
		if (shown.length < STRIDE) continue;
		yield* out.write(shown);
		shown = '';
		yield* process.tick(STEPS);
	}
	yield* out.write(shown);
}

export const unexpand = gnuCommand({
	name: 'unexpand',
	paths: ['/usr/bin/unexpand'],
	size: 43_480,
	version: `unexpand ${COREUTILS}`,
	help: `Usage: unexpand [OPTION]... [FILE]...
Convert blanks in each FILE to tabs, writing to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -a, --all        convert all blanks, instead of just initial blanks
      --first-only  convert only leading sequences of blanks (overrides -a)
  -t, --tabs=N     have tabs N characters apart instead of 8 (enables -a)
  -t, --tabs=LIST  use comma separated list of tab positions.
                     The last specified position can be prefixed with '/'
                     to specify a tab size to use after the last
                     explicitly specified tab stop.  Also a prefix of '+'
                     can be used to align remaining tab stops relative to
                     the last specified tab stop instead of the first column
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/unexpand>
or available locally via: info '(coreutils) unexpand invocation'
`,
	badInput: { close: '-' },
	rewrite: oldTabs,
	options: { all: flag('a', 'all'), firstOnly: flag('first-only'), tabs: withValue('t', 'tabs') },
	*main(run) {
		const stops = parseStops(tabLists(run));
		// `-4` alone changes what a line begins with only.
		const wide = run.process.argv.some((word) => /^--?t/.test(word));
		const all = (run.values.all ?? wide) && !run.values.firstOnly;
		return yield* forEachLine(run, run.operands, (line, terminated) =>
			writeUnexpanded(run, line, terminated ? '\n' : '', stops, all === true),
		);
	},
});

/** Models coreutils unexpand.c unexpand: one blank that ends at a tab stop becomes a tab only when more blanks follow it. */
function* writeUnexpanded(
	{ process, out }: RunContext,
	line: string,
	end: string,
	stops: TabStops,
	all: boolean,
): Task<void> {
	let shown = '';
	let column = 0;
	/** Blanks of which it is not known yet whether they become a tab. */
	let pending = '';
	let lone = false;
	let afterBlank = true;
	let at = 0;
	let left = STRIDE;
	for (const char of line) {
		if (--left === 0) {
			left = STRIDE;
			yield* out.write(shown);
			shown = '';
			yield* process.tick(STEPS);
		}
		const isBlank = char === ' ' || char === '\t';
		const stop = isBlank ? nextStop(column, stops) : undefined;
		// Behind the last stop everything stays as it is.
		if (isBlank && stop === undefined) break;
		at += char.length;
		let next = char;
		if (isBlank) {
			column = char === '\t' ? (stop as number) : column + 1;
			if (char === ' ' && !(afterBlank && column === stop)) {
				lone ||= column === stop;
				pending += char;
				afterBlank = true;
				continue;
			}
			next = '\t';
			pending = lone ? '\t' : '';
		} else column = columnAfter(column, char);
		shown += held(pending, lone) + next;
		[pending, lone, afterBlank] = ['', false, isBlank];
		// So it does behind the first word.
		if (!isBlank && !all) break;
	}
	yield* out.write(shown + held(pending, lone) + line.slice(at) + end);
}

function held(pending: string, lone: boolean): string {
	return lone && pending.length > 1 ? `\t${pending.slice(1)}` : pending;
}
