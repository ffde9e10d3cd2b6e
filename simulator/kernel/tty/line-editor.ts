import type { OutputColumn } from './output-column.ts';

/**
 * Canonical input: one line being typed, with the kernel's own editing keys and their echo. Erasing knows UTF-8.
 * Differs: Ctrl-H erases as Delete does (stty would have to be told), because both are Backspace somewhere.
 */
export class LineEditor {
	#bytes: number[] = [];
	#startColumn = 0;
	#literalNext = false;
	readonly #show: (bytes: Uint8Array) => void;
	readonly #cursor: OutputColumn;

	/** @param show writes to the screen, through output processing. */
	constructor(show: (bytes: Uint8Array) => void, cursor: OutputColumn) {
		this.#show = show;
		this.#cursor = cursor;
	}

	/** Ctrl-V was typed: the next byte is taken as it is. */
	get isLiteralNext(): boolean {
		return this.#literalNext;
	}

	clear(): void {
		this.#bytes = [];
		this.#literalNext = false;
	}

	/** The bytes of a line not finished yet. */
	takeUnfinished(): Uint8Array {
		const bytes = Uint8Array.from(this.#bytes);
		this.clear();
		return bytes;
	}

	/** @returns the line when this byte completes it (empty: end of file), with its newline. */
	type(byte: number, echo: boolean, bytesMax: number): Uint8Array | undefined {
		switch (byte) {
			case DELETE:
			case BACKSPACE:
				this.#erase(1, echo);
				return undefined;
			case KILL:
				this.#erase(this.#bytes.length, echo);
				return undefined;
			case WORD_ERASE:
				this.#eraseWord(echo);
				return undefined;
			case REPRINT:
				if (echo) this.#reprint();
				return undefined;
			case LITERAL:
				this.#literalNext = true;
				if (echo) this.#show(Uint8Array.of(CARET, BACKSPACE));
				return undefined;
			case END_OF_FILE:
				return this.takeUnfinished();
			case NEWLINE: {
				if (echo) this.#show(Uint8Array.of(NEWLINE));
				this.#bytes.push(NEWLINE);
				return this.takeUnfinished();
			}
			default:
				this.#insert(byte, echo, bytesMax);
				return undefined;
		}
	}

	insertLiteral(byte: number, echo: boolean): void {
		this.#literalNext = false;
		this.#insert(byte, echo, Number.POSITIVE_INFINITY);
	}

	/** A control byte shows as ^X, others as they are. Models ECHOCTL. */
	echoByte(byte: number): void {
		this.#show(shownAs(byte));
	}

	#insert(byte: number, echo: boolean, bytesMax: number): void {
		if (this.#bytes.length >= bytesMax) {
			if (echo) this.#show(Uint8Array.of(BELL));
			return;
		}
		if (this.#bytes.length === 0) this.#startColumn = this.#cursor.column;
		this.#bytes.push(byte);
		if (echo) this.echoByte(byte);
	}

	#erase(characters: number, echo: boolean): void {
		for (let count = 0; count < characters && this.#bytes.length > 0; count++) {
			const before = this.#width();
			let byte = this.#bytes.pop() as number;
			while ((byte & 0xc0) === 0x80 && this.#bytes.length > 0) byte = this.#bytes.pop() as number;
			if (!echo) continue;
			const columns = before - this.#width();
			const erase = byte === TAB ? [BACKSPACE] : [BACKSPACE, SPACE, BACKSPACE];
			for (let column = 0; column < columns; column++) this.#show(Uint8Array.from(erase));
		}
	}

	#eraseWord(echo: boolean): void {
		let inWord = false;
		while (this.#bytes.length > 0) {
			const last = this.#bytes[this.#bytes.length - 1] as number;
			const isWord = last >= 0x80 || last === 95 || (last >= 48 && last <= 57) || isLetter(last);
			if (inWord && !isWord) return;
			inWord ||= isWord;
			this.#erase(1, echo);
		}
	}

	#reprint(): void {
		this.#show(Uint8Array.of(CARET, 82, NEWLINE));
		this.#startColumn = 0;
		for (const byte of this.#bytes) this.echoByte(byte);
	}

	/** Columns that the line takes on the screen; a wide character counts one, as in the kernel. */
	#width(): number {
		let column = this.#startColumn;
		for (const byte of this.#bytes) {
			if (byte === TAB) column = (column | 7) + 1;
			else if (byte < 32 || byte === DELETE) column += 2;
			else if ((byte & 0xc0) !== 0x80) column++;
		}
		return column - this.#startColumn;
	}
}

function shownAs(byte: number): Uint8Array {
	if ((byte >= 32 && byte !== DELETE) || byte === TAB || byte === NEWLINE) return Uint8Array.of(byte);
	return Uint8Array.of(CARET, byte ^ 0x40);
}

function isLetter(byte: number): boolean {
	return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}

const BELL = 7;
const BACKSPACE = 8;
const TAB = 9;
const NEWLINE = 10;
const END_OF_FILE = 4;
const REPRINT = 18;
const KILL = 21;
const LITERAL = 22;
const WORD_ERASE = 23;
const SPACE = 32;
const CARET = 94;
const DELETE = 127;
