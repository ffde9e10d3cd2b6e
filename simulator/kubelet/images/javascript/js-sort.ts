import { sortInSteps } from '../../../machinery/sort-in-steps.ts';
import type { Task } from '../../../machinery/task.ts';
import type { Js } from './js-interpreter.ts';
import { isCallable, type JsValue } from './js-values.ts';

/** Array.prototype.sort's order: by the program's function, or as texts; what is undefined comes last. */
export function* sortedValues(js: Js, items: readonly JsValue[], by: JsValue): Task<JsValue[]> {
	if (by !== undefined && !isCallable(by)) {
		throw js.error('TypeError', 'The comparison function must be either a function or undefined');
	}
	const values = items.filter((item) => item !== undefined);
	yield* js.gone(items.length);
	const sorted = by === undefined ? yield* asTexts(js, values) : yield* byFunction(js, values, by);
	for (let missing = items.length - sorted.length; missing > 0; missing--) sorted.push(undefined);
	return sorted;
}

function* asTexts(js: Js, values: readonly JsValue[]): Task<JsValue[]> {
	const keyed: { readonly key: string; readonly value: JsValue }[] = [];
	for (const value of values) {
		yield* js.tick();
		keyed.push({ key: yield* js.string(value), value });
	}
	const pause = (comparisons: number): Task<void> => js.gone(comparisons * 2);
	const sorted = yield* sortInSteps(keyed, (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0), pause);
	return sorted.map(({ value }) => value);
}

/** A stable merge sort whose comparisons are calls of the program's function. */
function* byFunction(js: Js, values: readonly JsValue[], by: JsValue): Task<JsValue[]> {
	let sorted = [...values];
	for (let length = 1; length < sorted.length; length *= 2) {
		const merged: JsValue[] = [];
		for (let start = 0; start < sorted.length; start += 2 * length) {
			const [middle, end] = [Math.min(start + length, sorted.length), Math.min(start + 2 * length, sorted.length)];
			let [left, right] = [start, middle];
			while (left < middle && right < end) {
				yield* js.tick();
				const order = yield* js.number(yield* js.call(by, undefined, [sorted[left], sorted[right]]));
				merged.push(sorted[order > 0 ? right++ : left++]);
			}
			while (left < middle) merged.push(sorted[left++]);
			while (right < end) merged.push(sorted[right++]);
		}
		yield* js.gone(merged.length);
		sorted = merged;
	}
	return sorted;
}
