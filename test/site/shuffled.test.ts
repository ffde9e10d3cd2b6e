import { expect, test } from 'vitest';
import { shuffled } from '../../app/_lib/content/shuffled.ts';

test('every item stays, with its place, and the order is always the same', () => {
	const list = ['a', 'b', 'c', 'd'];
	const once = shuffled(list, 'pods/x/why');
	expect(once).toEqual(shuffled(list, 'pods/x/why'));
	expect(once.map(({ index }) => index).sort()).toEqual([0, 1, 2, 3]);
	expect(once.every(({ item, index }) => list[index] === item)).toBe(true);
});

test('over many questions the first answer stands everywhere about equally often', () => {
	const places = [0, 0, 0, 0];
	for (let n = 0; n < 400; n++) {
		const place = shuffled(['a', 'b', 'c', 'd'], `stage/lesson/question-${n}`).findIndex(({ index }) => index === 0);
		places[place] = (places[place] ?? 0) + 1;
	}
	for (const count of places) expect(Math.abs(count - 100)).toBeLessThan(35);
});
