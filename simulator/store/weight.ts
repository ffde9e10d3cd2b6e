import type { Pace } from '../machinery/rest.ts';
import type { Task } from '../machinery/task.ts';

/** Of a value besides its text: an object, a number, a place in a list. */
const NODE_BYTES = 16;

/** Beginning with so many it is kept what a value comes to: nothing that is stored changes, and much of it is stored again. */
const KEPT_BYTES = 32_768;
const kept = new WeakMap<object, number>();

/** About how many bytes of memory a JSON value takes, which nobody changes any more. */
export function weightOf(value: unknown): number {
	if (typeof value === 'string') return NODE_BYTES + value.length;
	if (typeof value !== 'object' || value === null) return NODE_BYTES;
	const known = kept.get(value);
	if (known !== undefined) return known;
	let bytes = NODE_BYTES;
	if (Array.isArray(value)) for (const item of value) bytes += weightOf(item);
	else for (const key in value) bytes += weightOf(value[key as keyof typeof value]);
	if (bytes >= KEPT_BYTES) kept.set(value, bytes);
	return bytes;
}

/** The same of what may be large; it is known from then on. */
export function* weighInSteps(value: unknown, pace: Pace): Task<number> {
	if (!pace.isLarge(value)) return weightOf(value);
	const known = kept.get(value as object);
	if (known !== undefined) return known;
	let bytes = NODE_BYTES;
	for (const part of Object.values(value as object)) {
		bytes += yield* weighInSteps(part, pace);
		yield* pace.after(part);
	}
	if (bytes >= KEPT_BYTES) kept.set(value as object, bytes);
	return bytes;
}
