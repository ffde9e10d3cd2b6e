import { expect, test } from 'vitest';
import { IndexedArray } from '../../../simulator/shell/state/shell-array.ts';

/** More than stand together. */
const COUNT = 40_000;

/** The index that is assigned in each turn. */
const ORDERS: readonly (readonly [string, (turn: number) => number])[] = [
	['one behind the other', (turn) => turn],
	['from behind', (turn) => 3 * (COUNT - turn)],
	['to and fro', (turn) => (turn * 7_919) % 30_011],
	['far apart', (turn) => ((turn * 7_919) % 40_009) * 1e9],
	['a few', (turn) => (turn * 7) % 101],
];

/** A map of all elements is right: the same is done to both, some are taken out again. */
test.each(ORDERS)('elements that come %s', (_, indexOf) => {
	let array = new IndexedArray();
	const map = new Map<number, string>();
	for (let turn = 0; turn < COUNT; turn++) {
		const index = indexOf(turn);
		array.set(index, `${turn}`);
		map.set(index, `${turn}`);
		const gone = turn % 5 === 4 ? indexOf(turn - 2) : turn % 997 === 0 ? array.last : undefined;
		if (gone !== undefined) array.delete(gone === array.last ? -1 : gone);
		if (gone !== undefined) map.delete(gone);
		if (turn % 15_000 === 0) array = array.copy();
	}
	const indices = [...map.keys()].sort((a, b) => a - b);
	expect([array.size, array.last]).toEqual([map.size, indices.at(-1)]);
	expect(array.indices().join()).toBe(indices.join());
	expect(array.values().join()).toBe(indices.map((index) => map.get(index)).join());
	expect(indices.every((index) => array.get(index) === map.get(index))).toBe(true);
	expect([array.get(-1), array.get(-COUNT * 1e10)]).toEqual([map.get(array.last), undefined]);
});
