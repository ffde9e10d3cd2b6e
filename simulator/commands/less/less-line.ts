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
	/** Where in the plain text something was found. */
	readonly found: (plain: string) => readonly (readonly [number, number])[];
	/** In front of every row. */
	readonly prefix: string;
}

const ON = { '': '', bold: '\x1b[1m', underline: '\x1b[4m', standout: '\x1b[7m' } as const;
const OFF = { '': '', bold: '\x1b[22m', underline: '\x1b[24m', standout: '\x1b[27m' } as const;

/** The rows of the screen that a line takes. */
export function lineRows(line: string, look: LineLook): string[] {
	const { cells, plain, places } = cellsOf(line, look);
	const marked = look.found(plain);
	if (marked.length > 0) {
		for (const [from, to] of marked) {
			for (const [at, cell] of cells.entries()) {
				const place = places[at] as number;
				if (place >= from && place < to) cells[at] = { ...cell, style: 'standout' };
			}
		}
	}
	const width = look.columns - look.prefix.length;
	if (!look.chop) return cut(cells, width).map((row) => look.prefix + written(row));
	const shifted = withoutFirst(cells, look.shift);
	const rows = cut(shifted, width);
	if (rows.length < 2) return [look.prefix + written(rows[0] ?? [])];
	// The last column says that there is more.
	const kept = cut(shifted, width - 1)[0] as Cell[];
	const room = width - 1 - kept.reduce((sum, cell) => sum + cell.width, 0);
	return [`${look.prefix}${written(kept)}${' '.repeat(room)}\x1b[7m>\x1b[27m`];
}

/** The line as it reads: without overstriking and colours. For searches. */
export function plainText(line: string): string {
	return line.replace(/.\x08(?=.)/gu, '').replace(/\x1b\[[0-9;]*m/g, '');
}

/** Of one line: thousands of screens. */
const CHARACTERS_MAX = 200_000;

function cellsOf(line: string, look: LineLook): { cells: Cell[]; plain: string; places: number[] } {
	const cells: Cell[] = [];
	const places: number[] = [];
	let plain = '';
	let column = 0;
	let colour = '';
	// Differs: of longer lines the rest is not shown.
	const characters = [...line.slice(0, CHARACTERS_MAX)];
	const add = (text: string, style: Cell['style'], as: string): void => {
		const width = style === 'standout' ? text.length : displayWidth(text);
		cells.push({ text, width, style, colour });
		places.push(plain.length);
		plain += as;
		column += width;
	};
	for (let at = 0; at < characters.length; at++) {
		const character = characters[at] as string;
		if (characters[at + 1] === '\b' && characters[at + 2] !== undefined) {
			const over = characters[at + 2] as string;
			add(over, character === '_' && over !== '_' ? 'underline' : 'bold', over);
			at += 2;
			continue;
		}
		if (character === '\x1b' && look.escapes !== 'shown') {
			const sequence = /^\x1b\[[0-9;]*([A-Za-z])?/.exec(characters.slice(at, at + 32).join(''));
			if (sequence !== null && (look.escapes === 'raw' || sequence[1] === 'm' || sequence[1] === 'K')) {
				if (sequence[1] !== 'K')
					colour = sequence[0] === '\x1b[m' || sequence[0] === '\x1b[0m' ? '' : colour + sequence[0];
				at += sequence[0].length - 1;
				continue;
			}
		}
		if (character === '\t') {
			const count = look.tab - (column % look.tab);
			for (let blanks = 0; blanks < count; blanks++) add(' ', '', blanks === 0 ? '\t' : '');
			continue;
		}
		const code = character.codePointAt(0) as number;
		if (code < 32 || code === 127)
			add(character === '\x1b' ? 'ESC' : `^${String.fromCharCode(code ^ 64)}`, 'standout', character);
		else if (code >= 0xdc80 && code <= 0xdcff)
			add(`<${(code & 255).toString(16).toUpperCase()}>`, 'standout', character);
		else add(character, '', character);
	}
	return { cells, plain, places };
}

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
