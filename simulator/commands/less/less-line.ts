import type { Task } from '../../machinery/task.ts';
import { displayWidth } from '../coreutils/ls-layout.ts';

/** What of a character shows: what is written for it, how wide it is, and in which guise. */
interface Cell {
	readonly text: string;
	readonly width: number;
	readonly style: '' | 'bold' | 'underline' | 'standout';
	/** Colours that the text itself asks for (`-R`). */
	readonly colour: string;
}

export interface LineLook {
	readonly columns: number;
	readonly tab: number;
	/** Long lines are cut, and seen from this column on. */
	readonly chop: boolean;
	readonly shift: number;
	/** Escape sequences: shown, those of colours passed on, or all. */
	readonly escapes: 'shown' | 'colours' | 'raw';
	/** Where in the plain text something was found; absent where nothing is looked for. */
	readonly found: ((plain: string) => readonly (readonly [number, number])[]) | undefined;
	/** More rows are not asked for. */
	readonly rowsMax: number;
	/** In front of every row. */
	readonly prefix: string;
}

const ON = { '': '', bold: '\x1b[1m', underline: '\x1b[4m', standout: '\x1b[7m' } as const;
const OFF = { '': '', bold: '\x1b[22m', underline: '\x1b[24m', standout: '\x1b[27m' } as const;

/** The rows of the screen that a line takes. @param pause called after so much work: a line may be long. */
export function* lineRows(line: string, look: LineLook, pause: Pause): Task<string[]> {
	const width = look.columns - look.prefix.length;
	const { cells, plain, places } = yield* cellsOf(line, look, width, pause);
	if (look.found !== undefined) {
		let at = 0;
		for (const [from, to] of look.found(plain)) {
			while (at < cells.length && (places[at] as number) < from) at++;
			for (; at < cells.length && (places[at] as number) < to; at++)
				cells[at] = { ...(cells[at] as Cell), style: 'standout' };
			yield* pause(1);
		}
	}
	if (!look.chop) {
		const rows: string[] = [];
		for (const row of cut(cells, width)) {
			rows.push(look.prefix + written(row));
			yield* pause(1);
		}
		return rows;
	}
	const shifted = withoutFirst(cells, look.shift);
	const rows = cut(shifted, width);
	if (rows.length < 2) return [look.prefix + written(rows[0] ?? [])];
	// The last column says that there is more.
	const kept = cut(shifted, width - 1)[0] as Cell[];
	const room = width - 1 - kept.reduce((sum, cell) => sum + cell.width, 0);
	return [`${look.prefix}${written(kept)}${' '.repeat(room)}\x1b[7m>\x1b[27m`];
}

/** Lets others run, after about so many steps of work. */
type Pause = (steps: number) => Task<void>;

/** The line as it reads: without overstriking and colours. For searches. */
export function plainText(line: string): string {
	return line.replace(/.\x08(?=.)/gu, '').replace(/\x1b\[[0-9;]*m/g, '');
}

/** Of one line: thousands of screens. */
const CHARACTERS_MAX = 200_000;
/** Cells that are made between two pauses. */
const STRIDE = 1_024;

interface LineCells {
	readonly cells: Cell[];
	readonly plain: string;
	/** Where in the plain text each cell stands. */
	readonly places: readonly number[];
}

function* cellsOf(line: string, look: LineLook, width: number, pause: Pause): Task<LineCells> {
	// Differs: of longer lines the rest is not shown.
	const making = new CellMaker(line.slice(0, CHARACTERS_MAX), look);
	// What is looked for may stand across the end of what is shown.
	const columns = look.found === undefined ? (look.chop ? look.shift + 2 * width : (look.rowsMax + 1) * width) : 1 / 0;
	while (making.column <= columns && making.next()) if (making.cells.length % STRIDE === 0) yield* pause(STRIDE >> 2);
	return making;
}

class CellMaker implements LineCells {
	readonly cells: Cell[] = [];
	readonly places: number[] = [];
	plain = '';
	/** As wide as the cells are. */
	column = 0;
	#at = 0;
	#colour = '';
	readonly #line: string;
	readonly #look: LineLook;

	constructor(line: string, look: LineLook) {
		this.#line = line;
		this.#look = look;
	}

	/** Takes another character. Whether there was one. */
	next(): boolean {
		const character = this.#characterAt(this.#at);
		if (character === '') return false;
		this.#at += character.length;
		if (this.#line[this.#at] === '\b' && this.#at + 1 < this.#line.length) {
			const over = this.#characterAt(this.#at + 1);
			this.#at += 1 + over.length;
			this.#add(over, character === '_' && over !== '_' ? 'underline' : 'bold', over);
		} else if (character === '\t') {
			const count = this.#look.tab - (this.column % this.#look.tab);
			for (let blanks = 0; blanks < count; blanks++) this.#add(' ', '', blanks === 0 ? '\t' : '');
		} else if (character !== '\x1b' || !this.#takeSequence()) this.#addShown(character);
		return true;
	}

	#characterAt(at: number): string {
		const code = this.#line.codePointAt(at);
		return code === undefined ? '' : String.fromCodePoint(code);
	}

	#add(text: string, style: Cell['style'], as: string): void {
		const width = style === 'standout' ? text.length : displayWidth(text);
		this.cells.push({ text, width, style, colour: this.#colour });
		this.places.push(this.plain.length);
		this.plain += as;
		this.column += width;
	}

	/** Behind an escape: whether a sequence is none of the text. */
	#takeSequence(): boolean {
		const { escapes } = this.#look;
		if (escapes === 'shown') return false;
		const sequence = /^\x1b\[[0-9;]*([A-Za-z])?/.exec(this.#line.slice(this.#at - 1, this.#at + SEQUENCE_LENGTH_MAX));
		if (sequence === null || (escapes !== 'raw' && sequence[1] !== 'm' && sequence[1] !== 'K')) return false;
		if (sequence[1] !== 'K')
			this.#colour = sequence[0] === '\x1b[m' || sequence[0] === '\x1b[0m' ? '' : this.#colour + sequence[0];
		this.#at += sequence[0].length - 1;
		return true;
	}

	#addShown(character: string): void {
		const code = character.codePointAt(0) as number;
		if (code < 32 || code === 127)
			this.#add(character === '\x1b' ? 'ESC' : `^${String.fromCharCode(code ^ 64)}`, 'standout', character);
		else if (code >= 0xdc80 && code <= 0xdcff)
			this.#add(`<${(code & 255).toString(16).toUpperCase()}>`, 'standout', character);
		else this.#add(character, '', character);
	}
}

const SEQUENCE_LENGTH_MAX = 31;

function cut(cells: readonly Cell[], columns: number): Cell[][] {
	const rows: Cell[][] = [];
	let row: Cell[] = [];
	let width = 0;
	for (const cell of cells) {
		if (width + cell.width > columns) {
			rows.push(row);
			row = [];
			width = 0;
		}
		row.push(cell);
		width += cell.width;
	}
	rows.push(row);
	return rows;
}

function withoutFirst(cells: readonly Cell[], columns: number): readonly Cell[] {
	let passed = 0;
	for (const [at, cell] of cells.entries()) {
		if (passed >= columns) return cells.slice(at);
		passed += cell.width;
	}
	return columns === 0 ? cells : [];
}

function written(row: readonly Cell[]): string {
	let out = '';
	let style: Cell['style'] = '';
	let colour = '';
	for (const cell of row) {
		if (cell.style !== style) out += OFF[style];
		if (cell.colour !== colour) out += `${colour === '' ? '' : '\x1b[m'}${cell.colour}`;
		if (cell.style !== style) out += ON[cell.style];
		out += cell.text;
		style = cell.style;
		colour = cell.colour;
	}
	return out + OFF[style] + (colour === '' ? '' : '\x1b[m');
}
