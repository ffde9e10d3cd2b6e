import { compilePerl } from '../../machinery/perl-regexp.ts';
import type { Regexp, RegexpMatch } from '../../machinery/regexp.ts';
import { compilePosix, compileRe2, quoteRegexp, RegexpSyntaxError } from '../../machinery/regexp.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal } from '../gnu-command.ts';

export type PatternSyntax = 'basic' | 'extended' | 'fixed' | 'perl';

export interface PatternOptions {
	readonly syntax: PatternSyntax;
	readonly ignoreCase: boolean;
	/** Bytes that are no UTF-8 are characters: of a locale that knows bytes alone. */
	readonly malformed: boolean;
	readonly wholeWord: boolean;
	readonly wholeLine: boolean;
}

/** Where a line matches: the leftmost match at or after `from`, the longest of those that start there. */
export interface LinePattern {
	/** @param tick called while it looks: a line may have very many matches of which none will do, and patterns may be many. */
	find(line: string, from: number, tick: Tick): Task<RegexpMatch | undefined>;
}

type Tick = (steps?: number) => Task<void>;

/** Several patterns as one. Throws Fatal (status 2) with grep's words for a pattern that is wrong. */
export function* linePattern(patterns: readonly string[], options: PatternOptions, tick: Tick): Task<LinePattern> {
	const compiled: Pick<Regexp, 'exec'>[] = [];
	for (const pattern of patterns) {
		compiled.push(compile(pattern, options));
		if (compiled.length > 1) yield* tick(1 + (pattern.length >> PATTERN_STEPS_LOG2));
	}
	return new Patterns(compiled, options);
}

/** Characters of a pattern, and of a line, that are worked through in a step. */
const PATTERN_STEPS_LOG2 = 3;
const LINE_STEPS_LOG2 = 10;
/** What a search takes besides: so many (a power of two) to a step. */
const SEARCHES_LOG2 = 3;
const STRIDE = 8;

class Patterns implements LinePattern {
	readonly #compiled: readonly Pick<Regexp, 'exec'>[];
	readonly #options: PatternOptions;
	/** What searches have taken since the last tick, in eighths of a step. */
	#work = 0;

	constructor(compiled: readonly Pick<Regexp, 'exec'>[], options: PatternOptions) {
		this.#compiled = compiled;
		this.#options = options;
	}

	*find(line: string, from: number, tick: Tick): Task<RegexpMatch | undefined> {
		let best: RegexpMatch | undefined;
		for (const regexp of this.#compiled) {
			for (let at = from; at <= line.length; ) {
				const match = regexp.exec(line, at);
				this.#work += 1 + (((match?.start ?? line.length) - at) >> (LINE_STEPS_LOG2 - SEARCHES_LOG2));
				if (this.#work >= STRIDE << SEARCHES_LOG2) {
					yield* tick(this.#work >> SEARCHES_LOG2);
					this.#work = 0;
				}
				if (match === undefined) break;
				if (fits(line, match, this.#options)) {
					if (isBetter(match, best)) best = match;
					break;
				}
				at = match.start + 1;
			}
		}
		return best;
	}
}

function compile(pattern: string, { syntax, ignoreCase, malformed }: PatternOptions): Pick<Regexp, 'exec'> {
	try {
		if (syntax === 'fixed') return compileRe2(quoteRegexp(pattern), { ignoreCase });
		if (syntax === 'perl') return compilePerl(pattern, { ignoreCase });
		checkBrackets(pattern);
		const own = syntax === 'extended' ? pattern.replace(/^(\^?)(?:[*+?]|\{\d+(?:,\d*)?\})+/, '$1') : pattern;
		return compilePosix(own, syntax, { ignoreCase, malformed });
	} catch (error) {
		if (error instanceof RegexpSyntaxError) throw new Fatal(error.message, 2);
		throw error;
	}
}

/** What dfa.c says before the expression is compiled. Throws Fatal. */
function checkBrackets(pattern: string): void {
	for (let at = 0; at < pattern.length; at++) {
		if (pattern[at] === '\\') {
			at++;
			continue;
		}
		if (pattern[at] !== '[') continue;
		const [whole = '', inner = ''] = /^\[\^?(\]?(?:\[[:.=][^\]]*\]|[^\]])*)\]?/.exec(pattern.slice(at)) ?? [];
		if (whole === '[' && at + 1 === pattern.length) throw new Fatal('Invalid regular expression', 2);
		if (/^:.*:$/s.test(inner) && inner.length > 1 && whole.endsWith(']'))
			throw new Fatal('character class syntax is [[:space:]], not [:space:]', 2);
		at += whole.length - 1;
	}
}

function isBetter(match: RegexpMatch, best: RegexpMatch | undefined): boolean {
	if (best === undefined) return true;
	return match.start < best.start || (match.start === best.start && match.end > best.end);
}

function fits(line: string, match: RegexpMatch, options: PatternOptions): boolean {
	if (options.wholeLine) return match.start === 0 && match.end === line.length;
	return !options.wholeWord || isWholeWord(line, match);
}

function isWholeWord(line: string, match: RegexpMatch): boolean {
	const before = match.start > 0 && isWordCharacter(line[match.start - 1] as string);
	const after = match.end < line.length && isWordCharacter(line[match.end] as string);
	return !before && !after;
}

const WORD_CHARACTER = /[\p{L}\p{N}_]/u;

function isWordCharacter(character: string): boolean {
	return WORD_CHARACTER.test(character);
}
