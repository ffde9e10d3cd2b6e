import { compileRe2, quoteRegexp } from '../../../machinery/regexp.ts';
import type { NamePattern } from './cilium-policy.ts';

const LABEL = '[-a-zA-Z0-9_]';

/** Whether one of the patterns means a DNS name (without the final dot). Models pkg/fqdn/matchpattern. */
export function nameMatcher(patterns: readonly NamePattern[]): (name: string) => boolean {
	const names = new Set<string>();
	const expressions: string[] = [];
	for (const { matchName, matchPattern } of patterns) {
		if (matchName !== undefined) names.add(plain(matchName));
		if (matchPattern !== undefined) expressions.push(expressionOf(plain(matchPattern)));
	}
	if (expressions.length === 0) return (name) => names.has(plain(name));
	const regexps = expressions.map((expression) => compileRe2(`^(?:${expression})$`));
	return (name) => names.has(plain(name)) || regexps.some((regexp) => regexp.test(plain(name)));
}

function plain(name: string): string {
	return name.toLowerCase().replace(/\.$/, '');
}

function expressionOf(pattern: string): string {
	if (pattern === '*') return `(?:${LABEL}+(?:\\.${LABEL}+)*)?`;
	const deep = pattern.startsWith('**.');
	const rest = (deep ? pattern.slice(3) : pattern).split('*').map(quoteRegexp).join(`${LABEL}*`);
	return deep ? `(?:${LABEL}+\\.)+${rest}` : rest;
}
