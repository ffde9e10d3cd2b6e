import { compileRe2, type Regexp, RegexpSyntaxError } from '../regexp.ts';
import { celFault } from './cel-fault.ts';

/** The most matches that come out of one call. */
const MATCHES_MAX = 100_000;

export function celRegexp(pattern: string): Regexp {
	try {
		return compileRe2(pattern);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		throw celFault(`error parsing regexp: ${error.message}: \`${error.fragment}\``);
	}
}

export function matchesRegexp(text: string, pattern: string): boolean {
	return celRegexp(pattern).test(text);
}

/** @param limit negative: all. */
export function findAllRegexp(text: string, pattern: string, limit: number): string[] {
	return celRegexp(pattern)
		.all(text, limit < 0 ? MATCHES_MAX : Math.min(limit, MATCHES_MAX))
		.map((match) => text.slice(match.start, match.end));
}
