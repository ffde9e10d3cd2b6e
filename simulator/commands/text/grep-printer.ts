import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { Fatal } from '../gnu-command.ts';
import type { GrepRun } from './grep.ts';
import { coloured, colourStart, type GrepColours, grepColours } from './grep-colours.ts';
import type { LinePattern } from './grep-pattern.ts';

/** Prints the selected lines of one file with their context. */
export class LinePrinter {
	readonly #run: GrepRun;
	readonly #name: string;
	readonly #named: boolean;
	readonly #pattern: LinePattern;
	readonly #before: number;
	readonly #after: number;
	/** Undefined where nothing is coloured. */
	readonly #colours: GrepColours | undefined;
	readonly #digits: number;
	/** Lines before a match that are not printed yet. */
	#waiting: { line: string; number: number; offset: number }[] = [];
	#left = 0;
	#lastPrinted = 0;
	#offset = 0;

	/** @param goesOn lines of another file have been printed. @param digits of numbers in front of lines under `-T`. */
	constructor(run: GrepRun, name: string, named: boolean, pattern: LinePattern, goesOn: boolean, digits: number) {
		this.#digits = run.values.initialTab ? digits : 0;
		if (goesOn) this.#lastPrinted = -1;
		this.#run = run;
		this.#name = name;
		this.#named = named;
		this.#pattern = pattern;
		const { values } = run;
		this.#before = contextLength(values.before ?? values.context);
		this.#after = contextLength(values.after ?? values.context);
		this.#colours = coloursOf(run);
	}

	/** No trailing context is owed. */
	get done(): boolean {
		return this.#left === 0;
	}

	*selected(line: string, number: number): Task<void> {
		const offset = this.#advance(line);
		const first = this.#waiting[0]?.number ?? number;
		yield* this.#separator(first);
		for (const each of this.#waiting) yield* this.#print(each.line, each.number, each.offset, '-');
		this.#waiting = [];
		yield* this.#print(line, number, offset, ':');
		this.#left = this.#after;
	}

	*passed(line: string, number: number): Task<void> {
		const offset = this.#advance(line);
		if (this.#left > 0) {
			this.#left--;
			yield* this.#print(line, number, offset, '-');
		} else if (this.#before > 0) {
			this.#waiting.push({ line, number, offset });
			if (this.#waiting.length > this.#before) this.#waiting.shift();
		}
	}

	#advance(line: string): number {
		const offset = this.#offset;
		if (this.#run.values.byteOffset) this.#offset += encodeUtf8(line).length + 1;
		return offset;
	}

	/** "--" between groups of lines that do not touch. */
	*#separator(first: number): Task<void> {
		const { values } = this.#run;
		const hasContext = (values.before ?? values.after ?? values.context) !== undefined;
		if (!hasContext || this.#lastPrinted === 0 || first === this.#lastPrinted + 1) return;
		if (values.noGroupSeparator) return;
		yield* this.#run.out.write(`${this.#shown(values.groupSeparator ?? '--', 'separator')}\n`);
	}

	*#print(line: string, number: number, offset: number, mark: ':' | '-'): Task<void> {
		const { values, out } = this.#run;
		this.#lastPrinted = number;
		const end = values.nullData ? '\0' : '\n';
		const isMarked = mark === ':' && !values.invert;
		if (!values.onlyMatching) {
			const prefix = this.#prefix(number, offset, mark);
			const own = mark === ':' ? 'selectedLine' : 'contextLine';
			if (this.#colours === undefined || !isMarked) {
				return yield* out.write(prefix + (line === '' ? '' : this.#shown(line, own)) + end);
			}
			yield* out.write(prefix);
			yield* this.#highlight(line);
			return yield* out.write(end);
		}
		if (!isMarked) return;
		let [counted, bytes] = [0, offset];
		yield* this.#matches(line, (start, stop) => {
			const part = line.slice(start, stop);
			if (values.byteOffset) {
				bytes += encodeUtf8(line.slice(counted, start)).length;
				counted = start;
			}
			return out.write(this.#prefix(number, bytes, mark) + this.#shown(part, 'match') + end);
		});
	}

	#prefix(number: number, offset: number, mark: string): string {
		const { values } = this.#run;
		const sign = this.#shown(mark, 'separator');
		let out = '';
		if (this.#named) {
			out += this.#shown(this.#name, 'file') + (values.nullName ? '\0' : sign);
		}
		const wide = (value: number): string => String(value).padStart(this.#digits);
		if (values.lineNumber) out += this.#shown(wide(number), 'lineNumber') + sign;
		if (values.byteOffset) out += this.#shown(wide(offset), 'offset') + sign;
		return values.initialTab && out !== '' ? `${out}\t` : out;
	}

	#shown(text: string, part: Exclude<keyof GrepColours, 'clears'>): string {
		return this.#colours === undefined ? text : coloured(text, this.#colours[part], this.#colours);
	}

	*#highlight(line: string): Task<void> {
		const { out } = this.#run;
		const colours = this.#colours as GrepColours;
		const begin = colourStart(colours.selectedLine, colours);
		let at = 0;
		yield* this.#matches(line, (start, stop) => {
			const text = begin + line.slice(at, start) + this.#shown(line.slice(start, stop), 'match');
			at = stop;
			return out.write(text);
		});
		if (at < line.length) yield* out.write(this.#shown(line.slice(at), 'selectedLine'));
	}

	*#matches(line: string, each: (start: number, stop: number) => Task<void>): Task<void> {
		const tick = (steps?: number): Task<void> => this.#run.process.tick(steps);
		for (let from = 0; from <= line.length; ) {
			const match = yield* this.#pattern.find(line, from, tick);
			if (match === undefined) break;
			if (match.end > match.start) yield* each(match.start, match.end);
			from = match.end > match.start ? match.end : match.end + 1;
			yield* tick();
		}
	}
}

/** Of words that have been looked at. */
export function coloursOf({ values, process }: GrepRun): GrepColours | undefined {
	// Without a word it is as for a terminal.
	const word = String(values.color ?? 'never').replace(/^true$/, 'auto');
	const isOn = /^(?:always|yes|force)$/.test(word) || (/^(?:auto|tty|if-tty)$/.test(word) && process.isatty(1));
	return isOn ? grepColours(process.env.get('GREP_COLORS'), process.env.get('GREP_COLOR') || undefined) : undefined;
}

function contextLength(text: string | undefined): number {
	if (text === undefined) return 0;
	if (!/^\d+$/.test(text)) throw new Fatal(`${text}: invalid context length argument`, 2);
	return Number(text);
}
