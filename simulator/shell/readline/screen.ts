import { INVISIBLE_END, INVISIBLE_START } from '../expansion/prompt-escapes.ts';
import { characterWidth } from './character-width.ts';

interface Row {
	/** One entry a cell: what is printed there; '' for the second half of a wide character. */
	readonly cells: string[];
}

interface Layout {
	readonly rows: Row[];
	readonly cursorRow: number;
	readonly cursorColumn: number;
}

/**
 * Keeps prompt and line on the terminal as they should look, over as many rows as they take, and works out the
 * shortest output for each change. It draws only relative to where it began.
 */
export class Screen {
	#columns: number;
	#rows: Row[] = [];
	#cursorRow = 0;
	#cursorColumn = 0;
	#prompt = '';

	constructor(columns: number) {
		this.#columns = widthOf(columns);
	}

	/** A new line begins at the left edge of the current row. */
	reset(columns: number): void {
		this.#columns = widthOf(columns);
		this.#rows = [];
		this.#cursorRow = 0;
		this.#cursorColumn = 0;
		this.#prompt = '';
	}

	/**
	 * Output that makes the terminal show `prompt` and `chars` with the cursor before character `cursor`.
	 * @param marked what stands out, from and to.
	 */
	draw(prompt: string, chars: readonly string[], cursor: number, marked?: readonly [number, number]): string {
		const shown =
			marked === undefined
				? chars
				: chars.map((char, at) =>
						at < marked[0] || at >= marked[1] || char === '\n' ? char : `${STAND_OUT}${char}${STAND_IN}`,
					);
		const layout = lay(prompt, shown, cursor, this.#columns);
		let out = '';
		const samePrompt = this.#prompt === prompt && this.#rows.length > 0;
		for (let row = 0; row < layout.rows.length; row++) {
			out += this.#drawRow(row, layout.rows[row] as Row, samePrompt, layout.rows.length);
		}
		for (let row = layout.rows.length; row < this.#rows.length; row++) out += `${this.#moveTo(row, 0)}\x1b[K`;
		this.#rows = layout.rows;
		this.#prompt = prompt;
		return (out + this.#moveTo(layout.cursorRow, layout.cursorColumn)).replaceAll(STAND_IN + STAND_OUT, '');
	}

	/** Output that leaves the line: cursor on its last row. @param done unless nothing stands in that. */
	leave(done = false): string {
		const empty = done && this.#rows.length > 1 && this.#rows.at(-1)?.cells.length === 0;
		const last = this.#rows.length - (empty ? 2 : 1);
		if (last < this.#cursorRow) return this.#moveTo(last, 0);
		return last > this.#cursorRow ? this.#moveTo(last, 0) : '';
	}

	/** The terminal has another width: everything is drawn anew from the first row. */
	resize(columns: number): string {
		// The terminal has wrapped the rows by itself; the cursor is now that many rows below the first.
		let above = 0;
		for (let row = 0; row < this.#cursorRow; row++) {
			above += Math.max(1, Math.ceil((this.#rows[row] as Row).cells.length / widthOf(columns)));
		}
		above += Math.floor(this.#cursorColumn / widthOf(columns));
		const out = `\r${above > 0 ? `\x1b[${above}A` : ''}\x1b[J`;
		this.reset(columns);
		return out;
	}

	#drawRow(row: number, wanted: Row, samePrompt: boolean, total: number): string {
		const shown = this.#rows[row];
		let from = 0;
		if (shown !== undefined && samePrompt) {
			const common = Math.min(shown.cells.length, wanted.cells.length);
			while (from < common && shown.cells[from] === wanted.cells[from]) from++;
			if (from === wanted.cells.length && from === shown.cells.length) return '';
			while (from > 0 && wanted.cells[from] === '') from--;
		}
		let out = this.#moveTo(row, from);
		const text = wanted.cells.slice(from).join('');
		out += text;
		this.#cursorColumn = wanted.cells.length;
		const shorter = shown !== undefined && shown.cells.length > wanted.cells.length;
		if (wanted.cells.length >= this.#columns && text !== '') {
			// The last column is filled: the terminal has yet to wrap. Make it.
			out += ' \r';
			this.#cursorRow = row + 1;
			this.#cursorColumn = 0;
			if (row + 1 >= total) throw new Error('assertion failed: a full row has a row after it');
			const below = this.#rows[row + 1];
			if (below !== undefined) this.#rows[row + 1] = { cells: [' ', ...below.cells.slice(1)] };
			return out;
		}
		return shorter ? `${out}\x1b[K` : out;
	}

	#moveTo(row: number, column: number): string {
		let out = '';
		if (row !== this.#cursorRow) {
			const by = row - this.#cursorRow;
			if (by < 0) out += `\x1b[${-by}A`;
			else if (row < this.#rows.length) out += `\x1b[${by}B`;
			else {
				out += '\n'.repeat(by);
				this.#cursorColumn = 0;
			}
			this.#cursorRow = row;
		}
		const by = column - this.#cursorColumn;
		if (by < 0) out += column === 0 ? '\r' : -by <= 4 ? '\b'.repeat(-by) : `\x1b[${-by}D`;
		else if (by > 0) out += `\x1b[${by}C`;
		this.#cursorColumn = column;
		return out;
	}
}

/** How a region stands out, and how that ends. */
const STAND_OUT = '\x1b[7m';
const STAND_IN = '\x1b[27m';

/** A terminal that does not say its width has 80 columns. */
function widthOf(columns: number): number {
	return columns > 1 ? columns : 80;
}

/** Puts prompt and characters into rows. Control characters show as `^X`; newlines begin a row. */
function lay(prompt: string, chars: readonly string[], cursor: number, columns: number): Layout {
	const rows: Row[] = [{ cells: [] }];
	let pending = '';
	const last = (): Row => rows[rows.length - 1] as Row;
	const place = (char: string, width: number): void => {
		if (width === 0) {
			const { cells } = last();
			let at = cells.length - 1;
			while (at > 0 && cells[at] === '') at--;
			if (at >= 0) cells[at] += char;
			return;
		}
		if (last().cells.length + width > columns) {
			while (last().cells.length < columns) last().cells.push(' ');
			rows.push({ cells: [] });
		}
		last().cells.push(pending + char);
		pending = '';
		for (let i = 1; i < width; i++) last().cells.push('');
		if (last().cells.length === columns) rows.push({ cells: [] });
	};
	let invisible = false;
	for (const char of prompt) {
		if (char === INVISIBLE_START) invisible = true;
		else if (char === INVISIBLE_END) invisible = false;
		else if (char === '\n') rows.push({ cells: [] });
		else if (invisible || char === '\x1b' || char === '\x07' || char === '\r') pending += char;
		else place(char, characterWidth(char));
	}
	if (pending !== '') {
		// Codes at the prompt's end go with its last character.
		const row = rows.findLast((each) => each.cells.length > 0);
		if (row !== undefined) {
			let at = row.cells.length - 1;
			while (at > 0 && row.cells[at] === '') at--;
			row.cells[at] += pending;
			pending = '';
		}
	}
	let cursorRow = rows.length - 1;
	let cursorColumn = last().cells.length;
	chars.forEach((given, index) => {
		const stands = given.startsWith(STAND_OUT);
		const char = stands ? given.slice(STAND_OUT.length, -STAND_IN.length) : given;
		const put = (text: string, width: number): void => place(stands ? STAND_OUT + text + STAND_IN : text, width);
		if (char === '\n') rows.push({ cells: [] });
		else if (char === '\t') {
			for (let left = 8 - (last().cells.length % 8); left > 0; left--) put(' ', 1);
		} else if (char < ' ' || char === '\x7f') {
			put('^', 1);
			put(char === '\x7f' ? '?' : String.fromCharCode(char.charCodeAt(0) + 64), 1);
		} else put(char, characterWidth(char));
		if (index + 1 === cursor) {
			cursorRow = rows.length - 1;
			cursorColumn = last().cells.length;
		}
	});
	return { rows, cursorRow, cursorColumn };
}
