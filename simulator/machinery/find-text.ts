/** Patterns this short, and products of both lengths this small, are searched quickly however they look. */
const SHORT = 6;
const WORK_MAX = 1_000_000;

/**
 * Finds a text that a user chose in texts that a user chose, in time that grows with their lengths only: `indexOf` takes
 * minutes for `a…ab a…a` in a megabyte of `a`. Knuth, Morris and Pratt's way.
 */
export class TextFinder {
	readonly #wanted: string;
	/** For each place how long a beginning of the text wanted ends there. */
	#borders: Int32Array | undefined;

	constructor(wanted: string) {
		this.#wanted = wanted;
	}

	/** As `indexOf`. */
	find(text: string, from = 0): number {
		const { length } = this.#wanted;
		if (length <= SHORT || (text.length - from) * length <= WORK_MAX) return text.indexOf(this.#wanted, from);
		if (length > text.length - from) return -1;
		const wanted = this.#wanted;
		this.#borders ??= bordersOf(wanted);
		const borders = this.#borders;
		let same = 0;
		for (let at = from; at < text.length; at++) {
			const code = text.charCodeAt(at);
			while (same > 0 && wanted.charCodeAt(same) !== code) same = borders[same - 1] as number;
			if (wanted.charCodeAt(same) === code && ++same === length) return at - length + 1;
		}
		return -1;
	}

	/** As `split`. @param most parts, the rest of the text is in the last one. */
	split(text: string, most = Number.POSITIVE_INFINITY): string[] {
		if (this.#wanted === '') return text.split('');
		const parts: string[] = [];
		let from = 0;
		while (parts.length + 1 < most) {
			const at = this.find(text, from);
			if (at < 0) break;
			parts.push(text.slice(from, at));
			from = at + this.#wanted.length;
		}
		parts.push(text.slice(from));
		return parts;
	}
}

function bordersOf(text: string): Int32Array {
	const borders = new Int32Array(text.length);
	let same = 0;
	for (let at = 1; at < text.length; at++) {
		const code = text.charCodeAt(at);
		while (same > 0 && text.charCodeAt(same) !== code) same = borders[same - 1] as number;
		if (text.charCodeAt(same) === code) same++;
		borders[at] = same;
	}
	return borders;
}

/** As `text.indexOf(wanted, from)`. */
export function indexOfText(text: string, wanted: string, from = 0): number {
	return new TextFinder(wanted).find(text, from);
}

/** As `text.includes(wanted)`. */
export function includesText(text: string, wanted: string): boolean {
	return indexOfText(text, wanted) >= 0;
}

/** As `text.lastIndexOf(wanted)`. */
export function lastIndexOfText(text: string, wanted: string): number {
	if (text.length * wanted.length <= WORK_MAX || wanted.length <= 1) return text.lastIndexOf(wanted);
	const at = indexOfText(reversed(text), reversed(wanted));
	return at < 0 ? -1 : text.length - at - wanted.length;
}

function reversed(text: string): string {
	const pieces: string[] = [];
	for (let end = text.length; end > 0; end -= PIECE_LENGTH) {
		const codes: number[] = [];
		for (let at = end - 1; at >= Math.max(0, end - PIECE_LENGTH); at--) codes.push(text.charCodeAt(at));
		pieces.push(String.fromCharCode(...codes));
	}
	return pieces.join('');
}

const PIECE_LENGTH = 4_096;

/** As `text.split(by)`. */
export function splitText(text: string, by: string): string[] {
	return text.length * by.length <= WORK_MAX ? text.split(by) : new TextFinder(by).split(text);
}

/** As `text.replaceAll(wanted, () => by)`. */
export function replaceAllText(text: string, wanted: string, by: string): string {
	return text.length * wanted.length <= WORK_MAX ? text.replaceAll(wanted, () => by) : splitText(text, wanted).join(by);
}
