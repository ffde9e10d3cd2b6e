import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';
import { flag, withValue } from '../options.ts';
import { quotedName } from '../quoted-name.ts';
import { HeldMemory } from '../stdio.ts';
import { openLines } from './comm.ts';
import { RandomSource } from './random-source.ts';
import { COREUTILS } from './version.ts';

/** What a line takes besides its text. */
const LINE_BYTES = 32;
const RANGE_MAX = 1_000_000;

export const shuf = gnuCommand({
	name: 'shuf',
	paths: ['/usr/bin/shuf'],
	size: 47_576,
	version: `shuf ${COREUTILS}`,
	help: `Usage: shuf [OPTION]... [FILE]
  or:  /usr/bin/shuf -e [OPTION]... [ARG]...
  or:  /usr/bin/shuf -i LO-HI [OPTION]...
Write a random permutation of the input lines to standard output.

With no FILE, or when FILE is -, read standard input.

Mandatory arguments to long options are mandatory for short options too.
  -e, --echo                treat each ARG as an input line
  -i, --input-range=LO-HI   treat each number LO through HI as an input line
  -n, --head-count=COUNT    output at most COUNT lines
  -o, --output=FILE         write result to FILE instead of standard output
      --random-source=FILE  get random bytes from FILE
  -r, --repeat              output lines can be repeated
  -z, --zero-terminated     line delimiter is NUL, not newline
      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/shuf>
or available locally via: info '(coreutils) shuf invocation'
`,
	options: {
		echo: flag('e', 'echo'),
		range: withValue('i', 'input-range'),
		count: withValue('n', 'head-count'),
		output: withValue('o', 'output'),
		source: withValue('random-source'),
		repeat: flag('r', 'repeat'),
		zero: flag('z', 'zero-terminated'),
	},
	*main(run) {
		const { process, values, operands } = run;
		const end = values.zero ? '\0' : '\n';
		for (const [key, what] of ONCE) {
			const words = new Set(run.given.filter((each) => each.key === key).map(({ value }) => value));
			if (words.size > 1 || (key === 'range' && run.given.filter((each) => each.key === key).length > 1)) {
				throw new Fatal(`multiple ${what} specified`);
			}
		}
		if (values.echo && values.range !== undefined) throw new Fatal('cannot combine -e and -i options', 1, true);
		if (values.count !== undefined && !/^\d+$/.test(values.count)) {
			throw new Fatal(`invalid line count: ‘${values.count}’`);
		}
		let lines: string[] = [];
		if (values.range !== undefined) {
			const match = /^(\d+)-(\d+)$/.exec(values.range);
			const [low, high] = [Number(match?.[1]), Number(match?.[2])];
			if (match === null) throw new Fatal(`invalid input range: ‘${values.range.replace(/^[^-]*-/, '')}’`);
			if (low > high + 1 || high - low > RANGE_MAX) throw new Fatal(`invalid input range: ‘${values.range}’`);
			if (operands.length > 0) throw new Fatal(`extra operand ‘${operands[0]}’`, 1, true);
			for (let value = low; value <= high; value++) lines.push(String(value));
		} else if (values.echo) lines = [...operands];
		else {
			if (operands.length > 1) throw new Fatal(`extra operand ‘${operands[1]}’`, 1, true);
			const reader = yield* openLines(run, operands[0] ?? '-', end);
			const memory = new HeldMemory(process);
			let bytes = 0;
			for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
				lines.push(line);
				bytes += line.length + LINE_BYTES;
				memory.hold(bytes);
			}
		}
		const limit = values.count === undefined ? Number.POSITIVE_INFINITY : Number(values.count);
		const file = values.output === undefined ? undefined : yield* openOutput(process, values.output);
		const print = (text: string): Task<void> =>
			file === undefined ? run.out.write(text) : process.write(file, encodeUtf8(text));
		const source = yield* RandomSource.open(process, values.source);
		if (values.repeat) {
			if (lines.length === 0) throw new Fatal('no lines to repeat');
			for (let done = 0; done < limit; done++) {
				yield* print((lines[yield* source.choose(lines.length)] as string) + end);
				yield* process.tick();
			}
			return 0;
		}
		const count = Math.min(limit, lines.length);
		yield* shuffle(process, lines, count, source);
		for (const line of lines.slice(0, count)) yield* print(line + end);
		return 0;
	},
});

/** Options that are given once, and what they are called. */
const ONCE: readonly (readonly [key: string, what: string])[] = [
	['range', '-i options'],
	['output', 'output files'],
	['source', 'random sources'],
];

function* openOutput(process: Process, path: string): Task<number> {
	try {
		return yield* process.open(path, { write: true, create: true, truncate: true }, 0o666);
	} catch (error) {
		throw new Fatal(`${quotedName(path)}: ${reasonOf(error)}`);
	}
}

const DRAWN_A_TICK = 16;

/** The first `count` lines are drawn from all. */
function* shuffle(process: Process, lines: string[], count: number, source: RandomSource): Task<void> {
	for (let at = 0; at < count; at++) {
		const other = at + (yield* source.choose(lines.length - at));
		[lines[at], lines[other]] = [lines[other] as string, lines[at] as string];
		if (at % DRAWN_A_TICK === DRAWN_A_TICK - 1) yield* process.tick();
	}
}
