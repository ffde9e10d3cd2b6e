import { expect, test } from 'vitest';
import { characterCount, sliceCharacters } from '../../../simulator/machinery/characters.ts';

test('characters are counted and cut as code points', () => {
	const text = 'a😀b\ud83dc😀';
	const each = [...text];
	expect(characterCount(text)).toBe(each.length);
	for (let from = 0; from <= each.length + 1; from++) {
		for (const to of [0, 1, 2, 3, 4, 5, 6, 7, Number.POSITIVE_INFINITY]) {
			expect([from, to, sliceCharacters(text, from, to)]).toEqual([from, to, each.slice(from, to).join('')]);
		}
	}
	expect(sliceCharacters(text, -2, 6)).toBe(each.slice(-2, 6).join(''));
});
