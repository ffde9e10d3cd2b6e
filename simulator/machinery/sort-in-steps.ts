import { LongList } from './long-list.ts';
import type { Task } from './task.ts';

/** Sorted at once. */
const RUN_LENGTH = 1_024;
/** Merged between two pauses. */
const MERGED_LENGTH = 256;

/**
 * A stable sort that lets others run in between: what a user can make as long as they like.
 * @param pause called after every few hundred comparisons, with about how many there were.
 */
export function* sortInSteps<T>(
	items: readonly T[],
	compare: (a: T, b: T) => number,
	pause: (comparisons: number) => Task<void>,
): Task<T[]> {
	return [...(yield* sortLongList(items, compare, pause))];
}

/** The same of lists that are too long to be copied at once. */
export function* sortLongList<T>(
	items: LongList<T> | readonly T[],
	compare: (a: T, b: T) => number,
	pause: (comparisons: number) => Task<void>,
): Task<LongList<T>> {
	let sorted = new LongList<T>();
	for (let start = 0; start < items.length; start += RUN_LENGTH) {
		for (const item of items.slice(start, start + RUN_LENGTH).sort(compare)) sorted.push(item);
		yield* pause(RUN_LENGTH);
	}
	for (let length = RUN_LENGTH; length < items.length; length *= 2) {
		const merged = new LongList<T>();
		for (let start = 0; start < items.length; start += 2 * length) {
			const [middle, end] = [Math.min(start + length, items.length), Math.min(start + 2 * length, items.length)];
			let [left, right] = [start, middle];
			while (left < middle || right < end) {
				const takesLeft = right >= end || (left < middle && compare(sorted.get(left), sorted.get(right)) <= 0);
				merged.push(sorted.get(takesLeft ? left++ : right++));
				if (merged.length % MERGED_LENGTH === 0) yield* pause(MERGED_LENGTH);
			}
		}
		sorted = merged;
	}
	return sorted;
}
