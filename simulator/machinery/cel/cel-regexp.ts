import { compileRe2, type Regexp, RegexpSyntaxError } from '../regexp.ts';
import type { CallExpr } from './cel-ast.ts';
import { celFault } from './cel-fault.ts';

/** The most matches that come out of one call. */
const MATCHES_MAX = 100_000;

/** Patterns that stand in an expression are compiled once: a memo of a pure function of immutable trees. */
const literals = new WeakMap<CallExpr, Regexp>();

/** Whether a call is of `matches`, with a pattern that stands there. Models cel-go interpreter's MatchesRegexOptimization. */
export function isLiteralMatch({ name, args }: CallExpr): boolean {
	return name === 'matches' && args.at(-1)?.kind === 'literal';
}

export function literalRegexp(call: CallExpr, pattern: string): Regexp {
	let known = literals.get(call);
	if (known === undefined) {
		known = celRegexp(pattern);
		literals.set(call, known);
	}
	return known;
}

function celRegexp(pattern: string): Regexp {
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
