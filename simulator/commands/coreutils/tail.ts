import type { Task } from '../../machinery/task.ts';
import type { Run } from '../gnu-command.ts';
import { Fatal, forEachFile, gnuCommand } from '../gnu-command.ts';
import { flag, mayHaveValue, withValue } from '../options.ts';
import { readAll } from '../stdio.ts';
import { chooseWord } from '../word-choice.ts';
import { parseCount } from './count.ts';
import { cannotRead } from './head.ts';
import { Follower, type FollowOptions } from './tail-follow.ts';
import { COREUTILS } from './version.ts';

const options = {
	bytes: withValue('c', 'bytes'),
	follow: mayHaveValue('follow'),
	followShort: flag('f'),
	followRetry: flag('F'),
	lines: withValue('n', 'lines'),
	unchanged: withValue('max-unchanged-stats'),
	pid: withValue('pid'),
	quiet: flag('q', 'quiet', 'silent'),
	retry: flag('retry'),
	interval: withValue('s', 'sleep-interval'),
	verbose: flag('v', 'verbose'),
	zero: flag('z', 'zero-terminated'),
};

interface Amount {
	readonly unit: 'bytes' | 'lines';
	readonly count: number;
	/** "+N": from the Nth on. */
	readonly fromStart: boolean;
}

export const tail = gnuCommand({
	name: 'tail',
	paths: ['/usr/bin/tail'],
	size: 68_032,
	version: `tail ${COREUTILS}`,
	help: `Usage: tail [OPTION]... [FILE]...
Print the last 10 lines of each FILE to standard output.
With more than one FILE, precede each with a header giving the file name.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -c, --bytes=[+]NUM       output the last NUM bytes; or use -c +NUM to
                             output starting with byte NUM of each file
  -f, --follow[={name|descriptor}]
                           output appended data as the file grows;
                             an absent option argument means 'descriptor'
  -F                       same as --follow=name --retry
  -n, --lines=[+]NUM       output the last NUM lines, instead of the last 10;
                             or use -n +NUM to skip NUM-1 lines at the start
      --pid=PID            with -f, terminate after process ID, PID dies
  -q, --quiet, --silent    never output headers giving file names
      --retry              keep trying to open a file if it is inaccessible
  -s, --sleep-interval=N   with -f, sleep for approximately N seconds
                             (default 1.0) between iterations
  -v, --verbose            always output headers giving file names
  -z, --zero-terminated    line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit
`,
	badInput: { close: '-' },
	options,
	rewrite: oldWords,
	*main(run) {
		const amount = amountOf(run);
		const follow = run.values.followShort ?? run.values.follow ?? run.values.followRetry;
		const names = run.operands.length === 0 ? ['-'] : run.operands;
		const following = yield* followOptions(run, follow !== undefined, names);
		const headers = (names.length > 1 && !run.values.quiet) || run.values.verbose;
		let first = true;
		const status = yield* forEachFile(
			run,
			names,
			(fd, name) => {
				const heading = headers ? `${first ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n` : '';
				first = false;
				return printTail(run, fd, heading, amount);
			},
			(name) => (hasNoInput(run, name) ? "cannot fstat 'standard input'" : cannotRead(name, run.process)),
		);
		if (follow === undefined) return status;
		const { followed, ...options } = following;
		if (followed.length === 0) return status;
		yield* new Follower(run, followed, { ...options, headers: headers === true }).follow();
		return status;
	},
});

/**
 * `-5`, `+5`, `-2c`, `-lf` as the first word, with no more than one file. Models coreutils tail.c
 * parse_obsolete_option. Throws Fatal.
 */
function oldWords(argv: readonly string[]): readonly string[] {
	const [first = '', second] = argv;
	const isAlone =
		argv.length === 1 ||
		(argv.length === 2 && (second === '-' || !second?.startsWith('-'))) ||
		(argv.length <= 3 && second === '--');
	const old = isAlone && !/^-c?$/.test(first) ? /^([-+])(\d*)([bcl]?)(f?)$/.exec(first) : null;
	if (old === null) {
		const digit = /^-[fFqvz]*(\d)/.exec(argv.find((word) => /^-[^-]/.test(word)) ?? '')?.[1];
		if (digit !== undefined) throw new Fatal(`option used in invalid context -- ${digit}`);
		return argv;
	}
	const [, sign, count = '', unit, follow] = old;
	const amount = `${sign === '+' ? '+' : ''}${count || 10}${unit === 'b' ? 'b' : ''}`;
	return [`-${unit === 'b' || unit === 'c' ? 'c' : 'n'}${amount}`, ...(follow === '' ? [] : ['-f']), ...argv.slice(1)];
}

function* printTail(run: Run<typeof options>, fd: number, heading: string, amount: Amount): Task<void> {
	if (heading !== '') yield* run.out.write(heading);
	yield* run.out.writeBytes(lastPart(yield* readAll(run.process, fd), amount, run.values.zero ? 0 : 10));
}

function hasNoInput({ process }: Run<typeof options>, name: string): boolean {
	return name === '-' && !process.fileDescriptors().includes(0);
}

function amountOf(run: Run<typeof options>): Amount {
	const last = run.given.filter(({ key }) => key === 'bytes' || key === 'lines').at(-1);
	const unit = last?.key === 'bytes' ? 'bytes' : 'lines';
	const text = last?.value ?? '10';
	const count = parseCount(text.replace(/^[-+]/, ''));
	if (count === undefined) throw new Fatal(`invalid number of ${unit}: ‘${text}’`);
	return { unit, count, fromStart: text.startsWith('+') };
}

function lastPart(all: Uint8Array, { unit, count, fromStart }: Amount, separator: number): Uint8Array {
	if (unit === 'bytes')
		return fromStart ? all.subarray(Math.max(0, count - 1)) : all.subarray(Math.max(0, all.length - count));
	if (fromStart) {
		let start = 0;
		for (let line = 1; line < count; line++) {
			const at = all.indexOf(separator, start);
			if (at < 0) return new Uint8Array(0);
			start = at + 1;
		}
		return all.subarray(start);
	}
	if (count === 0) return new Uint8Array(0);
	let position = all.at(-1) === separator ? all.length - 2 : all.length - 1;
	for (let left = count; left > 0; left--) {
		const at = position < 0 ? -1 : all.lastIndexOf(separator, position);
		if (at < 0) return all;
		if (left === 1) return all.subarray(at + 1);
		position = at - 1;
	}
	return all;
}

/** How files are to be followed, and which. Throws Fatal. */
function* followOptions(
	run: Run<typeof options>,
	follows: boolean,
	names: readonly string[],
): Task<Omit<FollowOptions, 'headers'> & { readonly followed: readonly string[] }> {
	const { values, given } = run;
	const way = chooseWord(values.follow as string | undefined, 'follow', [['descriptor'], ['name']]);
	const last = given.findLast(({ key }) => ['follow', 'followShort', 'followRetry'].includes(key))?.key;
	const byName = last === 'followRetry' || (last === 'follow' && way === 'name');
	const pids = given.flatMap(({ key, value }) => (key === 'pid' ? [pidOf(value as string)] : []));
	const seconds = values.interval === undefined ? undefined : Number(values.interval);
	if (seconds !== undefined && !(seconds >= 0)) throw new Fatal(`invalid number of seconds: ‘${values.interval}’`);
	if (values.unchanged !== undefined && !/^\d+$/.test(values.unchanged)) {
		throw new Fatal(`invalid maximum number of unchanged stats between opens: ‘${values.unchanged}’`);
	}
	const retry = values.followRetry !== undefined || values.retry !== undefined;
	if (values.retry && !follows) {
		yield* run.complain('warning: --retry ignored; --retry is useful only when following');
	} else if (values.retry && !byName) {
		yield* run.complain('warning: --retry only effective for the initial open');
	}
	if (pids.length > 0 && !follows) {
		yield* run.complain('warning: PID ignored; --pid=PID is useful only when following');
	}
	if (byName && names.includes('-')) throw new Fatal("cannot follow '-' by name");
	const intervalMs = seconds === undefined ? undefined : Math.max(50, seconds * 1000);
	return { byName, retry, intervalMs, pids, followed: names.filter((name) => name !== '-') };
}

/** Throws Fatal. */
function pidOf(text: string): number {
	if (!/^\d+$/.test(text)) throw new Fatal(`invalid PID: ‘${text}’`);
	return Number(text);
}
