import { escapeGlob } from '../../machinery/glob.ts';
import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import { ShellFailure, tooLarge } from '../state/control-flow.ts';
import type { Shell } from '../state/shell.ts';

/** How a word's value is split: undefined when it is not. Made once for each value of IFS. */
export interface Separators {
	/** The characters of IFS that are blanks. */
	readonly blanks: string;
	/** The others. */
	readonly others: string;
	/** Joins `"$*"`. */
	readonly joiner: string;
	/** Finds one of all, global. */
	readonly pattern: RegExp;
}

/** @param ifs undefined when IFS is unset. */
export function separatorsOf({ variables }: Shell): Separators {
	const ifs = variables.get('IFS');
	if (ifs === undefined || ifs === ' \t\n') return DEFAULT_SEPARATORS;
	let blanks = '';
	let others = '';
	for (const c of ifs) {
		if (c === ' ' || c === '\t' || c === '\n') blanks += c;
		else others += c;
	}
	const joiner = ifs === '' ? '' : String.fromCodePoint(ifs.codePointAt(0) as number);
	return { blanks, others, joiner, pattern: anyOf(blanks + others) };
}

/** Unit by unit. */
function anyOf(characters: string): RegExp {
	const codes = characters.split('').map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
	return new RegExp(`[${codes.join('')}]`, 'g');
}

const DEFAULT_SEPARATORS: Separators = { blanks: ' \t\n', others: '', joiner: ' ', pattern: anyOf(' \t\n') };

export interface Field {
	readonly text: string;
	/** The field as a pattern, quoted characters escaped. */
	readonly pattern: string;
}

/** What bash marks an empty quoted value with, and forgets to take out of the replacements of `${x/y/z}`. */
const EMPTY_VALUE = '\x7f';

/** Of one command or array, whatever they come from. */
export const WORDS_MAX = DEFAULT_LIMITS.shellWords + 1_000;

const NO_QUOTES: number[] = [];

/** Words between two steps. */
const STEP_WORDS = 500;

/** Characters between them. */
const STEP_LENGTH = 65_536;

const GLOB = /[*?[(\\]/;

/** Where a word stands that is not split: the value of an assignment, `[k]=` in an array literal, a here-document, behind `case`. */
export type Place = 'word' | 'assignment' | 'element' | 'document' | 'case';

/**
 * Gathers the parts of one word. Splits unquoted expansions when `splits`, keeps apart what was quoted for the sake
 * of patterns, and knows when an empty field counts.
 */
export class Fields {
	/** How lists are joined when nothing is split. */
	place: Place = 'word';
	/** Of `"$@"` only the first value counts, and nothing that follows: a pattern of `case`. */
	endsWithFirst = false;
	#isOver = false;
	/** The last value of `"$@"` was empty, and nothing has followed yet. */
	#endsEmpty = false;
	/** Whether empty values of `"$@"` leave `EMPTY_VALUE` behind. */
	marksEmpty = false;
	/** A text alone has no pattern: lists may have a million of them. */
	readonly out: (Field | string)[] = [];
	readonly separators: Separators;
	readonly splits: boolean;
	readonly #protect: (text: string) => string;
	#text = '';
	/** Made at once by those that protect in their own way. */
	#pattern: string | undefined;
	/** Where quoted texts begin and end: few words become patterns. */
	#quoted: number[] = NO_QUOTES;
	#glob = false;
	#started = false;
	/** Whether an empty quoted value makes a field: not beside an empty `$@` in the same quotes. */
	emptyCounts = true;

	/** @param protect how quoted text is protected in the pattern; the pattern is then always made. */
	constructor(separators: Separators, splits: boolean, protect?: (text: string) => string) {
		this.separators = separators;
		this.splits = splits;
		this.#protect = protect ?? escapeGlob;
		if (protect !== undefined) this.#pattern = '';
	}

	/** Text of the word itself, or an expansion that is not split. */
	add(value: string, quoted: boolean): void {
		if (this.#isOver) return;
		if (value !== '') this.#endsEmpty = false;
		if (quoted) {
			if (value !== '' || this.emptyCounts) this.#started = true;
			if (this.#pattern !== undefined) this.#pattern += this.#protect(value);
			else if (value !== '') this.#noteQuoted(value.length);
		} else if (value !== '') {
			this.#started = true;
			if (!this.#glob && GLOB.test(value)) this.#glob = true;
			if (this.#pattern !== undefined) this.#pattern += value;
		}
		this.#text += value;
		if (this.#text.length > DEFAULT_LIMITS.shellValueBytes) throw tooLarge(this.#text.length);
	}

	#noteQuoted(length: number): void {
		if (this.#quoted.length === 0) this.#quoted = [];
		const from = this.#text.length;
		if (this.#quoted.at(-1) === from) this.#quoted[this.#quoted.length - 1] = from + length;
		else this.#quoted.push(from, from + length);
	}

	/** A field exists even if nothing more comes: `""`. */
	start(): void {
		this.#started = true;
	}

	/** The value of an expansion: split when unquoted. */
	expand(value: string, quoted: boolean): void {
		if (quoted || !this.splits || this.#isWhole(value)) this.add(value, quoted);
		else for (const _ of this.#split(value));
	}

	/** The same; between its steps others can have their turn. */
	*expandInSteps(value: string, quoted: boolean): Generator<undefined, void, void> {
		if (quoted || !this.splits) this.add(value, quoted);
		else yield* this.#split(value);
	}

	/** Several values: `$@`, `${a[*]}`. */
	expandList(values: readonly string[], star: boolean, quoted: boolean): void {
		for (const _ of this.expandListInSteps(values, star, quoted));
	}

	*expandListInSteps(values: readonly string[], star: boolean, quoted: boolean): Generator<undefined, void, void> {
		if (!this.splits) {
			if (this.endsWithFirst && quoted && !star && values.length > 1) {
				this.add(values[0] as string, true);
				this.#isOver = true;
				return;
			}
			if (this.place === 'case' && quoted && !star && values.length > 1) {
				this.#addMarked(values);
				return;
			}
			const shown =
				this.marksEmpty && quoted && !star ? values.map((value) => (value === '' ? EMPTY_VALUE : value)) : values;
			this.add(shown.join(star ? this.separators.joiner : ' '), quoted);
			return;
		}
		if (quoted && star) {
			this.add(values.join(this.separators.joiner), true);
			return;
		}
		// Unquoted, the values are as if joined by IFS's first character: an ordinary one keeps empty values.
		// Not built up only to be refused.
		if (values.length > WORDS_MAX) throw new ShellFailure('too many words');
		const { joiner, others } = this.separators;
		const always = quoted || (joiner !== '' && others.includes(joiner));
		for (let index = 0; index < values.length; index++) {
			const value = values[index] as string;
			if (index % STEP_WORDS === STEP_WORDS - 1) yield;
			if (quoted && index > 0 && index < values.length - 1) {
				// Between the first and the last nothing can be joined to a value: a million of them pass quickly.
				if (index === 1) this.#finish();
				this.out.push(value);
				continue;
			}
			if (index > 0 && !(quoted && values.length > 2)) this.#break(always);
			if (quoted) this.#started = true;
			yield* this.expandInSteps(value, quoted);
		}
	}

	/** What `case` compares keeps the marks of empty values, but for those at text of the word. */
	#addMarked(values: readonly string[]): void {
		const last = values.length - 1;
		const marked = values.map((value, index) => {
			const isMarked = value === '' && index < last && (index > 0 || this.#text === '');
			return isMarked ? EMPTY_VALUE : value;
		});
		this.add(marked.join(' '), true);
		this.#endsEmpty = values[last] === '';
	}

	/** Nothing in it separates words. */
	#isWhole(value: string): boolean {
		const { blanks, others } = this.separators;
		return others === '' && (blanks === '' || nextOf(value, 0, this.separators) === value.length);
	}

	*#split(value: string): Generator<undefined, void, void> {
		const { blanks, others } = this.separators;
		if (this.#isWhole(value)) {
			this.add(value, false);
			return;
		}
		let start = 0;
		let i = 0;
		let restAt = STEP_WORDS;
		let rested = 0;
		while (i < value.length) {
			i = nextOf(value, i, this.separators);
			if (i === value.length) break;
			this.add(value.slice(start, i), false);
			for (; i < value.length && blanks.includes(value[i] as string); i++) {
				if (i - rested <= STEP_LENGTH) continue;
				rested = i;
				yield;
			}
			const hard = i < value.length && others.includes(value[i] as string);
			if (hard) {
				i++;
				while (i < value.length && blanks.includes(value[i] as string)) i++;
			}
			this.#break(hard);
			if (this.out.length >= restAt || i - rested > STEP_LENGTH) {
				restAt = this.out.length + STEP_WORDS;
				rested = i;
				yield;
			}
			start = i;
			if (this.out.length > WORDS_MAX) throw new ShellFailure('too many words');
		}
		this.add(value.slice(start), false);
	}

	/** Ends the current field; an empty one counts only if `always` or something quoted stood there. */
	#break(always: boolean): void {
		if (always || this.#started) this.#finish();
	}

	#finish(): void {
		this.out.push(this.#glob ? { text: this.#text, pattern: this.asPattern } : this.#text);
		this.#text = '';
		this.#pattern = undefined;
		this.#quoted = NO_QUOTES;
		this.#glob = false;
		this.#started = false;
	}

	/** Ends the word. */
	end(): void {
		if (this.#started) this.#finish();
	}

	/** The word as one text, when nothing was split. */
	get text(): string {
		return this.#endsEmpty ? this.#text + EMPTY_VALUE : this.#text;
	}

	/** The word as one pattern. */
	get asPattern(): string {
		if (this.#pattern !== undefined) return this.#pattern;
		let [pattern, at] = ['', 0];
		for (let i = 0; i < this.#quoted.length; i += 2) {
			const [from, to] = [this.#quoted[i] as number, this.#quoted[i + 1] as number];
			pattern += this.#text.slice(at, from) + this.#protect(this.#text.slice(from, to));
			at = to;
		}
		return pattern + this.#text.slice(at);
	}
}

/** Index of the next separator, or the text's length. */
function nextOf(text: string, from: number, { pattern }: Separators): number {
	pattern.lastIndex = from;
	return pattern.test(text) ? pattern.lastIndex - 1 : text.length;
}
