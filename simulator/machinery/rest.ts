import type { EventLoop } from './event-loop.ts';
import type { Task, Wait } from './task.ts';

/** As which a step of long work counts that ends with a rest: whoever runs the world looks at the clock then. */
const CALLBACKS = 1_000;

/** A wait that ends at once, after everything else that is due now: for between two steps of long work. */
export function rest(loop: EventLoop): Wait {
	return {
		arm(wake) {
			let wanted = true;
			loop.spend(CALLBACKS);
			loop.post(() => {
				if (wanted) wake();
			});
			return () => {
				wanted = false;
			};
		},
	};
}

/** Rests where there is a rest to be had. */
export function* resting(wait: Wait | undefined): Task<void> {
	if (wait !== undefined) yield wait;
}

/** Whether a JSON value has more than `most` values in it, as far as that takes to see. */
export function hasManyParts(value: unknown, most = PARTS): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (large.has(value)) return true;
	const many = partsUpTo(value, most) > most;
	if (many && most === PARTS) large.add(value);
	return many;
}

/** Those of which it is known: beginning to look into an object takes longer the more keys it has. */
const large = new WeakSet<object>();

/** Copying so many takes well under a millisecond. */
const PARTS = 2_000;

function partsUpTo(value: unknown, most: number): number {
	let parts = 1;
	if (typeof value !== 'object' || value === null) return parts;
	if (Array.isArray(value)) {
		for (let at = 0; at < value.length && parts <= most; at++) parts += partsUpTo(value[at], most - parts);
		return parts;
	}
	const object = value as { readonly [key: string]: unknown };
	for (const key in object) {
		parts += partsUpTo(object[key], most - parts);
		if (parts > most) break;
	}
	return parts;
}
