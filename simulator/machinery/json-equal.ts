import { hasManyParts } from './rest.ts';
import type { Task } from './task.ts';

/** Whether two JSON values are the same, whatever the order of their keys; a key that is undefined counts as absent. */
export function jsonEqual(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a)) {
		if (!Array.isArray(b) || a.length !== b.length) return false;
		for (let i = 0; i < a.length; i++) if (!jsonEqual(a[i], b[i])) return false;
		return true;
	}
	if (Array.isArray(b)) return false;
	const left = a as Record<string, unknown>;
	const right = b as Record<string, unknown>;
	let present = 0;
	for (const key in left) {
		if (left[key] === undefined) continue;
		if (!jsonEqual(left[key], right[key])) return false;
		present++;
	}
	for (const key in right) if (right[key] !== undefined) present--;
	return present === 0;
}

/** The same of what may be large. @param pause called after so many values. */
export function* jsonEqualInSteps(a: unknown, b: unknown, pause: (values: number) => Task<void>): Task<boolean> {
	if (a === b || !hasManyParts(a)) return jsonEqual(a, b);
	if (typeof b !== 'object' || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
	const [left, right] = [a as Fields, b as Fields];
	const keys = Object.keys(left);
	if (Array.isArray(a) && a.length !== (b as unknown as unknown[]).length) return false;
	let present = 0;
	for (const [index, key] of keys.entries()) {
		if (index % KEYS_A_STEP === KEYS_A_STEP - 1) yield* pause(KEYS_A_STEP);
		if (left[key] === undefined) continue;
		if (!(yield* jsonEqualInSteps(left[key], right[key], pause))) return false;
		present++;
	}
	yield* pause(keys.length % KEYS_A_STEP);
	for (const key in right) if (right[key] !== undefined) present--;
	return present === 0;
}

type Fields = { readonly [key: string]: unknown };

/** Compared between two pauses. */
const KEYS_A_STEP = 1_000;
