import { characterAt, characterClass, nextOffset, previousOffset } from './characters.ts';
import type { Position } from './position.ts';
import type { TextBuffer } from './text-buffer.ts';

/** How a step ended: within the line, in another line, on the line's break, or nowhere. */
export type Step = 'within' | 'line' | 'break' | 'none';

/** What letters count as for word motions. */
const KEYWORD = 2;

function isPlainLetter(code: number): boolean {
	const small = code | 0x20;
	return (small >= 0x61 && small <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

/** A place that goes through a text character by character; the break after a line is a place too. */
export class TextWalker {
	line: number;
	column: number;
	readonly #buffer: TextBuffer;
	readonly #big: boolean;

	/** @param big everything that is not blank counts as one kind of word. */
	constructor(buffer: TextBuffer, { line, column }: Position, big = false) {
		this.#buffer = buffer;
		this.line = line;
		this.column = column;
		this.#big = big;
	}

	get position(): Position {
		return { line: this.line, column: this.column };
	}

	set position({ line, column }: Position) {
		this.line = line;
		this.column = column;
	}

	get text(): string {
		return this.#buffer.line(this.line);
	}

	/** '' on a break. */
	get char(): string {
		return characterAt(this.text, this.column);
	}

	/** Kind of word; 0 for blanks and breaks. */
	get kind(): number {
		const kind = characterClass(this.char);
		return this.#big && kind !== 0 ? 1 : kind;
	}

	get onEmptyLine(): boolean {
		return this.column === 0 && this.text === '';
	}

	get onLastLine(): boolean {
		return this.line === this.#buffer.lastLine;
	}

	forward(): Step {
		const { text } = this;
		if (this.column < text.length) {
			this.column = nextOffset(text, this.column);
			return this.column < text.length ? 'within' : 'break';
		}
		if (this.onLastLine) return 'none';
		this.line++;
		this.column = 0;
		return 'line';
	}

	backward(): Step {
		if (this.column > 0) {
			this.column = previousOffset(this.text, this.column);
			return 'within';
		}
		if (this.line === 0) return 'none';
		this.line--;
		this.column = this.text.length;
		return 'line';
	}

	/** Forward without standing on breaks of lines that are not empty. */
	forwardOver(): Step {
		const step = this.forward();
		return step === 'break' && this.column > 0 ? this.forward() : step;
	}

	backwardOver(): Step {
		const step = this.backward();
		if (step === 'line' && this.column > 0) this.column = previousOffset(this.text, this.column);
		return step;
	}

	/** Over most of a long word: stays on a letter or digit of ASCII whose neighbour is one, too. */
	#skipLetters(ahead: boolean): void {
		const { text } = this;
		const by = ahead ? 1 : -1;
		let at = this.column;
		while (isPlainLetter(text.charCodeAt(at)) && isPlainLetter(text.charCodeAt(at + by))) at += by;
		this.column = at;
	}

	/** Goes on while the kind stays; false at the end of the text. */
	skip(kind: number, ahead: boolean): boolean {
		if (kind === (this.#big ? 1 : KEYWORD)) this.#skipLetters(ahead);
		while (this.kind === kind) if ((ahead ? this.forward() : this.backward()) === 'none') return false;
		return true;
	}
}
