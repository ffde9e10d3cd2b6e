import { expect, test } from 'vitest';
import { goPathMatch } from '../../../simulator/machinery/go-path-match.ts';

/** From the table of the documentation's own tests: path/filepath match_test.go. */
test.each([
	['abc', 'abc', true],
	['*', 'abc', true],
	['*c', 'abc', true],
	['a*', 'a', true],
	['a*', 'ab/c', false],
	['a*/b', 'abc/b', true],
	['a*/b', 'a/c/b', false],
	['a*b*c*d*e*/f', 'axbxcxdxe/f', true],
	['a*b*c*d*e*/f', 'axbxcxdxexxx/f', true],
	['a*b*c*d*e*/f', 'axbxcxdxe/xxx/f', false],
	['a*b?c*x', 'abxbbxdbxebxczzx', true],
	['a*b?c*x', 'abxbbxdbxebxczzy', false],
	['ab[c]', 'abc', true],
	['ab[b-d]', 'abc', true],
	['ab[e-g]', 'abc', false],
	['ab[^c]', 'abc', false],
	['ab[^e-g]', 'abc', true],
	['a\\*b', 'a*b', true],
	['a\\*b', 'ab', false],
	['a?b', 'a☺b', true],
	['a[^a]b', 'a☺b', true],
	['a???b', 'a☺b', false],
	['[a-ζ]*', 'α', true],
	['*[a-ζ]', 'A', false],
	['a?b', 'a/b', false],
	['a*b', 'a/b', false],
	['[\\]a]', ']', true],
	['[\\-x]', 'x', true],
	['[z-a]', 'b', false],
	['*x', 'xxx', true],
])('%s of %s', (pattern, text, matches) => {
	expect(goPathMatch(pattern)?.(text)).toBe(matches);
});

test.each(['[]a]', '[-]', '[x-]', '[-x]', '[a-b-c]', '[', '[^', '[^bc', 'a[', 'a\\'])('%s is no pattern', (pattern) => {
	expect(goPathMatch(pattern)).toBeUndefined();
});

test('many stars take no longer than their number times the text', () => {
	const matches = goPathMatch(`${'*a'.repeat(2_000)}b`);
	expect(matches?.('a'.repeat(5_000))).toBe(false);
});
