import { cellsOf, characterAt, nextOffset } from '../text/characters.ts';

/** A screen as cells. A wide character has an empty cell behind it; attributes are SGR parameters. */
export class Grid {
	readonly columns: number;
	readonly rows: number;
	readonly chars: string[][];
	readonly attributes: string[][];

	constructor(columns: number, rows: number) {
		this.columns = columns;
		this.rows = rows;
		this.chars = Array.from({ length: rows }, () => new Array<string>(columns).fill(' '));
		this.attributes = Array.from({ length: rows }, () => new Array<string>(columns).fill(''));
	}

	set(row: number, column: number, char: string, attribute: string): void {
		const chars = this.chars[row];
		if (chars === undefined || column < 0 || column >= this.columns) return;
		chars[column] = char;
		(this.attributes[row] as string[])[column] = attribute;
	}

	/** A text from a column on; what does not fit is cut. Returns the column after it. */
	write(row: number, column: number, text: string, attribute: string, end = this.columns): number {
		let at = column;
		for (let offset = 0; offset < text.length; ) {
			const next = nextOffset(text, offset);
			const char = text.slice(offset, next);
			const width = cellsOf(characterAt(text, offset));
			if (at + width > end) break;
			this.set(row, at, char, attribute);
			if (width === 2) this.set(row, at + 1, '', attribute);
			at += Math.max(1, width);
			offset = next;
		}
		return at;
	}

	fill(row: number, from: number, to: number, char: string, attribute: string): void {
		for (let column = from; column < to; column++) this.set(row, column, char, attribute);
	}

	/** Moves everything up, empty rows coming in at the foot. */
	scroll(count: number): void {
		for (let done = 0; done < count; done++) {
			this.chars.shift();
			this.attributes.shift();
			this.chars.push(new Array<string>(this.columns).fill(' '));
			this.attributes.push(new Array<string>(this.columns).fill(''));
		}
	}
}

/** What turns one screen into another. */
export function difference(before: Grid | undefined, after: Grid): string {
	let out = '';
	let current = '';
	for (let row = 0; row < after.rows; row++) {
		const chars = after.chars[row] as string[];
		const attributes = after.attributes[row] as string[];
		const oldChars = before?.chars[row];
		const oldAttributes = before?.attributes[row];
		const same = (column: number): boolean =>
			oldChars === undefined
				? chars[column] === ' ' && attributes[column] === ''
				: chars[column] === oldChars[column] && attributes[column] === oldAttributes?.[column];
		let first = 0;
		while (first < after.columns && same(first)) first++;
		if (first === after.columns) continue;
		let last = after.columns - 1;
		while (last > first && same(last)) last--;
		while (first > 0 && (chars[first] === '' || oldChars?.[first] === '')) first--;
		out += `\x1b[${row + 1};${first + 1}H`;
		const blankFrom = trailingBlanks(chars, attributes);
		const clears = blankFrom <= last && last === after.columns - 1;
		for (let column = first; column <= last; column++) {
			if (clears && column >= blankFrom) break;
			const attribute = attributes[column] as string;
			if (attribute !== current) {
				out += `\x1b[${attribute === '' ? '' : `0;${attribute}`}m`;
				current = attribute;
			}
			out += chars[column] as string;
		}
		if (clears) {
			if (current !== '') out += '\x1b[m';
			current = '';
			if (blankFrom < first) out += `\x1b[${row + 1};${first + 1}H`;
			out += '\x1b[K';
		}
	}
	return current === '' ? out : `${out}\x1b[m`;
}

function trailingBlanks(chars: readonly string[], attributes: readonly string[]): number {
	let at = chars.length;
	while (at > 0 && chars[at - 1] === ' ' && attributes[at - 1] === '') at--;
	return at;
}
