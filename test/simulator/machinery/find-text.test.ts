import { expect, test } from 'vitest';
import {
	includesText,
	indexOfText,
	indexOfTextInSteps,
	lastIndexOfText,
	lastIndexOfTextInSteps,
	replaceAllText,
	splitText,
	splitTextInSteps,
} from '../../../simulator/machinery/find-text.ts';
import { nothing, runToCompletion, type Task } from '../../../simulator/machinery/task.ts';

/** The host's own functions are right: with few letters, long borders are common. */
test('finds what indexOf and its like find, in texts of any length', () => {
	let state = 7;
	const next = (below: number): number => {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		return state % below;
	};
	const letters = (count: number, alphabet: string): string => {
		let text = '';
		for (let at = 0; at < count; at++) text += alphabet[next(alphabet.length)];
		return text;
	};
	for (let round = 0; round < 40; round++) {
		const alphabet = ['a', 'ab', 'aab', 'a한'][round % 4] as string;
		const piece = letters(1 + next(40), alphabet);
		const text = letters(2_000 + next(2_000), alphabet) + piece.repeat(300) + letters(next(3_000), alphabet);
		const from = next(text.length);
		for (const wanted of [
			piece.repeat(20),
			piece.repeat(30) + letters(5, alphabet),
			text.slice(from, from + 700),
			text.slice(from, from + 700).replace(/.$/, 'x'),
		]) {
			const found = {
				first: indexOfText(text, wanted),
				from: indexOfText(text, wanted, from),
				last: lastIndexOfText(text, wanted),
				isThere: includesText(text, wanted),
				parts: splitText(text, wanted),
				replaced: replaceAllText(text, wanted, '[$&]'),
			};
			expect(found).toEqual({
				first: text.indexOf(wanted),
				from: text.indexOf(wanted, from),
				last: text.lastIndexOf(wanted),
				isThere: text.includes(wanted),
				parts: text.split(wanted),
				replaced: text.replaceAll(wanted, () => '[$&]'),
			});
		}
	}
});

test('does not take longer for texts that look alike', () => {
	const wanted = `${'a'.repeat(15_000)}b${'a'.repeat(15_000)}`;
	const text = 'a'.repeat(1_000_000);
	// `indexOf` takes seconds for each of them.
	expect(indexOfText(text, wanted)).toBe(-1);
	expect(indexOfText(text + wanted, wanted)).toBe(text.length);
	expect(lastIndexOfText(text + wanted + text, wanted)).toBe(text.length);
	expect(splitText(text + wanted + text, wanted).map(({ length }) => length)).toEqual([text.length, text.length]);
});

test('in steps it finds the same, and rests on its way', () => {
	const [text, wanted] = [`${'a'.repeat(900_000)}b${'a'.repeat(400_000)}`, `${'a'.repeat(200_000)}b${'a'.repeat(9)}`];
	let steps = 0;
	let longest = 0;
	const rest = (count: number): Task<void> => {
		steps += count;
		longest = Math.max(longest, count);
		return nothing();
	};
	expect(runToCompletion(indexOfTextInSteps(text, wanted, 0, rest))).toBe(700_000);
	expect(runToCompletion(indexOfTextInSteps(text, wanted, 700_001, rest))).toBe(-1);
	expect(runToCompletion(splitTextInSteps(text, wanted, rest))).toEqual([text.slice(0, 700_000), text.slice(900_010)]);
	expect(runToCompletion(splitTextInSteps('a,b,,c', ',', rest))).toEqual(['a', 'b', '', 'c']);
	expect(steps).toBeGreaterThan(3_000);
	expect(longest).toBeLessThanOrEqual(200);
	expect(runToCompletion(lastIndexOfTextInSteps(text, wanted, rest))).toBe(700_000);
	expect(runToCompletion(lastIndexOfTextInSteps(text, `b${'a'.repeat(400_001)}`, rest))).toBe(-1);
});
