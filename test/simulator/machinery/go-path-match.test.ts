import { expect, test } from 'vitest';
import { goPathMatch } from '../../../simulator/machinery/go-path-match.ts';

/** Patterns with files that there were, and those that `kubectl label --local -f PATTERN` of kubectl 1.35 took. */
test.each([
	['pod.yaml', ['pod.yaml', 'pod-yaml'], ['pod.yaml']],
	['po*.yaml', ['pod.yaml', 'po.yaml', 'pod/x.yaml', 'deploy.yaml'], ['pod.yaml', 'po.yaml']],
	[
		'*-v?.yaml',
		['web-v1.yaml', 'web-v12.yaml', '-v1.yaml', 'web-v한.yaml'],
		['web-v1.yaml', '-v1.yaml', 'web-v한.yaml'],
	],
	['*/web.yaml', ['a/web.yaml', 'a/b/web.yaml', 'web.yaml'], ['a/web.yaml']],
	['0[1-3]-*.yaml', ['01-ns.yaml', '04-ns.yaml', '02-.yaml'], ['01-ns.yaml', '02-.yaml']],
	['[^0-9]*.yaml', ['ns.yaml', '1ns.yaml'], ['ns.yaml']],
	['[!0-9]*.yaml', ['!ns.yaml', 'ns.yaml', '1ns.yaml'], ['!ns.yaml', '1ns.yaml']],
	['*web*web*.yaml', ['web.yaml', 'webweb.yaml', 'aweb-bweb-c.yaml'], ['webweb.yaml', 'aweb-bweb-c.yaml']],
	['**.yaml', ['a.yaml', 'b/a.yaml'], ['a.yaml']],
	['a\\*.yaml', ['a*.yaml', 'ab.yaml'], ['a*.yaml']],
	['[가-힣]*.yaml', ['한글.yaml', 'abc.yaml'], ['한글.yaml']],
	['[\\]]x.yaml', [']x.yaml', 'ax.yaml'], [']x.yaml']],
	['[\\-a]x.yaml', ['-x.yaml', 'ax.yaml', 'bx.yaml'], ['-x.yaml', 'ax.yaml']],
	['[c-a]x.yaml', ['bx.yaml'], []],
	['*?*?.yaml', ['a.yaml', 'ab.yaml', 'abc.yaml'], ['ab.yaml', 'abc.yaml']],
])('%s', (pattern, names, taken) => {
	expect(names.filter((name) => goPathMatch(pattern)?.(name))).toEqual(taken);
});

/** What the same kubectl says "syntax error in pattern" of. */
test.each(['[a', '[]x]', '[-x]', '[x-]', '[a-b-c]', 'x\\', '[^', 'x['])('%s is no pattern', (pattern) => {
	expect(goPathMatch(pattern)).toBeUndefined();
});

test('many stars take no longer than their number times the text', () => {
	const matches = goPathMatch(`${'*a'.repeat(2_000)}b`);
	expect(matches?.('a'.repeat(5_000))).toBe(false);
});
