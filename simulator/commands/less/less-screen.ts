import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeLossless } from '../../machinery/utf8.ts';
import { lineRows, plainText } from './less-line.ts';
import type { LessSettings } from './less-options.ts';
import type { LessSearch } from './less-search.ts';
import type { LessSource } from './less-source.ts';

/** A place in the text: a line, and which of the rows that it takes. */
export interface Place {
	readonly line: number;
	readonly row: number;
}

/** What of a text stands on the screen, and how it moves. */
export class LessScreen {
	readonly #process: Process;
	readonly #settings: LessSettings;
	readonly #search: LessSearch;
	source: LessSource;
	top: Place = { line: 0, row: 0 };
	/** What stood on top before the last jump (`''`). */
	previous: Place = { line: 0, row: 0 };
	shift = 0;
	/** A text that does not fill the screen is shown as short as it is, until something happens to it. */
	short = false;
	/** Rows above the text, when its end was gone to. */
	above = 0;

	constructor(process: Process, settings: LessSettings, search: LessSearch, source: LessSource) {
		this.#process = process;
		this.#settings = settings;
		this.#search = search;
		this.source = source;
	}

	/** Rows for text. */
	get rows(): number {
		return Math.max(2, this.#process.terminalSize(1).rows) - 1;
	}

	get columns(): number {
		return Math.max(2, this.#process.terminalSize(1).columns);
	}

	*write(text: string): Task<void> {
		yield* this.#process.write(1, encodeLossless(text));
	}

	/** Draws what is to be seen; the cursor then stands where the prompt goes. */
	*draw(): Task<void> {
		const rows = this.rows;
		const shown = yield* this.#shown();
		if (this.short) {
			yield* this.write(`\x1b[H${shown.map((row) => `\x1b[K${row}\r\n`).join('')}\x1b[J`);
			return;
		}
		for (let row = 0; row < this.above; row++) shown.unshift('\x1b[1m~\x1b[22m');
		while (shown.length < rows) shown.push('\x1b[1m~\x1b[22m');
		yield* this.write(`\x1b[H${shown.map((row) => `\x1b[K${row}\r\n`).join('')}\x1b[K`);
	}

	*#shown(): Task<string[]> {
		const rows: string[] = [];
		let skip = this.top.row;
		for (let line = this.top.line; rows.length < this.rows && (yield* this.source.need(line)); line++) {
			if (this.#search.hides(this.source.lines[line] as string)) continue;
			const wanted = skip + this.rows - rows.length;
			rows.push(...(yield* this.#rowsOf(line, wanted)).slice(skip, wanted));
			skip = 0;
			yield* this.#process.tick();
		}
		return rows;
	}

	/** @param rowsMax more are not needed. */
	*#rowsOf(line: number, rowsMax = Number.POSITIVE_INFINITY): Task<string[]> {
		const { settings, search } = { settings: this.#settings, search: this.#search };
		const look = {
			columns: this.columns,
			tab: settings.tab,
			chop: settings.chop || this.shift > 0,
			shift: this.shift,
			escapes: settings.escapes,
			found: search.highlights ? (plain: string) => search.found(plain) : undefined,
			prefix: settings.numbers ? `${String(line + 1).padStart(7)} ` : '',
			rowsMax,
		};
		return yield* lineRows(this.source.lines[line] as string, look, (steps) => this.#process.tick(steps));
	}

	/** Whether the text leaves rows of the screen free. */
	*hasRoom(): Task<boolean> {
		return (yield* this.#shown()).length < this.rows;
	}

	/** The line below the screen, and whether nothing more comes. */
	*bottom(): Task<{ readonly line: number; readonly atEnd: boolean }> {
		let left = this.rows;
		let skip = this.top.row;
		let line = this.top.line;
		for (; left > 0 && (yield* this.source.need(line)); line++) {
			if (this.#search.hides(this.source.lines[line] as string)) continue;
			const count = (yield* this.#rowsOf(line, left + skip + 1)).length - skip;
			skip = 0;
			if (count > left) return { line: line + 1, atEnd: false };
			left -= count;
			yield* this.#process.tick();
		}
		return { line, atEnd: !(yield* this.source.need(line)) };
	}

	/** Down by rows, not past the last screenful unless that is forced. Whether anything moved. */
	*forward(count: number, force = false): Task<boolean> {
		let moved = false;
		for (let done = 0; done < count; done++) {
			if (!force && (yield* this.bottom()).atEnd) break;
			const next = yield* this.#after(this.top);
			if (next === undefined) break;
			this.top = next;
			moved = true;
			yield* this.#process.tick();
		}
		return moved;
	}

	*backward(count: number): Task<boolean> {
		let moved = false;
		for (let done = 0; done < count; done++) {
			const before = yield* this.#before(this.top);
			if (before === undefined) break;
			this.top = before;
			moved = true;
			yield* this.#process.tick();
		}
		return moved;
	}

	*#after({ line, row }: Place): Task<Place | undefined> {
		if (row + 1 < (yield* this.#rowsOf(line, row + 2)).length) return { line, row: row + 1 };
		for (let next = line + 1; yield* this.source.need(next); next++) {
			if (!this.#search.hides(this.source.lines[next] as string)) return { line: next, row: 0 };
			yield* this.#process.tick();
		}
		return undefined;
	}

	*#before({ line, row }: Place): Task<Place | undefined> {
		if (row > 0) return { line, row: row - 1 };
		for (let next = line - 1; next >= 0; next--) {
			if (!this.#search.hides(this.source.lines[next] as string))
				return { line: next, row: (yield* this.#rowsOf(next)).length - 1 };
			yield* this.#process.tick();
		}
		return undefined;
	}

	/** The last screenful. */
	*toEnd(): Task<void> {
		this.#remember();
		yield* this.source.all();
		this.top = { line: this.source.lines.length, row: 0 };
		yield* this.backward(this.rows);
		this.above = this.rows - (yield* this.#shown()).length;
	}

	/** Brings a line to the top, even the last. */
	*toLine(line: number): Task<void> {
		this.#remember();
		yield* this.source.need(line);
		this.top = { line: Math.max(0, Math.min(line, this.source.lines.length - 1)), row: 0 };
	}

	/** Down to a line that is not hidden. */
	*toVisible(): Task<void> {
		const line = this.source.lines[this.top.line];
		if (line === undefined || !this.#search.hides(line)) return;
		this.top = (yield* this.#after({ line: this.top.line, row: Number.MAX_SAFE_INTEGER })) ?? { line: 0, row: 0 };
	}

	#remember(): void {
		this.previous = this.top;
	}

	/** The first line from there on that is searched for; undefined when there is none. */
	*find(from: number, step: 1 | -1): Task<number | undefined> {
		for (let line = from; line >= 0 && (yield* this.source.need(line)); line += step) {
			const text = this.source.lines[line] as string;
			if (!this.#search.hides(text) && this.#search.matches(plainText(text))) return line;
			yield* this.#process.tick();
		}
		return undefined;
	}
}
