import type { Task } from './task.ts';

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
		if (this.#isQuick(text.length - from)) return text.indexOf(this.#wanted, from);
		return this.#scan(text, new Scan(from), text.length) ?? -1;
	}

	/** As `indexOf`, with rests in texts of megabytes. */
	*findInSteps(text: string, from: number, rest: Rest): Task<number> {
		if (this.#isQuick(text.length - from)) return text.indexOf(this.#wanted, from);
		this.#borders ??= yield* bordersInSteps(this.#wanted, rest);
		const scan = new Scan(from);
		while (scan.at < text.length) {
			const begin = scan.at;
			const found = this.#scan(text, scan, begin + STEP_LENGTH);
			yield* rest((scan.at - begin) / CHARACTERS_PER_STEP);
			if (found !== undefined) return found;
		}
		return -1;
	}

	#isQuick(length: number): boolean {
		return this.#wanted.length <= SHORT || length < this.#wanted.length || length * this.#wanted.length <= WORK_MAX;
	}

	/** Where it is, if it ends before `to`. */
	#scan(text: string, scan: Scan, to: number): number | undefined {
		const wanted = this.#wanted;
		this.#borders ??= bordersOf(wanted);
		const borders = this.#borders;
		const end = Math.min(to, text.length);
		let { at, same } = scan;
		while (at < end) {
			const code = text.charCodeAt(at++);
			while (same > 0 && wanted.charCodeAt(same) !== code) same = borders[same - 1] as number;
			if (wanted.charCodeAt(same) === code && ++same === wanted.length) {
				scan.at = at;
				return at - wanted.length;
			}
		}
		scan.at = at;
		scan.same = same;
		return undefined;
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

/** How far a search has come. */
class Scan {
	at: number;
	/** Characters of the text wanted that end there. */
	same = 0;

	constructor(from: number) {
		this.at = from;
	}
}

/** Characters gone through at once: a millisecond's. */
const STEP_LENGTH = 100_000;
const CHARACTERS_PER_STEP = 500;
/** Parts of a text that is split. */
const PARTS_PER_REST = 1_000;

/** Lets others run. Is told the steps, as `tick` of a process takes them, since the last one. */
export type Rest = (steps: number) => Task<void>;

function bordersOf(text: string): Int32Array {
	const borders = new Int32Array(text.length);
	addBorders(borders, text, 1, text.length);
	return borders;
}

function* bordersInSteps(text: string, rest: Rest): Task<Int32Array> {
	const borders = new Int32Array(text.length);
	for (let from = 1; from < text.length; from += STEP_LENGTH) {
		addBorders(borders, text, from, Math.min(from + STEP_LENGTH, text.length));
		yield* rest(STEP_LENGTH / CHARACTERS_PER_STEP);
	}
	return borders;
}

function addBorders(borders: Int32Array, text: string, from: number, to: number): void {
	let same = borders[from - 1] as number;
	for (let at = from; at < to; at++) {
		const code = text.charCodeAt(at);
		while (same > 0 && text.charCodeAt(same) !== code) same = borders[same - 1] as number;
		if (text.charCodeAt(same) === code) same++;
		borders[at] = same;
	}
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

/** As `text.indexOf(wanted, from)`, with rests. */
export function indexOfTextInSteps(text: string, wanted: string, from: number, rest: Rest): Task<number> {
	return new TextFinder(wanted).findInSteps(text, from, rest);
}

/** As `text.lastIndexOf(wanted)`, with rests. */
export function* lastIndexOfTextInSteps(text: string, wanted: string, rest: Rest): Task<number> {
	if (text.length * wanted.length <= WORK_MAX || wanted.length <= 1) return text.lastIndexOf(wanted);
	const backwards = [reversed(wanted), reversed(text)] as const;
	yield* rest((wanted.length + text.length) / CHARACTERS_PER_STEP);
	const at = yield* new TextFinder(backwards[0]).findInSteps(backwards[1], 0, rest);
	return at < 0 ? -1 : text.length - at - wanted.length;
}

/** As `text.split(by)`, with rests. */
export function* splitTextInSteps(text: string, by: string, rest: Rest): Task<string[]> {
	if (text.length * by.length <= WORK_MAX || by === '') return text.split(by);
	const finder = new TextFinder(by);
	const parts: string[] = [];
	let from = 0;
	for (;;) {
		const at = yield* finder.findInSteps(text, from, rest);
		if (at < 0) break;
		if (parts.length % PARTS_PER_REST === 0) yield* rest(PARTS_PER_REST / 10);
		parts.push(text.slice(from, at));
		from = at + by.length;
	}
	parts.push(text.slice(from));
	return parts;
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
