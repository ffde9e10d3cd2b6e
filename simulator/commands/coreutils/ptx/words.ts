import type { Regexp } from '../../../machinery/regexp.ts';

/** What a word is: what an expression matches, or a run of bytes that do not break words. */
export class WordShape {
	readonly #expression: Regexp | undefined;
	readonly #isPart: (byte: string) => boolean;

	constructor(expression: Regexp | undefined, breaks: string | undefined) {
		this.#expression = expression;
		this.#isPart = breaks === undefined ? (byte) => /^[A-Za-z]$/.test(byte) : (byte) => !breaks.includes(byte);
	}

	/** The next word, as [start, end]; empty ones too. */
	find(text: string, from: number, end: number): readonly [number, number] | undefined {
		if (this.#expression !== undefined) {
			const found = this.#expression.exec(text.slice(0, end), from);
			return found === undefined ? undefined : [found.start, found.end];
		}
		let start = from;
		while (start < end && !this.#isPart(text.charAt(start))) start++;
		return start >= end ? undefined : [start, this.pass(text, start, end)];
	}

	/** Past the word that stands there, or past one byte. */
	pass(text: string, from: number, end: number): number {
		if (this.#expression !== undefined) {
			const found = this.find(text, from, end);
			return found?.[0] === from ? Math.max(found[1], from + 1) : from + 1;
		}
		let at = from + 1;
		if (this.#isPart(text.charAt(from))) while (at < end && this.#isPart(text.charAt(at))) at++;
		return at;
	}
}

const isWhite = (byte: string): boolean => /^[ \t-\r]$/.test(byte);

/** From there on to the first byte that is no blank. */
export function passWhite(text: string, from: number, end: number): number {
	let at = from;
	while (at < end && isWhite(text.charAt(at))) at++;
	return at;
}

export function passBlack(text: string, from: number, end: number): number {
	let at = from;
	while (at < end && !isWhite(text.charAt(at))) at++;
	return at;
}

/** An end without the blanks before it. */
export function withoutWhite(text: string, end: number, start: number): number {
	let at = end;
	while (at > start && isWhite(text.charAt(at - 1))) at--;
	return at;
}
