import { expect, test } from 'vitest';
import { EarlyGrades, KnownGrades } from '../../app/_server/pool/early-grades.ts';

const task = (id: string, cluster: string) => ({ id, cluster, points: 1, checks: [] });
const [first, second, other] = [task('0/a', 'cka1'), task('0/b', 'cka1'), task('1/a', 'cka2')];

test('what nobody works at is graded once, and again when something was done there', () => {
	const grades = new EarlyGrades([first, second, other]);
	// Nobody knows yet what is being worked at.
	expect(grades.due({ cka1: 4 })).toEqual([]);
	expect(grades.due({ cka1: 9 })).toEqual([other]);
	grades.keep(other, { cka1: 9 }, { '1/a': [] });
	expect(grades.due({ cka1: 9 })).toEqual([first, second]);
	grades.keep(first, { cka1: 9 }, { '0/a': [] });
	grades.keep(second, { cka1: 9 }, { '0/b': [] });
	expect(grades.due({ cka1: 9 })).toEqual([]);
	expect(grades.of(first, { cka1: 9 })).toEqual({ '0/a': [] });
	expect(grades.due({ cka1: 9, cka2: 1 })).toEqual([]);
	expect(grades.of(other, { cka1: 9, cka2: 1 })).toBeUndefined();
	expect(grades.due({ cka1: 9, cka2: 1 })).toEqual([other]);
});

test('what is known outlives a world’s time in memory, as long as there is room', () => {
	const known = new KnownGrades(2);
	const one = known.of('one', [first]);
	one.keep(first, { cka1: 9 }, { '0/a': [] });
	known.of('two', [first]);
	expect(known.of('one', [first])).toBe(one);
	known.of('three', [first]);
	expect([known.get('one'), known.get('two')]).toEqual([one, undefined]);
	expect(one.last([first, second])).toEqual({ '0/a': [] });
});
