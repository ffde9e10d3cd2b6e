import type { Process } from '../../kernel/process-api.ts';
import { sortInSteps } from '../../machinery/sort-in-steps.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal, gnuCommand } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { HeldMemory, LineReader, type Output } from '../stdio.ts';
import { UTIL_LINUX } from './version.ts';

const HALF_LINES_KEPT = 256;
/** What a character that waits takes. */
const SIGN_BYTES = 96;
const SIGNS_A_STEP = 512;

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
		const page = new Page(process, out, {
			backspaces: values.plain === undefined,
			tabs: spacing?.key !== 'spaces',
			passes: values.pass === true,
			fine: values.fine === true,
		});
		const reader = new LineReader(process, 0);
		for (let line = yield* reader.next(); line !== undefined; line = yield* reader.next()) {
			yield* page.take(line);
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
	readonly #process: Process;
	readonly #out: Output;
	readonly #memory: HeldMemory;
	readonly #format: Format;
	readonly #rows = new Map<number, Sign[]>();
	/** The half line that is written, the last there is, and the first that has not been printed. */
	#row = 0;
	#last = 0;
	#first = 0;
	#column = 0;
	#kept = 0;

	constructor(process: Process, out: Output, format: Format) {
		this.#process = process;
		this.#memory = new HeldMemory(process);
		this.#out = out;
		this.#format = format;
	}

	*take(line: string): Task<void> {
		let escaped = false;
		let count = 0;
		for (const sign of line) {
			if (++count % SIGNS_A_STEP === 0) {
				this.#memory.hold(this.#kept * SIGN_BYTES);
				yield* this.#process.tick(SIGNS_A_STEP / 8);
			}
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
		yield* this.#process.tick();
	}

	#put(text: string): void {
		const row = this.#rows.get(this.#row);
		const sign = { column: this.#column, text };
		this.#kept++;
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
		this.#kept -= whole.length + half.length;
		if (!fine) {
			for (const sign of half) whole.push(sign);
		}
		yield* this.#show(whole);
		if (!fine || half.length === 0) {
			yield* this.#out.write('\n');
			return;
		}
		yield* this.#out.write('\u001b\t\r');
		yield* this.#show(half);
		yield* this.#out.write('\u001b\t\r');
	}

	*#show(signs: readonly Sign[]): Task<void> {
		const { backspaces, tabs } = this.#format;
		const isInOrder = signs.every(({ column }, at) => at === 0 || (signs[at - 1] as Sign).column <= column);
		const sorted = isInOrder ? signs : yield* sortInSteps(signs, byColumn, (count) => this.#process.tick(count / 4));
		let out = '';
		let at = 0;
		for (const [place, { column, text }] of sorted.entries()) {
			if (place % SIGNS_A_STEP === 0) yield* this.#process.tick(SIGNS_A_STEP / 8);
			const isFollowed = sorted[place + 1]?.column === column;
			if (!backspaces && isFollowed) continue;
			out += at <= column ? blanks(at, column, tabs) + text : `\b${text}`;
			at = column + 1;
			if (out.length < SIGNS_A_STEP) continue;
			yield* this.#out.write(out);
			out = '';
		}
		yield* this.#out.write(out);
	}
}

function byColumn(a: Sign, b: Sign): number {
	return a.column - b.column;
}

/** From a column to another, with tabs where they are shorter. */
function blanks(from: number, to: number, tabs: boolean): string {
	const [first, last] = [(from + 8) & ~7, to & ~7];
	if (!tabs || to - from <= 1 || first > last) return ' '.repeat(to - from);
	const start = first - from === 1 ? ' ' : '\t';
	return start + '\t'.repeat((last - first) / 8) + ' '.repeat(to - last);
}
