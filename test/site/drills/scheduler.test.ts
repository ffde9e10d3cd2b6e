import { describe, expect, test } from 'vitest';
import { dailySet } from '../../../app/_lib/drills/daily-set.ts';
import { counts, type DrillMemory, type RatingName, rate, recall, review } from '../../../app/_lib/drills/scheduler.ts';
import { skillStandings } from '../../../app/_lib/drills/skill-standing.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const days = (count: number, from = NOW) => new Date(from.getTime() + count * 86_400_000);

describe('how well a drill went', () => {
	test.each([
		['right', 30, 0, 'easy'],
		['right', 31, 0, 'good'],
		['right', 60, 0, 'good'],
		['right', 61, 0, 'hard'],
		['right', 20, 1, 'hard'],
		['shown', 5, 0, 'again'],
		['given-up', 5, 0, 'again'],
	] as const)('%s after %i s of 60 with %i hints is %s', (result, seconds, hints, expected) => {
		expect(rate({ result, seconds, hints }, 60)).toBe(expected);
	});
});

/** What is remembered after these ratings, each when the drill was due again. */
function remembered(...ratings: RatingName[]): DrillMemory {
	let memory: DrillMemory | undefined;
	for (const rating of ratings) memory = review(memory, rating, memory?.due ?? NOW);
	if (memory === undefined) throw new Error('no rating');
	return memory;
}

describe('when it comes again', () => {
	const interval = (...ratings: RatingName[]) => {
		const { due, lastReview } = remembered(...ratings);
		return Math.round((due.getTime() - (lastReview?.getTime() ?? 0)) / 60_000);
	};

	test('in ten minutes when it failed, later the better it went', () => {
		expect(interval('again')).toBe(10);
		expect(interval('hard')).toBeLessThan(interval('easy'));
		expect(interval('good')).toBeLessThan(interval('easy'));
	});

	test('after longer and longer times, and soon after a failure', () => {
		const good = (count: number) => interval(...Array<RatingName>(count).fill('good'));
		expect(good(2)).toBeLessThan(good(3));
		expect(good(3)).toBeLessThan(good(4));
		expect(interval('good', 'good', 'good', 'again')).toBe(10);
	});

	test('the chance that it is remembered falls with time, to nine in ten when it is due', () => {
		const memory = remembered('good', 'good', 'good');
		expect(recall(memory, memory.lastReview ?? NOW)).toBeCloseTo(1);
		expect(recall(memory, memory.due)).toBeCloseTo(0.9, 1);
		expect(recall(memory, days(200, memory.due))).toBeLessThan(0.8);
	});

	test('practising what was managed today changes nothing, failing does', () => {
		const memory = remembered('good', 'good');
		const soon = new Date((memory.lastReview?.getTime() ?? 0) + 600_000);
		expect(counts(memory, 'good', soon)).toBe(false);
		expect(counts(memory, 'again', soon)).toBe(true);
		expect(counts(memory, 'good', memory.due)).toBe(true);
		expect(counts(undefined, 'good', NOW)).toBe(true);
	});
});

const drill = (id: string, skill: string, paceSeconds = 60) => ({ id, skills: [skill], paceSeconds });
const DRILLS = ['a', 'b', 'c', 'd'].flatMap((skill) => [1, 2, 3, 4].map((n) => drill(`${skill}${n}`, skill, 55 + n)));

describe('the set of the day', () => {
	const choose = (memories: Record<string, DrillMemory>, failed: readonly string[] = [], now = NOW) =>
		dailySet({
			drills: DRILLS,
			memories: new Map(Object.entries(memories)),
			recent: failed.map((each) => ({ drill: each, failed: true })),
			now,
		});
	const seconds = (ids: readonly string[]) =>
		DRILLS.filter(({ id }) => ids.includes(id)).reduce((sum, each) => sum + each.paceSeconds, 0);

	test('of a newcomer has something of every skill, the shortest first', () => {
		const set = choose({});
		expect(set.slice(0, 6)).toEqual(['a1', 'b1', 'c1', 'd1', 'a2', 'b2']);
		expect(seconds(set)).toBeLessThanOrEqual(600);
		expect(seconds(set)).toBeGreaterThan(530);
	});

	test('begins with what is due, the most forgotten first', () => {
		const set = choose(
			{ d4: remembered('good', 'good'), c3: remembered('again'), b2: remembered('good') },
			[],
			days(30),
		);
		expect(set[0]).toBe('c3');
		expect(set.slice(0, 3).sort()).toEqual(['b2', 'c3', 'd4']);
		expect(set).toContain('a1');
	});

	test('leaves what was managed and is not due', () => {
		const memory = remembered('easy');
		expect(choose({ a1: memory }, [], days(1, memory.lastReview ?? NOW))).not.toContain('a1');
	});

	test('brings more of a skill that fails', () => {
		const set = choose({ d4: remembered('again') }, ['d4', 'd4']);
		expect(set.slice(0, 3)).toEqual(['d4', 'd1', 'd2']);
	});

	test('a backlog does not keep out all that is new', () => {
		const old = Object.fromEntries(DRILLS.slice(0, 12).map(({ id }) => [id, remembered('good')]));
		const set = choose(old, [], days(90));
		expect(set.filter((id) => id.startsWith('d')).length).toBeGreaterThan(1);
		expect(seconds(set)).toBeLessThanOrEqual(600);
	});

	test('is full even when nothing is due, weak or new', () => {
		const all = Object.fromEntries(DRILLS.map(({ id }) => [id, remembered('easy', 'easy')]));
		expect(seconds(choose(all, [], NOW))).toBeGreaterThan(530);
	});
});

test('a skill is new, growing, firm, or weak when it fails', () => {
	const known = (...ids: string[]) => new Map(ids.map((id) => [id, remembered('easy')]));
	const state = (ids: string[], failed: string[] = []) =>
		skillStandings(
			['a', 'none'],
			DRILLS,
			known(...ids),
			failed.map((each) => ({ drill: each, failed: true })),
			NOW,
		);
	expect(state([])).toEqual([{ skill: 'a', drills: 4, seen: 0, strength: 0, state: 'new' }]);
	expect(state(['a1'])[0]?.state).toBe('growing');
	expect(state(['a1', 'a2', 'a3', 'a4'])[0]).toMatchObject({ state: 'firm', seen: 4 });
	expect(state(['a1', 'a2'], ['a2'])[0]?.state).toBe('weak');
});
