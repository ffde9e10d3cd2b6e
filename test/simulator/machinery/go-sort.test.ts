import { describe, expect, test } from 'vitest';
import { goSort } from '../../../simulator/machinery/go-sort.ts';

/** Numbers that look random and are the same each time. */
function numbers(count: number, below: number, seed = 7): number[] {
	let state = seed;
	return Array.from({ length: count }, () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state % below;
	});
}

describe('goSort', () => {
	test.each([
		['nothing', []],
		['a short run', numbers(9, 100)],
		['random', numbers(500, 1_000)],
		['few values', numbers(500, 3)],
		['ascending', Array.from({ length: 300 }, (_, i) => i)],
		['descending', Array.from({ length: 300 }, (_, i) => -i)],
		['nearly sorted', Array.from({ length: 300 }, (_, i) => (i === 150 ? 0 : i))],
		['organ pipe', Array.from({ length: 300 }, (_, i) => Math.min(i, 300 - i))],
		['saw', Array.from({ length: 1_000 }, (_, i) => i % 7)],
	])('puts %s in order', (_name, given) => {
		const items = [...given];
		goSort(items, (a, b) => a < b);
		expect(items).toEqual([...given].sort((a, b) => a - b));
	});

	test('a comparison that calls everything less still ends', () => {
		const items = numbers(200, 50);
		goSort(items, () => true);
		expect([...items].sort((a, b) => a - b)).toEqual(numbers(200, 50).sort((a, b) => a - b));
	});

	test('leaves equal things where Go leaves them', () => {
		const items = Array.from({ length: 60 }, (_, i) => i);
		goSort(items, (a, b) => (a * 7) % 5 < (b * 7) % 5);
		// As kubectl 1.33 printed 60 config maps sorted by such a label.
		expect(items.slice(0, 12)).toEqual([40, 25, 55, 30, 20, 5, 0, 10, 15, 45, 35, 50]);
	});
});
