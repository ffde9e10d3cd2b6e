import { compilePerl } from '../../machinery/perl-regexp.ts';
import type { Regexp, RegexpMatch } from '../../machinery/regexp.ts';
import { compilePosix, compileRe2, quoteRegexp, RegexpSyntaxError } from '../../machinery/regexp.ts';
import { Fatal } from '../gnu-command.ts';

export type PatternSyntax = 'basic' | 'extended' | 'fixed' | 'perl';

export interface PatternOptions {
	readonly syntax: PatternSyntax;
	readonly ignoreCase: boolean;
	readonly wholeWord: boolean;
	readonly wholeLine: boolean;
}

/** Where a line matches: the leftmost match at or after `from`, the longest of those that start there. */
export interface LinePattern {
	find(line: string, from: number): RegexpMatch | undefined;
}

/** Several patterns as one. Throws Fatal (status 2) with grep's words for a pattern that is wrong. */
export function linePattern(patterns: readonly string[], options: PatternOptions): LinePattern {
	const compiled = patterns.map((pattern) => compile(pattern, options));
	return {
		find(line, from) {
			let best: RegexpMatch | undefined;
			for (const regexp of compiled) {
				const match = findIn(regexp, line, from, options);
				if (match !== undefined && isBetter(match, best)) best = match;
			}
			return best;
		},
	};
}

function compile(pattern: string, { syntax, ignoreCase }: PatternOptions): Pick<Regexp, 'exec'> {
	try {
		if (syntax === 'fixed') return compileRe2(quoteRegexp(pattern), { ignoreCase });
		if (syntax === 'perl') return compilePerl(pattern, { ignoreCase });
		checkBrackets(pattern);
		const own = syntax === 'extended' ? pattern.replace(/^(\^?)(?:[*+?]|\{\d+(?:,\d*)?\})+/, '$1') : pattern;
		return compilePosix(own, syntax, { ignoreCase });
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

function findIn(
	regexp: Pick<Regexp, 'exec'>,
	line: string,
	from: number,
	options: PatternOptions,
): RegexpMatch | undefined {
	for (let at = from; at <= line.length; ) {
		const match = regexp.exec(line, at);
		if (match === undefined) return undefined;
		if (options.wholeLine) {
			if (match.start === 0 && match.end === line.length) return match;
		} else if (!options.wholeWord || isWholeWord(line, match)) return match;
		at = match.start + 1;
	}
	return undefined;
}

function isWholeWord(line: string, match: RegexpMatch): boolean {
	const before = match.start > 0 && isWordCharacter(line[match.start - 1] as string);
	const after = match.end < line.length && isWordCharacter(line[match.end] as string);
	return !before && !after;
}

function isWordCharacter(character: string): boolean {
	return /[\p{L}\p{N}_]/u.test(character);
}
