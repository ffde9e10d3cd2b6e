import { Fatal, forEachLine, gnuCommand } from '../gnu-command.ts';
import { UTIL_LINUX } from './version.ts';

/** Models text-utils/colrm.c. Differs: every character is one column wide. */
export const colrm = gnuCommand({
	name: 'colrm',
	paths: ['/usr/bin/colrm'],
	size: 14_720,
	version: `colrm from ${UTIL_LINUX}`,
	help: `
Usage:
 colrm [startcol [endcol]]

Filter out the specified columns.

Options:
 -h, --help     display this help
 -V, --version  display version
colrm reads from standard input and writes to standard output


For more details see colrm(1).
`,
	options: {},
	*main(run) {
		const [first, last] = run.operands.map((word, at) => {
			if (!/^\d+$/.test(word)) throw new Fatal(`${at === 0 ? 'first' : 'second'} argument: '${word}'`);
			return Number(word);
		});
		yield* forEachLine(run, [], (line, terminated) =>
			run.out.write(`${without(line, first ?? 0, last ?? 0)}${terminated ? '\n' : ''}`),
		);
		return 0;
	},
});

/** @param last 0: to the end of the line. */
function without(line: string, first: number, last: number): string {
	if (first === 0) return line;
	if (last > 0 && last < first) {
		// What follows the one that goes is set apart by as many blanks.
		const rest = line.slice(first);
		return line.slice(0, first - 1) + (rest === '' ? '' : ' '.repeat(first - last) + rest);
	}
	let column = 0;
	let kept = '';
	for (const sign of line) {
		if (sign === '\t') column = (column | 7) + 1;
		else if (sign === '\b') column = Math.max(0, column - 1);
		else column++;
		if (column < first || (last > 0 && column > last)) kept += sign;
	}
	return kept;
}
