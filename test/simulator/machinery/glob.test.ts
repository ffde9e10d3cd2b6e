import { describe, expect, test } from 'vitest';
import { compileGlob, escapeGlob, hasGlobSpecials } from '../../../simulator/machinery/glob.ts';

describe('matches', () => {
	test.each([
		['*', 'anything', true],
		['a*c', 'abbbc', true],
		['a*c', 'abbbd', false],
		['?', '글', true],
		['?', '😀', true],
		['[a-c]x', 'bx', true],
		['[!a-c]x', 'bx', false],
		['[]a]', ']', true],
		['[[:digit:]]*', '1a', true],
		['[a', '[a', true],
		['\\*', '*', true],
		['\\*', 'x', false],
		['*a*b*c*', 'xxaxxbxxcxx', true],
	])('%s on %s: %s', (pattern, text, expected) => {
		expect(compileGlob(pattern).matches(text)).toBe(expected);
	});
});

describe('extended patterns', () => {
	test.each([
		['@(a|b)c', 'bc', true],
		['?(a)b', 'b', true],
		['*(ab)', 'ababab', true],
		['+(ab)', '', false],
		['!(*.txt)', 'a.md', true],
		['!(*.txt)', 'a.txt', false],
		['*.!(txt|md)', 'a.sh', true],
		['@(a', '@(a', true],
	])('%s on %s: %s', (pattern, text, expected) => {
		expect(compileGlob(pattern, { extended: true }).matches(text)).toBe(expected);
	});
});

test('prefixes, suffixes and the first match', () => {
	const slash = compileGlob('*/');
	expect([slash.prefix('a/b/c', 'shortest'), slash.prefix('a/b/c', 'longest'), slash.prefix('abc', 'longest')]).toEqual(
		[2, 4, -1],
	);
	const dot = compileGlob('.*');
	expect([dot.suffix('a.b.c', 'shortest'), dot.suffix('a.b.c', 'longest')]).toEqual([3, 1]);
	expect(compileGlob('b+(c)', { extended: true }).find('abcccd', 0)).toEqual([1, 5]);
	expect(compileGlob('?').suffix('x😀', 'shortest')).toBe(1);
});

test('specials and their escapes', () => {
	expect([
		hasGlobSpecials('a\\*b'),
		hasGlobSpecials('a*b'),
		hasGlobSpecials('[x'),
		hasGlobSpecials('@(a)', true),
	]).toEqual([false, true, false, true]);
	expect(compileGlob(escapeGlob('a*[b]?\\(c|d)'), { extended: true }).matches('a*[b]?\\(c|d)')).toBe(true);
});

test('brackets of long patterns end where those of short ones do', () => {
	const ends = [
		'[ab]',
		'[]a]',
		'[!]a]',
		'[[:alpha:]]',
		'[[:a]',
		'[a\\]b]',
		'[[.a.]]',
		'[[=a=]x]',
		'[',
		'[[',
		'[a[',
		'[:]',
	];
	for (const open of ends) {
		for (const text of ['a', ']', '[', 'x', ':', 'ab', '[a', `${open}`]) {
			const short = compileGlob(`${open}b`);
			const long = compileGlob(`${open}b${'c'.repeat(2_000)}`);
			expect([open, text, long.matches(`${text}b${'c'.repeat(2_000)}`)]).toEqual([
				open,
				text,
				short.matches(`${text}b`),
			]);
		}
	}
	const never = '[[:'.repeat(100_000);
	expect(hasGlobSpecials(never)).toBe(false);
	expect(hasGlobSpecials(`${never}]`)).toBe(true);
});

test('every match of a long text, and patterns that do not match it, in time', () => {
	const text = 'a'.repeat(200_000);
	const each = compileGlob('?');
	let [count, at] = [0, 0];
	for (let found = each.find(text, at); found !== undefined; found = each.find(text, at)) {
		count++;
		at = found[1];
	}
	expect(count).toBe(200_000);
	expect(compileGlob('a*b').find(text, 0)).toBeUndefined();
	expect(compileGlob('*a*a*b').suffix(text, 'longest')).toBe(-1);
	expect(compileGlob(`*${'a'.repeat(20_000)}b*`).matches(text)).toBe(false);
	expect(compileGlob('+(a)b', { extended: true }).find(text, 0)).toBeUndefined();
	expect(() => compileGlob(`*${'a'.repeat(20_000)}[b]*`).matches(text)).toThrow('pattern takes too long');
	expect(() => compileGlob('!(b)', { extended: true }).find(text, 0)).toThrow('pattern takes too long');
	const faces = '😀'.repeat(3);
	expect([0, 2, 4].map((from) => compileGlob('?').find(faces, from))).toEqual([
		[0, 2],
		[2, 4],
		[4, 6],
	]);
});
