import { indexOfText } from '../../../../machinery/find-text.ts';
import { DEFAULT_LIMITS } from '../../../../machinery/limits.ts';
import { characterClass, columnsBefore } from '../text/characters.ts';
import { parseVimPattern } from './parse-vim-pattern.ts';
import type { Instruction, PatternProgram } from './pattern-program.ts';
import { compilePattern, END_SLOT, START_SLOT } from './pattern-program.ts';
import type { PatternNode } from './vim-pattern.ts';
import { PatternError } from './vim-pattern.ts';

export interface VimMatch {
	readonly start: number;
	readonly end: number;
	/** Group 0 is the match; undefined where a group took no part. */
	readonly groups: readonly (string | undefined)[];
}

/** What some assertions ask about. Lines and columns from 0. */
export interface MatchPlace {
	readonly line: number;
	readonly lastLine: boolean;
	readonly cursor: { readonly line: number; readonly column: number } | undefined;
	readonly tabstop: number;
	/** Whether an offset of the line is in the Visual area. */
	readonly inVisual: ((offset: number) => boolean) | undefined;
}

const NOWHERE: MatchPlace = { line: 0, lastLine: true, cursor: undefined, tabstop: 8, inVisual: undefined };

/**
 * Vim's regular expressions: a backtracking matcher, because `\zs`, `\@<=`, `\1` and the order of alternatives have no
 * counterpart in RE2. Its steps are counted and cut off, its stack is its own: a pattern built to blow up ends in
 * vim's E363.
 */
export class VimRegexp {
	readonly multiLine: boolean;
	readonly #program: PatternProgram;
	/** What every match begins with, when that is plain text: found by the platform's search. */
	readonly #prefix: string;
	readonly #spend: ((steps: number) => void) | undefined;

	/** Throws PatternError. */
	constructor(
		pattern: string,
		options: {
			ignoreCase?: boolean;
			smartCase?: boolean;
			magic?: boolean;
			tilde?: string;
			/** Told how many steps a search has taken. */
			spend?: (steps: number) => void;
		} = {},
	) {
		this.#spend = options.spend;
		const parsed = parseVimPattern(pattern, options.magic !== false, options.tilde ?? '');
		const ignore =
			parsed.caseRule === undefined
				? options.ignoreCase === true && !(options.smartCase === true && parsed.hasUpperCase)
				: parsed.caseRule === 'ignore';
		this.multiLine = parsed.multiLine;
		this.#program = compilePattern(parsed.root, ignore);
		this.#prefix = ignore ? '' : literalPrefix(parsed.root);
	}

	/** The first match that begins at or after `from`. Throws PatternError when it takes too long. */
	exec(text: string, from = 0, place: MatchPlace = NOWHERE): VimMatch | undefined {
		const matcher = new Matcher(text, place, this.#program.slots);
		try {
			return this.#first(matcher, text, from);
		} finally {
			this.#spend?.(matcher.taken);
		}
	}

	#first(matcher: Matcher, text: string, from: number): VimMatch | undefined {
		for (let at = from; at <= text.length; at++) {
			if (this.#prefix !== '') {
				at = indexOfText(text, this.#prefix, at);
				if (at < 0) return undefined;
			}
			const match = matcher.matchAt(this.#program.code, at);
			if (match !== undefined) return match;
			if (isLowSurrogateAt(text, at + 1)) at++;
		}
		return undefined;
	}

	test(text: string): boolean {
		return this.exec(text) !== undefined;
	}
}

function isLowSurrogateAt(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return code >= 0xdc00 && code <= 0xdfff;
}

function literalPrefix(root: PatternNode): string {
	if (root.type === 'char') return root.char;
	if (root.type !== 'sequence') return '';
	let prefix = '';
	for (const item of root.items) {
		if (item.type !== 'char') break;
		prefix += item.char;
	}
	return prefix;
}

/** Characters of a run that count as a step (a power of two). */
const RUN_STEPS_LOG2 = 5;

/** What the stack of choices holds, four numbers each. */
const BRANCH = 0;
const RESTORE = 1;
/** A greedy run that can give back: the next end to try, and its first. */
const SHORTEN = 2;
/** A lazy run that can take more. */
const LENGTHEN = 3;

class Matcher {
	readonly #text: string;
	readonly #place: MatchPlace;
	readonly #slots: Int32Array;
	#steps = DEFAULT_LIMITS.backtrackingSteps;

	constructor(text: string, place: MatchPlace, slots: number) {
		this.#text = text;
		this.#place = place;
		this.#slots = new Int32Array(slots).fill(-1);
	}

	/** Steps so far. */
	get taken(): number {
		return DEFAULT_LIMITS.backtrackingSteps - this.#steps;
	}

	matchAt(code: readonly Instruction[], at: number): VimMatch | undefined {
		const slots = this.#slots.fill(-1);
		const end = this.#run(code, at, -1);
		if (end < 0) return undefined;
		const from = slots[START_SLOT] as number;
		const to = slots[END_SLOT] as number;
		const groups: (string | undefined)[] = [];
		for (let index = 1; index < 10; index++) {
			const start = slots[2 * index] as number;
			const last = slots[2 * index + 1] as number;
			groups.push(start < 0 || last < 0 ? undefined : this.#text.slice(start, last));
		}
		const first = from < 0 ? at : from;
		const last = Math.max(first, to < 0 ? end : to);
		return { start: first, end: last, groups: [this.#text.slice(first, last), ...groups] };
	}

	/** Where the match that begins at `start` ends; −1: there is none. @param mustEnd the only end that counts. */
	#run(code: readonly Instruction[], start: number, mustEnd: number): number {
		const stack: number[] = [];
		let pc = 0;
		let at = start;
		for (;;) {
			if (--this.#steps < 0) throw new PatternError("E363: Pattern uses more memory than 'maxmempattern'");
			const instruction = code[pc] as Instruction;
			let ok = true;
			switch (instruction.op) {
				case 'one': {
					const next = this.#step(instruction, at);
					ok = next >= 0;
					at = next;
					pc++;
					break;
				}
				case 'run': {
					const next = this.#takeRun(instruction, at, pc, stack);
					ok = next >= 0;
					at = next;
					pc++;
					break;
				}
				case 'split':
					stack.push(BRANCH, instruction.second, at, 0);
					pc = instruction.first;
					break;
				case 'jump':
					pc = instruction.to;
					break;
				case 'match':
					if (mustEnd < 0 || at === mustEnd) return at;
					ok = false;
					break;
				default:
					at = this.#other(instruction, at, stack);
					ok = at >= 0;
					pc++;
			}
			if (ok) continue;
			const back = this.#backtrack(code, stack);
			if (back === undefined) return -1;
			[pc, at] = back;
		}
	}

	#step({ test }: { test: (code: number) => boolean }, at: number): number {
		const code = this.#text.codePointAt(at);
		return code !== undefined && test(code) ? at + (code > 0xffff ? 2 : 1) : -1;
	}

	#takeRun(run: Extract<Instruction, { op: 'run' }>, at: number, pc: number, stack: number[]): number {
		let end = at;
		let count = 0;
		const wanted = run.greedy ? run.max : run.min;
		let least = run.min === 0 ? at : -1;
		while (count < wanted) {
			const next = this.#step(run, end);
			if (next < 0) break;
			end = next;
			if (++count === run.min) least = end;
		}
		this.#steps -= count >> RUN_STEPS_LOG2;
		if (count < run.min) return -1;
		if (run.greedy) {
			if (end > least) stack.push(SHORTEN, pc, end, least);
		} else if (count < run.max) stack.push(LENGTHEN, pc, end, run.max - count);
		return end;
	}

	/** The instruction and place to go on with; undefined: nothing is left to try. */
	#backtrack(code: readonly Instruction[], stack: number[]): [number, number] | undefined {
		while (stack.length > 0) {
			const kindAt = stack.length - 4;
			const [kind, a, b, c] = [stack[kindAt], stack[kindAt + 1], stack[kindAt + 2], stack[kindAt + 3]] as number[] as [
				number,
				number,
				number,
				number,
			];
			stack.length = kindAt;
			if (kind === BRANCH) return [a, b];
			if (kind === RESTORE) this.#slots[a] = b;
			else if (kind === SHORTEN) {
				const shorter = isLowSurrogateAt(this.#text, b - 1) ? b - 2 : b - 1;
				if (shorter > c) stack.push(SHORTEN, a, shorter, c);
				return [a + 1, shorter];
			} else {
				const run = code[a] as Extract<Instruction, { op: 'run' }>;
				const longer = this.#step(run, b);
				if (longer < 0) continue;
				if (c > 1) stack.push(LENGTHEN, a, longer, c - 1);
				return [a + 1, longer];
			}
		}
		return undefined;
	}

	#other(instruction: Instruction, at: number, stack: number[]): number {
		switch (instruction.op) {
			case 'save':
			case 'mark':
				stack.push(RESTORE, instruction.slot, this.#slots[instruction.slot] as number, 0);
				this.#slots[instruction.slot] = at;
				return at;
			case 'progress':
				return this.#slots[instruction.slot] === at ? -1 : at;
			case 'assert':
				return this.#assert(instruction, at, stack) ? at : -1;
			case 'back': {
				const start = this.#slots[2 * instruction.index] as number;
				const end = this.#slots[2 * instruction.index + 1] as number;
				if (start < 0 || end < 0) return at;
				const wanted = this.#text.slice(start, end);
				return this.#text.startsWith(wanted, at) ? at + wanted.length : -1;
			}
			case 'look':
				return this.#look(instruction, at);
			default:
				throw new Error('assertion failed: not an instruction of this place');
		}
	}

	#look({ how, negated, program }: Extract<Instruction, { op: 'look' }>, at: number): number {
		const kept = this.#slots.slice();
		let end = -1;
		if (how === 'behind') {
			for (let start = at; start >= 0 && end < 0; start--) end = this.#run(program, start, at);
		} else end = this.#run(program, at, -1);
		if (negated || end < 0) this.#slots.set(kept);
		if (how === 'atomic') return end;
		return end >= 0 !== negated ? at : -1;
	}

	#assert({ what, number, compare }: Extract<Instruction, { op: 'assert' }>, at: number, stack: number[]): boolean {
		const text = this.#text;
		const place = this.#place;
		switch (what) {
			case 'lineStart':
				return at === 0 || text[at - 1] === '\n';
			case 'lineEnd':
				return at === text.length || text[at] === '\n';
			case 'wordStart':
				return this.#isWord(at) && this.#wordClass(at) !== this.#wordClass(at - 1);
			case 'wordEnd':
				return this.#isWord(at - 1) && this.#wordClass(at) !== this.#wordClass(at - 1);
			case 'matchStart':
			case 'matchEnd': {
				const slot = what === 'matchStart' ? START_SLOT : END_SLOT;
				stack.push(RESTORE, slot, this.#slots[slot] as number, 0);
				this.#slots[slot] = at;
				return true;
			}
			case 'fileStart':
				return at === 0 && place.line === 0;
			case 'fileEnd':
				return at === text.length && place.lastLine;
			case 'cursor':
				return place.cursor?.line === place.line && place.cursor.column === at;
			case 'visual':
				return place.inVisual?.(at) === true;
			case 'line':
				return compared(place.line + 1, number < 0 ? (place.cursor?.line ?? -2) + 1 : number, compare);
			case 'column':
				return compared(at + 1, number < 0 ? (place.cursor?.column ?? -2) + 1 : number, compare);
			case 'virtualColumn':
				return compared(columnsBefore(text, at, place.tabstop) + 1, number, compare);
		}
	}

	#wordClass(at: number): number {
		return at < 0 ? 0 : characterClass(this.#text[at] === '\n' ? '' : this.#text.slice(at, at + 2));
	}

	#isWord(at: number): boolean {
		return this.#wordClass(at) >= 2;
	}
}

function compared(actual: number, wanted: number, compare: string): boolean {
	return compare === '<' ? actual < wanted : compare === '>' ? actual > wanted : actual === wanted;
}
