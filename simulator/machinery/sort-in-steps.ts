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
	let sorted: T[] = [];
	for (let start = 0; start < items.length; start += RUN_LENGTH) {
		for (const item of items.slice(start, start + RUN_LENGTH).sort(compare)) sorted.push(item);
		yield* pause(RUN_LENGTH);
	}
	for (let length = RUN_LENGTH; length < items.length; length *= 2) {
		const merged: T[] = [];
		for (let start = 0; start < items.length; start += 2 * length) {
			const [middle, end] = [Math.min(start + length, items.length), Math.min(start + 2 * length, items.length)];
			let [left, right] = [start, middle];
			while (left < middle || right < end) {
				const takesLeft = right >= end || (left < middle && compare(sorted[left] as T, sorted[right] as T) <= 0);
				merged.push(sorted[takesLeft ? left++ : right++] as T);
				if (merged.length % MERGED_LENGTH === 0) yield* pause(MERGED_LENGTH);
			}
		}
		sorted = merged;
	}
	return sorted;
}
