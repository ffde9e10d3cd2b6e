import { encodeUtf8 } from '../machinery/utf8.ts';

const ESCAPE = 27;
/** Longer ones set no modes. */
const SEQUENCE_MAX = 32;
const MODES_MAX = 32;

/**
 * The private modes of a terminal (alternate screen, bracketed paste, hidden cursor, …) after what it has been sent:
 * what has set them may be long gone when the screen is drawn anew. Models ECMA-48 SM and RM with xterm's `?`.
 */
export class TerminalModes {
	readonly #on: Set<number>;
	/** Modes that are on from the start, and off now. */
	readonly #off: Set<number>;
	/** An escape sequence that the last bytes have begun. */
	#rest = '';

	constructor(on: Iterable<number> = [], off: Iterable<number> = [], rest = '') {
		this.#on = new Set(on);
		this.#off = new Set(off);
		this.#rest = rest;
	}

	copy(): TerminalModes {
		return new TerminalModes(this.#on, this.#off, this.#rest);
	}

	pass(data: Uint8Array): void {
		let from = 0;
		if (this.#rest !== '') {
			const head = this.#rest + latin(data.subarray(0, SEQUENCE_MAX));
			this.#rest = '';
			if (this.#take(head) === 'unfinished' && data.length < SEQUENCE_MAX) {
				this.#rest = head;
				return;
			}
		}
		for (let at = data.indexOf(ESCAPE, from); at >= 0; at = data.indexOf(ESCAPE, from)) {
			const text = latin(data.subarray(at, at + SEQUENCE_MAX));
			if (this.#take(text) === 'unfinished' && at + SEQUENCE_MAX > data.length) this.#rest = text;
			from = at + 1;
		}
	}

	/** What sets them in a fresh terminal. */
	get sequences(): Uint8Array {
		const set = (modes: Iterable<number>, letter: string): string =>
			[...modes].map((mode) => `\x1b[?${mode}${letter}`).join('');
		return encodeUtf8(set(this.#on, 'h') + set(this.#off, 'l'));
	}

	#take(text: string): 'unfinished' | 'done' {
		// RIS puts everything back.
		if (text.startsWith('\x1bc')) {
			this.#on.clear();
			this.#off.clear();
			return 'done';
		}
		const sequence = /^\x1b\[\?([\d;]+)([hl])/.exec(text);
		if (sequence === null) return /^\x1b(\[(\?[\d;]*)?)?$/.test(text) ? 'unfinished' : 'done';
		for (const word of (sequence[1] as string).split(';')) this.#set(Number(word), sequence[2] === 'h');
		return 'done';
	}

	#set(mode: number, on: boolean): void {
		const usual = ON_AT_FIRST.has(mode);
		const changed = usual ? this.#off : this.#on;
		if (on === usual) changed.delete(mode);
		else if (changed.size < MODES_MAX) changed.add(mode);
	}
}

/** Wrapping at the margin, and the cursor. */
const ON_AT_FIRST: ReadonlySet<number> = new Set([7, 25]);

function latin(data: Uint8Array): string {
	return String.fromCharCode(...data);
}
