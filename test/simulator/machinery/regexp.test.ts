import { describe, expect, test } from 'vitest';
import { compilePosix, compileRe2, quoteRegexp } from '../../../simulator/machinery/regexp.ts';

describe('POSIX: groups of the first match', () => {
	test.each([
		['extended', 'a|ab', 'xab', ['ab']],
		['extended', '(a*)(b)?', 'aac', ['aa', 'aa', undefined]],
		['extended', '[[:digit:]]+', 'ab12c', ['12']],
		['extended', '[]a]{2}', 'x]a', [']a']],
		['extended', 'a{,2}', 'aaa', ['aa']],
		['extended', 'a**', 'aaa', ['aaa']],
		['extended', 'a{x', 'a{x', ['a{x']],
		['extended', '\\bfoo\\b', 'a foo b', ['foo']],
		['basic', 'a\\{2\\}', 'aaa', ['aa']],
		['basic', '*a', 'x*a', ['*a']],
		['basic', 'a\\|b', 'b', ['b']],
		['basic', '\\(^a\\)', 'ab', ['a', 'a']],
		['basic', 'a+', 'a+', ['a+']],
		['basic', '\\(a*\\)b\\1', 'xaabaa', ['aabaa', 'aa']],
		['extended', '(.)\\1', 'hello', ['ll', 'l']],
		['extended', '^.$', '글', ['글']],
	] as const)('%s %s on %s', (syntax, pattern, text, groups) => {
		expect(compilePosix(pattern, syntax).exec(text)?.groups).toEqual(groups);
	});
});

test.each([
	['basic', 'a\\(', 'Unmatched ( or \\('],
	['extended', '(a', 'Unmatched ( or \\('],
	['basic', 'a\\)', 'Unmatched ) or \\)'],
	['extended', '[a', 'Unmatched [, [^, [:, [., or [='],
	['extended', '[b-a]', 'Invalid range end'],
	['extended', '[[:nope:]]', 'Invalid character class name'],
	['extended', 'a\\', 'Trailing backslash'],
	['basic', '\\1', 'Invalid back reference'],
	['basic', 'a\\{2', 'Unmatched \\{'],
] as const)('%s %s is wrong: %s', (syntax, pattern, message) => {
	expect(() => compilePosix(pattern, syntax)).toThrow(message);
});

test('all matches, with empty ones as sed counts them', () => {
	const spans = compilePosix('x*', 'extended')
		.all('axb')
		.map((match) => [match.start, match.end]);
	expect(spans).toEqual([
		[0, 0],
		[1, 2],
		[3, 3],
	]);
});

test('RE2: its own words, named groups, linear time', () => {
	expect(() => compileRe2('a(')).toThrow('missing closing )');
	expect(compileRe2('(?P<n>a)(b)').groupNames).toEqual(['', 'n', '']);
	expect(compileRe2('^(a+)+$').test(`${'a'.repeat(5000)}b`)).toBe(false);
	expect(() => compilePosix('(a*)*\\1b', 'extended').exec('a'.repeat(5000))).toThrow(
		'regular expression takes too long',
	);
	expect(compileRe2(quoteRegexp('a.b*c')).test('a.b*c')).toBe(true);
});

test('a search that would take long is refused, one for a plain text is not', () => {
	const text = `x${'ab'.repeat(1_500_000)}`;
	const tooLong = 'regular expression takes too long';
	expect(() => compilePosix('(a|b)*x', 'extended').exec(text)).toThrow(tooLong);
	expect(() => compilePosix('a+x', 'extended').test(text)).toThrow(tooLong);
	expect(compilePosix('bx', 'extended').exec(text)).toBeUndefined();
	expect(compilePosix('ba', 'basic').exec(text)?.start).toBe(2);
	const half = text.slice(0, 200_000);
	expect(() => compilePosix(`x?${'(a?){50}'.repeat(10)}c`, 'extended').exec(`${half}c`)).toThrow(tooLong);
	expect(() => compilePosix(`${'a|'.repeat(20_000)}b`, 'extended')).toThrow('Regular expression too big');
});
