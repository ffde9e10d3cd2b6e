import { forEachLine, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { UTIL_LINUX } from './version.ts';

/** What a sign is shown with: underlined, bold. */
const UNDERLINED = 1;
const BOLD = 2;
/** Terminals that can do neither. */
const PLAIN = /^(?:dumb|unknown|)$/;

/** Models text-utils/ul.c on terminals of xterm's kind. Differs: half lines and -i are not there. */
export const ul = gnuCommand({
	name: 'ul',
	paths: ['/usr/bin/ul'],
	size: 22_960,
	version: `ul from ${UTIL_LINUX}`,
	help: `
Usage:
 ul [options] [<file> ...]

Do underlining.

Options:
 -t, -T, --terminal TERMINAL  override the TERM environment variable
 -i, --indicated              underlining is indicated via a separate line
 -h, --help                   display this help
 -V, --version                display version

For more details see ul(1).
`,
	options: { terminal: withValue('t', 'T', 'terminal'), indicated: flag('i', 'indicated') },
	*main(run) {
		const terminal = run.values.terminal ?? run.process.env.get('TERM') ?? 'dumb';
		const isPlain = PLAIN.test(terminal);
		return yield* forEachLine(run, run.operands, (line) => run.out.write(`${shown(line, isPlain)}\n`));
	},
});

function shown(line: string, isPlain: boolean): string {
	const cells: { sign: string; style: number }[] = [];
	let column = 0;
	for (const sign of line) {
		if (sign === '\b') column = Math.max(0, column - 1);
		else if (sign === '\r') column = 0;
		else {
			const cell = cells[column];
			if (cell === undefined) cells[column] = { sign, style: 0 };
			else if (sign === '_' && cell.sign !== '_') cell.style |= UNDERLINED;
			else if (cell.sign === '_' && sign !== '_') cells[column] = { sign, style: cell.style | UNDERLINED };
			else if (cell.sign === sign) cell.style |= BOLD;
			else cells[column] = { sign, style: cell.style };
			column++;
		}
	}
	if (isPlain) return cells.map(({ sign }) => sign).join('');
	let out = '';
	let style = 0;
	for (const cell of [...cells, { sign: '', style: 0 }]) {
		if (cell.style !== style) {
			if (style & BOLD) out += '\u001b(B\u001b[m';
			else if (style & UNDERLINED) out += '\u001b[24m';
			if (cell.style & BOLD) out += '\u001b[1m';
			if (cell.style & UNDERLINED) out += '\u001b[4m';
			style = cell.style;
		}
		out += cell.sign;
	}
	return out;
}
