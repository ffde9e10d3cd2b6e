/** A small terminal: what xterm makes of the bytes that full-screen programs write. Wide characters take two cells. */
export class ScreenEmulator {
	readonly columns: number;
	readonly rows: number;
	row = 0;
	column = 0;
	/** Everything that asked for an answer or a mode. */
	bells = 0;
	alternate = false;
	#cells: Cell[][];
	#main: Cell[][] | undefined;
	#attribute: Attribute = PLAIN;
	#top = 0;
	#bottom: number;
	#wrap = false;
	#saved: [number, number] = [0, 0];
	#rest = '';
	#last = ' ';

	constructor(columns = 80, rows = 24) {
		this.columns = columns;
		this.rows = rows;
		this.#bottom = rows - 1;
		this.#cells = this.#empty();
	}

	#empty(): Cell[][] {
		return Array.from({ length: this.rows }, () => this.#blankRow());
	}

	#blankRow(): Cell[] {
		return new Array<Cell>(this.columns).fill(BLANK);
	}

	feed(text: string): void {
		const all = this.#rest + text;
		this.#rest = '';
		let at = 0;
		while (at < all.length) {
			const char = String.fromCodePoint(all.codePointAt(at) as number);
			if (char === '\x1b') {
				const match = SEQUENCE.exec(all.slice(at, at + 400));
				if (match === null) {
					this.#rest = all.slice(at);
					return;
				}
				this.#sequence(match[0]);
				at += match[0].length;
				continue;
			}
			this.#character(char);
			at += char.length;
		}
	}

	#character(char: string): void {
		if (char === '\r') {
			this.column = 0;
			this.#wrap = false;
		} else if (char === '\n') this.#lineFeed();
		else if (char === '\b') {
			this.column = Math.max(0, this.column - 1);
			this.#wrap = false;
		} else if (char === '\t') this.column = Math.min(this.columns - 1, this.column + 8 - (this.column % 8));
		else if (char === '\x07') this.bells++;
		else if (char >= ' ') this.#put(char);
	}

	#put(char: string): void {
		const width = isWide(char) ? 2 : 1;
		if (this.#wrap || this.column + width > this.columns) {
			this.column = 0;
			this.#lineFeed();
			this.#wrap = false;
		}
		const row = this.#cells[this.row]!;
		row[this.column] = { char, attribute: this.#attribute };
		if (width === 2) row[this.column + 1] = { char: '', attribute: this.#attribute };
		this.#last = char;
		if (this.column + width >= this.columns) {
			this.column = this.columns - 1;
			this.#wrap = true;
		} else this.column += width;
	}

	#lineFeed(): void {
		this.#wrap = false;
		if (this.row === this.#bottom) this.#scroll(1);
		else if (this.row < this.rows - 1) this.row++;
	}

	#scroll(count: number): void {
		for (let done = 0; done < Math.abs(count); done++) {
			if (count > 0) {
				this.#cells.splice(this.#top, 1);
				this.#cells.splice(this.#bottom, 0, this.#erasedRow());
			} else {
				this.#cells.splice(this.#bottom, 1);
				this.#cells.splice(this.#top, 0, this.#erasedRow());
			}
		}
	}

	#erasedRow(): Cell[] {
		const attribute = { ...PLAIN, back: this.#attribute.back };
		return Array.from({ length: this.columns }, () => ({ char: ' ', attribute }));
	}

	#sequence(text: string): void {
		if (text.startsWith('\x1b[')) {
			const final = text.at(-1)!;
			const body = text.slice(2, -1);
			const numbers = body
				.replace(/^[?>=!]/, '')
				.split(';')
				.map((each) => (each === '' ? 0 : Number.parseInt(each, 10)));
			if (/^[?>=]/.test(body)) this.#mode(body, final, numbers);
			else this.#control(final, numbers, body);
			return;
		}
		switch (text[1]) {
			case '7':
				this.#saved = [this.row, this.column];
				break;
			case '8':
				[this.row, this.column] = this.#saved;
				break;
			case 'M':
				if (this.row === this.#top) this.#scroll(-1);
				else this.row = Math.max(0, this.row - 1);
				break;
			case 'D':
				this.#lineFeed();
				break;
			default:
		}
	}

	#mode(body: string, final: string, numbers: readonly number[]): void {
		if (!body.startsWith('?') || (final !== 'h' && final !== 'l')) return;
		for (const number of numbers) {
			if (number !== 1049 && number !== 47 && number !== 1047) continue;
			if (final === 'h' && !this.alternate) {
				this.#main = this.#cells;
				this.#cells = this.#empty();
				this.#saved = [this.row, this.column];
				this.alternate = true;
			} else if (final === 'l' && this.alternate) {
				this.#cells = this.#main!;
				[this.row, this.column] = this.#saved;
				this.alternate = false;
			}
		}
	}

	#control(final: string, numbers: readonly number[], body: string): void {
		const first = Math.max(1, numbers[0] ?? 1);
		this.#wrap = false;
		switch (final) {
			case 'H':
			case 'f':
				this.row = Math.min(this.rows, Math.max(1, numbers[0] ?? 1)) - 1;
				this.column = Math.min(this.columns, Math.max(1, numbers[1] ?? 1)) - 1;
				break;
			case 'A':
				this.row = Math.max(0, this.row - first);
				break;
			case 'B':
				this.row = Math.min(this.rows - 1, this.row + first);
				break;
			case 'C':
				this.column = Math.min(this.columns - 1, this.column + first);
				break;
			case 'D':
				this.column = Math.max(0, this.column - first);
				break;
			case 'G':
				this.column = Math.min(this.columns, first) - 1;
				break;
			case 'd':
				this.row = Math.min(this.rows, first) - 1;
				break;
			case 'J':
				this.#eraseScreen(numbers[0] ?? 0);
				break;
			case 'K':
				this.#eraseLine(
					this.row,
					(numbers[0] ?? 0) === 0 ? this.column : 0,
					numbers[0] === 1 ? this.column + 1 : this.columns,
				);
				break;
			case 'L':
			case 'M':
				if (this.row >= this.#top && this.row <= this.#bottom) {
					const top = this.#top;
					this.#top = this.row;
					this.#scroll(final === 'M' ? first : -first);
					this.#top = top;
				}
				break;
			case 'S':
			case 'T':
				this.#scroll(final === 'S' ? first : -first);
				break;
			case 'X':
				this.#eraseLine(this.row, this.column, this.column + first);
				break;
			case 'P':
			case '@':
				this.#shift(final === 'P' ? first : -first);
				break;
			case 'b':
				for (let left = first; left > 0; left--) this.#put(this.#last);
				break;
			case 'r':
				this.#top = (numbers[0] || 1) - 1;
				this.#bottom = (numbers[1] || this.rows) - 1;
				this.row = 0;
				this.column = 0;
				break;
			case 'm':
				this.#attribute = colours(this.#attribute, body);
				break;
			default:
		}
	}

	#shift(count: number): void {
		const row = this.#cells[this.row]!;
		for (let left = Math.abs(count); left > 0; left--) {
			if (count > 0) {
				row.splice(this.column, 1);
				row.push(BLANK);
			} else {
				row.splice(this.column, 0, BLANK);
				row.pop();
			}
		}
	}

	#eraseScreen(how: number): void {
		for (let row = 0; row < this.rows; row++) {
			if (how === 0 && row < this.row) continue;
			if (how === 1 && row > this.row) continue;
			const from = how === 0 && row === this.row ? this.column : 0;
			this.#eraseLine(row, from, how === 1 && row === this.row ? this.column + 1 : this.columns);
		}
	}

	#eraseLine(row: number, from: number, to: number): void {
		const attribute = { ...PLAIN, back: this.#attribute.back };
		for (let column = from; column < Math.min(to, this.columns); column++)
			this.#cells[row]![column] = { char: ' ', attribute };
	}

	/** The rows' texts without blanks at their ends. */
	text(): string[] {
		return this.#cells.map((row) =>
			row
				.map((cell) => cell.char)
				.join('')
				.trimEnd(),
		);
	}

	/** The rows with their colours: `{fg/bg/flags}` where these change. */
	coloured(): string[] {
		return this.#cells.map((row) => {
			let out = '';
			let now = '';
			for (const { char, attribute } of row) {
				const plainBlank = char === ' ' && attribute.back === '' && !/[7u]/.test(attribute.flags);
				const shown = plainBlank ? '' : `${attribute.fore}/${attribute.back}/${attribute.flags}`.replace(/^\/\/$/, '');
				if (shown !== now) out += `{${shown}}`;
				now = shown;
				out += char;
			}
			return out.trimEnd();
		});
	}
}

interface Attribute {
	readonly fore: string;
	readonly back: string;
	readonly flags: string;
}

interface Cell {
	readonly char: string;
	readonly attribute: Attribute;
}

const PLAIN: Attribute = { fore: '', back: '', flags: '' };
const BLANK: Cell = { char: ' ', attribute: PLAIN };

const SEQUENCE =
	/^\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[()*+].|[=>78MDEHc]|[^[\]P()*+])/;

function colours(before: Attribute, body: string): Attribute {
	const numbers = body.split(';').map((each) => (each === '' ? 0 : Number.parseInt(each, 10)));
	let { fore, back, flags } = before;
	const flag = (name: string, on: boolean): void => {
		flags = on ? [...new Set(flags + name)].sort().join('') : flags.replace(name, '');
	};
	for (let at = 0; at < numbers.length; at++) {
		const number = numbers[at]!;
		if (number === 0) [fore, back, flags] = ['', '', ''];
		else if (number === 1) flag('b', true);
		else if (number === 4) flag('u', true);
		else if (number === 7) flag('7', true);
		else if (number === 22) flag('b', false);
		else if (number === 24) flag('u', false);
		else if (number === 27) flag('7', false);
		else if (number === 39) fore = '';
		else if (number === 49) back = '';
		else if (number === 38 || number === 48) {
			const value = String(numbers[at + 2]);
			if (number === 38) fore = value;
			else back = value;
			at += 2;
		} else if (number >= 30 && number <= 37) fore = String(number - 30);
		else if (number >= 40 && number <= 47) back = String(number - 40);
		else if (number >= 90 && number <= 97) fore = String(number - 82);
		else if (number >= 100 && number <= 107) back = String(number - 92);
	}
	return { fore, back, flags };
}

function isWide(char: string): boolean {
	const code = char.codePointAt(0)!;
	return (
		(code >= 0x1100 && code <= 0x115f) ||
		(code >= 0x2e80 && code <= 0xa4cf) ||
		(code >= 0xac00 && code <= 0xd7a3) ||
		(code >= 0xff00 && code <= 0xff60) ||
		(code >= 0x1f300 && code <= 0x1faff)
	);
}
