import type { Task } from '../../machinery/task.ts';
import { forEachLine, gnuCommand, type RunContext } from '../gnu-command.ts';
import { flag } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

export const rev = gnuCommand({
	name: 'rev',
	paths: ['/usr/bin/rev'],
	size: 14_640,
	version: `rev from ${UTIL_LINUX}`,
	help: `Usage: rev [options] [file ...]

Reverse lines characterwise.

Options:
 -h, --help     display this help
 -V, --version  display version

For more details see rev(1).
`,
	options: { zero: flag('0', 'zero') },
	*main(run) {
		return yield* forEachLine(
			run,
			// Standard input has no name.
			run.operands.map((name) => (name === '-' ? './-' : name)),
			(line, terminated) => writeReversed(run, line, terminated ? '\n' : ''),
			(name) => (name === '-' ? 'stdin: 0' : `cannot open ${name === './-' ? '-' : name}`),
		);
	},
});

/** Reversed at once. */
const PIECE_LENGTH = 16_384;
const PIECE_STEPS = 100;

function* writeReversed({ process, out }: RunContext, line: string, end: string): Task<void> {
	let to = line.length;
	while (to > PIECE_LENGTH) {
		// Two units may be one character.
		const from = isLowSurrogate(line.charCodeAt(to - PIECE_LENGTH)) ? to - PIECE_LENGTH - 1 : to - PIECE_LENGTH;
		yield* out.write([...line.slice(from, to)].reverse().join(''));
		yield* process.tick(PIECE_STEPS);
		to = from;
	}
	yield* out.write([...line.slice(0, to)].reverse().join('') + end);
}

function isLowSurrogate(unit: number): boolean {
	return unit >= 0xdc00 && unit < 0xe000;
}
