import { describe, expect, test } from 'vitest';
import { Fifo } from '../../../simulator/machinery/fifo.ts';
import { LongMap } from '../../../simulator/machinery/long-map.ts';

const PART_LENGTH = 65_536;

/** What a Map does is right: the same calls on both, with as many keys that come and go. */
function checkAgainstMap(steps: number, keyOf: (step: number) => number): void {
	const map = new Map<number, number>();
	const long = new LongMap<number, number>();
	for (let step = 0; step < steps; step++) {
		const key = keyOf(step);
		if (step % 3 === 2 && long.delete(key - 1) !== map.delete(key - 1)) throw new Error(`delete ${key - 1}`);
		map.set(key, step);
		long.set(key, step);
	}
	expect(long.size).toBe(map.size);
	expect([...long].join()).toBe([...map].join());
	expect([...long.keys()].join()).toBe([...map.keys()].join());
	expect([...long.values()].join()).toBe([...map.values()].join());
	for (let key = 0; key < 100; key++) {
		expect([long.has(key), long.get(key)]).toEqual([map.has(key), map.get(key)]);
	}
}

describe('LongMap', () => {
	test('is a Map of few entries', () => checkAgainstMap(1_000, (step) => (step * 7) % 400));
	test('is a Map of many', () => checkAgainstMap(3 * PART_LENGTH, (step) => step));
	test('is a Map of many that are set again', () => {
		checkAgainstMap(3 * PART_LENGTH, (step) => (step * 7_919) % (2 * PART_LENGTH));
	});

	test('a Map goes on as one', () => {
		const long = new LongMap(new Map([['a', 1]]));
		long.set('b', 2).set('a', 3);
		expect([...long]).toEqual([
			['a', 3],
			['b', 2],
		]);
	});

	test('keys that come and go leave nothing behind', () => {
		const long = new LongMap<number, number>();
		for (let key = 0; key < 10 * PART_LENGTH; key++) {
			long.set(key, key);
			if (key >= PART_LENGTH) long.delete(key - PART_LENGTH);
		}
		expect(long.size).toBe(PART_LENGTH);
		expect(long.keys().next().value).toBe(9 * PART_LENGTH);
	});

	test('iterators see what comes and goes meanwhile, as a Map shows it', () => {
		const seen = (all: Map<number, string> | LongMap<number, string>): number[] => {
			for (let key = 0; key < PART_LENGTH; key++) all.set(key, 'x');
			const keys: number[] = [];
			for (const key of all.keys()) {
				keys.push(key);
				if (key === 3) all.delete(4);
				if (key === 10) for (let more = 0; more < 10; more++) all.set(PART_LENGTH + more, 'y');
				if (key === PART_LENGTH + 5) all.clear();
				if (key === PART_LENGTH + 5) all.set(1, 'z');
				if (key === 1 && keys.length > 10) break;
			}
			return keys;
		};
		expect(seen(new LongMap())).toEqual(seen(new Map()));
	});
});

describe('Fifo', () => {
	test('gives what came first', () => {
		const fifo = new Fifo<number>();
		const array: number[] = [];
		for (let step = 0; step < 20_000; step++) {
			fifo.push(step);
			array.push(step);
			if (step % 5 > 2 && fifo.shift() !== array.shift()) throw new Error(`shift ${step}`);
			if (step % 4_000 === 0) expect([...fifo]).toEqual(array);
		}
		while (array.length > 0) {
			if (fifo.length !== array.length || fifo.shift() !== array.shift()) throw new Error(`${array.length} left`);
		}
		expect([fifo.length, fifo.shift()]).toEqual([0, undefined]);
	});
});
