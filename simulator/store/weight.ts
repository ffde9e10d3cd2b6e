import { hasManyParts } from '../machinery/rest.ts';
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

/** The same of what may be large; it is known from then on. @param pause called after so many values. */
export function* weighInSteps(value: unknown, pause: (values: number) => Task<void>): Task<number> {
	if (!hasManyParts(value)) return weightOf(value);
	const known = kept.get(value as object);
	if (known !== undefined) return known;
	let bytes = NODE_BYTES;
	for (const [index, part] of Object.values(value as object).entries()) {
		bytes += yield* weighInSteps(part, pause);
		if (index % PARTS_A_STEP === PARTS_A_STEP - 1) yield* pause(PARTS_A_STEP);
	}
	yield* pause(PARTS_A_STEP);
	if (bytes >= KEPT_BYTES) kept.set(value as object, bytes);
	return bytes;
}

/** Looked at between two pauses. */
const PARTS_A_STEP = 1_000;
