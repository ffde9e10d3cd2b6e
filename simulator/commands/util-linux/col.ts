import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { LineReader, type Output } from '../stdio.ts';
import { UTIL_LINUX } from './version.ts';

const HALF_LINES_KEPT = 256;

interface Format {
	readonly backspaces: boolean;
	readonly tabs: boolean;
	readonly passes: boolean;
	readonly fine: boolean;
}

/** Models text-utils/col.c. Differs: every character is one column wide, and there are no character sets. */
export const col = gnuCommand({
	name: 'col',
	paths: ['/usr/bin/col'],
	size: 22_992,
	version: `col from ${UTIL_LINUX}`,
	help: `
Usage:
 col [options]

Filter out reverse line feeds from standard input.

Options:
 -b, --no-backspaces    do not output backspaces
 -f, --fine             permit forward half line feeds
 -p, --pass             pass unknown control sequences
 -h, --tabs             convert spaces to tabs
 -x, --spaces           convert tabs to spaces
 -l, --lines NUM        buffer at least NUM lines
 -H, --help             display this help
 -v, --version          display version

For more details see col(1).
`,
	options: {
		plain: flag('b', 'no-backspaces'),
		fine: flag('f', 'fine'),
		pass: flag('p', 'pass'),
		tabs: flag('h', 'tabs'),
		spaces: flag('x', 'spaces'),
		lines: withValue('l', 'lines'),
	},
	usageHint: "Try 'col --help' for more information.",
	*main({ process, values, given, operands, out }) {
		if (operands.length > 0) throw new Fatal('bad usage', 1, true);
		if (values.lines !== undefined && !/^\d+$/.test(values.lines))
			throw new Fatal(`bad -l argument: '${values.lines}'`);
		const spacing = given.filter(({ key }) => key === 'tabs' || key === 'spaces').at(-1);
		const page = new Page(out, {
			backspaces: values.plain === undefined,
			tabs: spacing?.key !== 'spaces',
			passes: values.pass === true,
			fine: values.fine === true,
		});
		const reader = new LineReader(process, 0);
		for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
			yield* page.take(process, line);
			if (reader.terminated) yield* page.feed();
		}
		yield* page.finish();
		return 0;
	},
});

/** A character where it stands. */
interface Sign {
	readonly column: number;
	readonly text: string;
}

/** What has been written where, by half lines. */
class Page {
	readonly #out: Output;
	readonly #format: Format;
	readonly #rows = new Map<number, Sign[]>();
	/** The half line that is written, the last there is, and the first that has not been printed. */
	#row = 0;
	#last = 0;
	#first = 0;
	#column = 0;

	constructor(out: Output, format: Format) {
		this.#out = out;
		this.#format = format;
	}

	*take(process: Process, line: string): Task<void> {
		let escaped = false;
		for (const sign of line) {
			if (escaped) {
				escaped = false;
				if (sign === '\u0007') this.#move(-2);
				else if (sign === '\b') this.#move(-1);
				else if (sign === '\t') this.#move(1);
				continue;
			}
			if (sign === '\u001b') escaped = true;
			else if (sign === '\b') this.#column = Math.max(0, this.#column - 1);
			else if (sign === '\r') this.#column = 0;
			else if (sign === '\t') this.#column = (this.#column | 7) + 1;
			else if (sign === '\v') this.#move(-2);
			else if (sign === ' ') this.#column++;
			else if (sign >= ' ' && sign !== '\u007f') this.#put(sign);
			else if (this.#format.passes) this.#put(sign);
		}
		yield* process.tick(1 + line.length / 50);
	}

	#put(text: string): void {
		const row = this.#rows.get(this.#row);
		const sign = { column: this.#column, text };
		if (row === undefined) this.#rows.set(this.#row, [sign]);
		else row.push(sign);
		this.#column++;
	}

	#move(halves: number): void {
		this.#row = Math.max(this.#first, this.#row + halves);
		this.#last = Math.max(this.#last, this.#row);
	}

	*feed(): Task<void> {
		this.#column = 0;
		this.#move(2);
		while (this.#row - this.#first > HALF_LINES_KEPT) yield* this.#print();
	}

	*finish(): Task<void> {
		while (this.#first < this.#last || this.#rows.has(this.#first)) yield* this.#print();
	}

	/** The first line with its half lines, and a newline. */
	*#print(): Task<void> {
		const { fine } = this.#format;
		const at = this.#first;
		const [whole = [], half = []] = [this.#rows.get(at), this.#rows.get(at + 1)];
		this.#rows.delete(at);
		this.#rows.delete(at + 1);
		this.#first += 2;
		yield* this.#out.write(this.#text(fine ? whole : [...whole, ...half]));
		if (fine && half.length > 0) yield* this.#out.write(`\u001b\t\r${this.#text(half)}\u001b\t\r`);
		else yield* this.#out.write('\n');
	}

	#text(signs: readonly Sign[]): string {
		const { backspaces, tabs } = this.#format;
		const byColumn = new Map<number, string[]>();
		for (const { column, text } of signs) {
			const here = byColumn.get(column);
			if (here === undefined) byColumn.set(column, [text]);
			else here.push(text);
		}
		let out = '';
		let at = 0;
		for (const [column, texts] of [...byColumn].sort(([a], [b]) => a - b)) {
			out += blanks(at, column, tabs);
			out += backspaces ? texts.join('\b') : (texts.at(-1) as string);
			at = column + 1;
		}
		return out;
	}
}

/** From a column to another, with tabs where they are shorter. */
function blanks(from: number, to: number, tabs: boolean): string {
	let out = '';
	let at = from;
	while (tabs && to - from > 1) {
		const stop = (at + 8) & ~7;
		if (stop > to) break;
		out += stop - at === 1 ? ' ' : '\t';
		at = stop;
	}
	return out + ' '.repeat(to - at);
}
