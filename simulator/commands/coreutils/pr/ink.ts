import type { Task } from '../../../machinery/task.ts';
import { decodeLossless } from '../../../machinery/utf8.ts';
import type { Output } from '../../stdio.ts';

const BLANK = 32;
const BACKSPACE = 8;

export const isPrintable = (byte: number): boolean => byte >= BLANK && byte < 127;

/** Columns from there to the next tab stop. */
export const toTabStop = (width: number, position: number): number => width - (position % width);

/** The line being printed: blanks wait until something stands behind them, and may then become tabs. */
export class Ink {
	readonly #out: Output;
	readonly #tabs: { readonly byte: number; readonly width: number } | undefined;
	readonly #tabWidth: number;
	readonly #tab: number;
	#bytes: number[] = [];
	position = 0;
	/** Blanks that wait. */
	blanks = 0;

	/** @param usesTabs whether blanks become tabs. */
	constructor(out: Output, usesTabs: boolean, tab: number, tabWidth: number) {
		this.#out = out;
		this.#tabs = usesTabs ? { byte: tab, width: tabWidth } : undefined;
		this.#tab = tab;
		this.#tabWidth = tabWidth;
	}

	begin(): void {
		this.position = 0;
		this.blanks = 0;
	}

	/** As it is, without counting. */
	raw(byte: number): void {
		this.#bytes.push(byte);
	}

	counted(byte: number): void {
		this.#bytes.push(byte);
		this.position++;
	}

	char(byte: number): void {
		if (this.#tabs !== undefined) {
			if (byte === BLANK) {
				this.blanks++;
				return;
			}
			if (this.blanks > 0) this.printBlanks();
			if (isPrintable(byte)) this.position++;
			else if (byte === BACKSPACE) this.position--;
		}
		this.#bytes.push(byte);
	}

	padTo(position: number): void {
		if (this.#tabs !== undefined) {
			this.blanks = position - this.position;
			return;
		}
		for (let at = this.position; at < position; at++) this.#bytes.push(BLANK);
		this.position = position;
	}

	printBlanks(): void {
		const goal = this.position + this.blanks;
		let at = this.position;
		while (goal - at > 1 && at + toTabStop(this.#tabWidth, at) <= goal) {
			this.#bytes.push(this.#tab);
			at += toTabStop(this.#tabWidth, at);
		}
		for (; at < goal; at++) this.#bytes.push(BLANK);
		this.position = goal;
		this.blanks = 0;
	}

	*text(text: string): Task<void> {
		yield* this.flush();
		yield* this.#out.write(text);
	}

	*flush(): Task<void> {
		if (this.#bytes.length === 0) return;
		const bytes = Uint8Array.from(this.#bytes);
		this.#bytes = [];
		yield* this.#out.write(decodeLossless(bytes));
	}
}
