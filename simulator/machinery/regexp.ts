import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';
import { BacktrackingMatcher } from './backtracking-regexp.ts';
import { TextFinder } from './find-text.ts';
import { LimitError } from './limit-error.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { PosixRegexpError, parsePosixRegexp, toRe2 } from './posix-regexp.ts';

/**
 * The one way in which a regular expression that a user wrote is run: RE2 in linear time (npm `re2js`), and for
 * POSIX back-references a matcher with a step limit. The host's RegExp never sees a user's pattern.
 */
export interface Regexp {
	readonly groupCount: number;
	/** Group names in group order; '' for unnamed ones. Index 0 is the whole match. */
	readonly groupNames: readonly string[];
	/** Throws LimitError for a text that is too long. */
	test(text: string): boolean;
	/** The first match at or after `from` (UTF-16 offset). `^` and word boundaries still see what stands before. */
	exec(text: string, from?: number): RegexpMatch | undefined;
	/** Every match, left to right, without overlaps, with empty matches as Go and sed count them. At most `limit`. */
	all(text: string, limit?: number): RegexpMatch[];
	/** The same one by one: for loops that are to be interrupted. */
	each(text: string): Iterable<RegexpMatch>;
}

export interface RegexpMatch {
	readonly start: number;
	readonly end: number;
	/** Group 0 is the match; undefined where a group took no part. */
	readonly groups: readonly (string | undefined)[];
	/** [start, end] of each group, −1 where it took no part. */
	readonly spans: readonly (readonly [number, number])[];
}

/** The pattern is wrong. `message` is the engine's own wording (RE2's, or regerror's). */
export class RegexpSyntaxError extends Error {
	/** RE2 only: the part of the pattern that is wrong ("missing closing )" → the pattern). */
	readonly fragment: string;
	constructor(message: string, fragment = '') {
		super(message);
		this.name = 'RegexpSyntaxError';
		this.fragment = fragment;
	}
}

export interface RegexpOptions {
	readonly ignoreCase?: boolean;
	/** `^` and `$` match at line ends too. */
	readonly multiline?: boolean;
	/** Extended POSIX syntax as regcomp(3) reads it: a repetition of nothing is wrong. */
	readonly strict?: boolean;
	/** POSIX syntaxes: bytes that are no UTF-8 are characters like any other, as to a program that knows bytes alone. */
	readonly malformed?: boolean;
	/** RE2 syntax: `.` matches a newline (POSIX syntaxes always do so). */
	readonly dotAll?: boolean;
}

/** Go's regexp: the syntax of RE2, leftmost-first. Throws RegexpSyntaxError ("missing closing )"). */
export function compileRe2(pattern: string, options: RegexpOptions = {}): Regexp {
	let flags = flagsOf(options);
	if (options.dotAll === true) flags |= RE2JS.DOTALL;
	return regexpOf(pattern, pattern, flags, options);
}

/** grep's, sed's and bash's: POSIX syntax with GNU's additions, leftmost-longest. Throws RegexpSyntaxError. */
export function compilePosix(pattern: string, syntax: 'basic' | 'extended', options: RegexpOptions = {}): Regexp {
	if (pattern.length > DEFAULT_LIMITS.regexpLength) throw new RegexpSyntaxError('Regular expression too big', pattern);
	try {
		const parsed = parsePosixRegexp(pattern, syntax, options.strict === true);
		if (!parsed.needsBacktracking) {
			const flags = flagsOf(options) | RE2JS.DOTALL | RE2JS.LONGEST_MATCH;
			return regexpOf(pattern, toRe2(parsed.root, options.malformed), flags, options);
		}
		const classes = new Map<object, RE2JS>();
		const matcher = new BacktrackingMatcher(
			parsed.root,
			{ ignoreCase: options.ignoreCase === true, multiline: options.multiline === true },
			(node, char) => {
				let compiled = classes.get(node);
				if (compiled === undefined) {
					compiled = compile(toRe2(node, options.malformed), flagsOf(options) | RE2JS.DOTALL);
					classes.set(node, compiled);
				}
				return compiled.test(char);
			},
		);
		return new BackReferenceRegexp(matcher, parsed.groups);
	} catch (error) {
		if (error instanceof PosixRegexpError) throw new RegexpSyntaxError(error.message, pattern);
		throw error;
	}
}

/** `text` as an RE2 or extended POSIX pattern that matches only itself. */
export function quoteRegexp(text: string): string {
	return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/** @param pattern as it was written. @param source the same for RE2. */
function regexpOf(pattern: string, source: string, flags: number, { ignoreCase }: RegexpOptions): Regexp {
	if (!isLiteral(pattern) || ignoreCase === true) return new Re2Regexp(compile(source, flags));
	boundLength(pattern);
	return new LiteralRegexp(pattern);
}

function flagsOf(options: RegexpOptions): number {
	return (
		(options.ignoreCase === true ? RE2JS.CASE_INSENSITIVE : 0) | (options.multiline === true ? RE2JS.MULTILINE : 0)
	);
}

function compile(pattern: string, flags: number): RE2JS {
	boundLength(pattern);
	try {
		return RE2JS.compile(pattern, flags);
	} catch (error) {
		if (error instanceof RE2JSSyntaxException) throw new RegexpSyntaxError(error.error, error.input ?? '');
		if (error instanceof RE2JSException) throw new RegexpSyntaxError(error.message);
		throw error;
	}
}

function boundLength(pattern: string): void {
	if (pattern.length > DEFAULT_LIMITS.regexpLength)
		throw new RegexpSyntaxError('expression too large', pattern.slice(0, 20));
}

/** Whether it matches nothing but itself: such are found quickly in any text. */
function isLiteral(pattern: string): boolean {
	return !/[\\^$.|?*+()[\]{}]/.test(pattern);
}

const TOO_LONG = 'regular expression takes too long';
const TESTED_LENGTH = 1_000;

abstract class BaseRegexp implements Regexp {
	abstract readonly groupCount: number;
	abstract readonly groupNames: readonly string[];
	abstract exec(text: string, from?: number): RegexpMatch | undefined;

	test(text: string): boolean {
		return this.exec(text) !== undefined;
	}

	all(text: string, limit = Number.POSITIVE_INFINITY): RegexpMatch[] {
		const out: RegexpMatch[] = [];
		if (limit === 0) return out;
		for (const match of this.each(text)) if (out.push(match) >= limit) break;
		return out;
	}

	*each(text: string): Generator<RegexpMatch, void> {
		let from = 0;
		let previousEnd = -1;
		while (from <= text.length) {
			const match = this.exec(text, from);
			if (match === undefined) return;
			// An empty match right after a match does not count.
			if (match.end > match.start || match.start !== previousEnd) {
				yield match;
				previousEnd = match.end;
			}
			from = match.end > match.start ? match.end : match.end + ((text.codePointAt(match.end) ?? 0) > 0xffff ? 2 : 1);
		}
	}
}

/** One that matches nothing but itself, in texts of any length. */
class LiteralRegexp extends BaseRegexp {
	readonly groupCount = 0;
	readonly groupNames: readonly string[] = [''];
	readonly #finder: TextFinder;
	readonly #length: number;

	constructor(text: string) {
		super();
		this.#finder = new TextFinder(text);
		this.#length = text.length;
	}

	override test(text: string): boolean {
		return this.#finder.find(text) >= 0;
	}

	exec(text: string, from = 0): RegexpMatch | undefined {
		const start = this.#finder.find(text, from);
		if (start < 0) return undefined;
		const end = start + this.#length;
		return { start, end, groups: [text.slice(start, end)], spans: [[start, end]] };
	}
}

class Re2Regexp extends BaseRegexp {
	readonly groupCount: number;
	readonly groupNames: readonly string[];
	readonly #compiled: RE2JS;
	/** Characters that a search, and a test, may look at. */
	readonly #searchMax: number;
	readonly #testMax: number;

	constructor(compiled: RE2JS) {
		super();
		this.#compiled = compiled;
		const { regexpWork, regexpTestWork, regexpText } = DEFAULT_LIMITS;
		const size = compiled.programSize();
		this.#searchMax = regexpWork / size;
		this.#testMax = Math.min(regexpText, regexpTestWork / size);
		this.groupCount = compiled.groupCount();
		const names = new Array<string>(this.groupCount + 1).fill('');
		for (const [name, index] of Object.entries(compiled.namedGroups())) names[index] = name;
		this.groupNames = names;
	}

	override test(text: string): boolean {
		if (text.length > this.#testMax) throw new LimitError(TOO_LONG);
		return this.#compiled.test(text);
	}

	/** Throws LimitError where that would take too long. */
	exec(text: string, from = 0): RegexpMatch | undefined {
		// Whether there is a match is found out in a fraction of the time.
		if (from === 0 && text.length > TESTED_LENGTH && !this.test(text)) return undefined;
		if (text.length - from > this.#searchMax) throw new LimitError(TOO_LONG);
		const matcher = this.#compiled.matcher(text);
		if (!matcher.find(from)) return undefined;
		const groups: (string | undefined)[] = [];
		const spans: [number, number][] = [];
		for (let i = 0; i <= this.groupCount; i++) {
			const start = matcher.start(i);
			const end = start < 0 ? -1 : matcher.end(i);
			spans.push([start, end]);
			groups.push(start < 0 ? undefined : text.slice(start, end));
		}
		const [start, end] = spans[0] as [number, number];
		return { start, end, groups, spans };
	}
}

class BackReferenceRegexp extends BaseRegexp {
	readonly groupCount: number;
	readonly groupNames: readonly string[];
	readonly #matcher: BacktrackingMatcher;

	constructor(matcher: BacktrackingMatcher, groupCount: number) {
		super();
		this.#matcher = matcher;
		this.groupCount = groupCount;
		this.groupNames = new Array<string>(groupCount + 1).fill('');
	}

	exec(text: string, from = 0): RegexpMatch | undefined {
		const found = this.#matcher.find(text, from, this.groupCount, DEFAULT_LIMITS.backtrackingSteps);
		if (found === undefined) return undefined;
		const groups: (string | undefined)[] = [];
		const spans: [number, number][] = [];
		for (let i = 0; i <= this.groupCount; i++) {
			const span: [number, number] = [found[2 * i] as number, found[2 * i + 1] as number];
			spans.push(span);
			groups.push(span[0] < 0 ? undefined : text.slice(span[0], span[1]));
		}
		return { start: found[0] as number, end: found[1] as number, groups, spans };
	}
}
