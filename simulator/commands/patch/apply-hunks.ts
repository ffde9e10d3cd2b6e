import type { Task } from '../../machinery/task.ts';
import type { Hunk, HunkLine } from './read-patch.ts';

/** A file's lines without their ends. */
export interface Lines {
	readonly lines: readonly string[];
	/** The last has no newline. */
	readonly isOpen: boolean;
}

export function linesOf(text: string): Lines {
	const lines = text.split('\n');
	const isOpen = lines.at(-1) !== '';
	if (!isOpen) lines.pop();
	return { lines, isOpen };
}

export function textOf({ lines, isOpen }: Lines): string {
	return lines.length === 0 ? '' : `${lines.join('\n')}${isOpen ? '' : '\n'}`;
}

/** The same hunk the other way round. */
export function reversed({ oldStart, newStart, lines, label }: Hunk): Hunk {
	const turned = lines.map(
		(line): HunkLine => ({ ...line, kind: line.kind === ' ' ? ' ' : line.kind === '-' ? '+' : '-' }),
	);
	// What goes stands before what comes.
	const sorted: HunkLine[] = [];
	for (let index = 0; index < turned.length; ) {
		let end = index;
		while (end < turned.length && (turned[end] as HunkLine).kind !== ' ') end++;
		if (end === index) {
			sorted.push(turned[index++] as HunkLine);
			continue;
		}
		const run = turned.slice(index, end);
		sorted.push(...run.filter(({ kind }) => kind === '-'), ...run.filter(({ kind }) => kind === '+'));
		index = end;
	}
	return { oldStart: newStart, newStart: oldStart, lines: sorted, label };
}

/** How many lines of context stand before and behind what changes. */
function contextOf({ lines }: Hunk): readonly [before: number, behind: number] {
	const before = lines.findIndex(({ kind }) => kind !== ' ');
	const last = lines.findLastIndex(({ kind }) => kind !== ' ');
	return before < 0 ? [lines.length, lines.length] : [before, lines.length - 1 - last];
}

/** How much a hunk can be inexact at most. */
export function mostFuzz(hunk: Hunk, asked: number): number {
	return Math.min(asked, Math.max(...contextOf(hunk)));
}

/** Puts hunks into a file one by one. Lines count from 1. Models patch.c locate_hunk, apply_hunk. */
export class Patching {
	readonly #input: Lines;
	readonly #ignoresBlanks: boolean;
	readonly #out: string[] = [];
	readonly #tick: () => Task<void>;
	#isOpen = false;
	/** How many of the input's lines are in the output already. */
	#frozen = 0;
	/** Where the last hunk was found, from where it should have been. */
	#offset = 0;
	/** How many lines the output has more than the input so far. */
	growth = 0;

	readonly #isNew: boolean;

	/** @param isNew the file should not be there: nothing fits where there is something. @param tick lets others run. */
	constructor(input: Lines, ignoresBlanks: boolean, isNew: boolean, tick: () => Task<void>) {
		this.#input = input;
		this.#ignoresBlanks = ignoresBlanks;
		this.#isNew = isNew;
		this.#tick = tick;
	}

	/** Where a hunk fits; 0: nowhere. */
	*locate(hunk: Hunk, fuzz: number): Task<number> {
		const pattern = hunk.lines.filter(({ kind }) => kind !== '+');
		const guess = hunk.oldStart + this.#offset;
		const count = this.#input.lines.length;
		if (this.#isNew && pattern.length === 0 && count > 0) return 0;
		if (pattern.length === 0) return guess;
		const [before, behind] = contextOf(hunk);
		const context = Math.max(before, behind);
		const beforeFuzz = fuzz + before - context;
		const behindFuzz = fuzz + behind - context;
		const max = count - (pattern.length - Math.max(0, behindFuzz)) + 1;
		const min = this.#frozen + 1;
		const fits = (where: number, skipBefore: number, skipBehind: number): boolean =>
			where >= min && where <= max && this.#fits(pattern, where, skipBefore, skipBehind);
		const found = (where: number): number => {
			this.#offset += where - guess;
			return where;
		};
		if (beforeFuzz < 0 && hunk.oldStart <= 1) {
			if (behindFuzz < 0 && pattern.length !== count) return 0;
			return fits(1, 0, Math.max(0, behindFuzz)) ? found(1) : 0;
		}
		const skipBefore = Math.max(0, beforeFuzz);
		if (behindFuzz < 0) {
			const where = count - pattern.length + 1;
			return fits(where, skipBefore, 0) ? found(where) : 0;
		}
		for (let offset = 0; offset <= Math.max(max - guess, guess - min); offset++) {
			yield* this.#tick();
			if (fits(guess + offset, skipBefore, behindFuzz)) return found(guess + offset);
			if (offset > 0 && fits(guess - offset, skipBefore, behindFuzz)) return found(guess - offset);
		}
		return 0;
	}

	#fits(pattern: readonly HunkLine[], where: number, skipBefore: number, skipBehind: number): boolean {
		for (let index = skipBefore; index < pattern.length - skipBehind; index++) {
			const number = where + index;
			const own = this.#input.lines[number - 1];
			const { text, isOpen } = pattern[index] as HunkLine;
			if (own === undefined || !this.#isSame(own, text)) return false;
			const endsOpen = number === this.#input.lines.length && this.#input.isOpen;
			if (endsOpen !== isOpen && !this.#ignoresBlanks) return false;
		}
		return true;
	}

	#isSame(a: string, b: string): boolean {
		if (!this.#ignoresBlanks) return a === b;
		const plain = (text: string): string => text.replace(/[ \t]+$/, '').replace(/[ \t]+/g, ' ');
		return plain(a) === plain(b);
	}

	/** Takes it over at the place where it fits; lines of context stay as the file has them. */
	apply({ lines }: Hunk, where: number): void {
		this.#copyTo(where - 1);
		for (const { kind, text, isOpen } of lines) {
			if (kind === '+') {
				this.#out.push(text);
				this.#isOpen = isOpen;
				continue;
			}
			const own = this.#input.lines[this.#frozen++];
			if (kind === ' ' && own !== undefined) {
				this.#out.push(own);
				this.#isOpen = this.#frozen === this.#input.lines.length && this.#input.isOpen;
			}
		}
		this.growth += lines.filter(({ kind }) => kind === '+').length - lines.filter(({ kind }) => kind === '-').length;
	}

	#copyTo(count: number): void {
		while (this.#frozen < count && this.#frozen < this.#input.lines.length) {
			this.#out.push(this.#input.lines[this.#frozen++] as string);
			this.#isOpen = this.#frozen === this.#input.lines.length && this.#input.isOpen;
		}
	}

	result(): Lines {
		this.#copyTo(this.#input.lines.length);
		return { lines: this.#out, isOpen: this.#isOpen };
	}
}
