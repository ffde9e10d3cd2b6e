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

/** Long work on values, small and large: rests whenever there have been enough of them. */
export class Pace {
	readonly #rest: Wait | undefined;
	#parts = 0;

	/** @param rest undefined for work that is done at once. */
	constructor(rest: Wait | undefined) {
		this.#rest = rest;
	}

	/** Whether a value is worth looking at part by part. */
	isLarge(value: unknown): boolean {
		return hasManyParts(value, PARTS_AT_ONCE);
	}

	/** A value has been dealt with, by itself or as a whole. */
	*after(value: unknown): Task<void> {
		yield* this.spend(typeof value === 'object' ? PARTS_AT_ONCE / 10 : 1);
	}

	/** As much work as so many values are. */
	readonly spend = (parts: number): Task<void> => this.#spend(parts);

	*#spend(parts: number): Task<void> {
		this.#parts += parts;
		if (this.#parts < PARTS_A_STEP) return;
		this.#parts = 0;
		yield* resting(this.#rest);
	}
}

/** Of a value that is dealt with as a whole. */
const PARTS_AT_ONCE = 200;
const PARTS_A_STEP = 4_000;

/** Rests where there is a rest to be had. */
export function* resting(wait: Wait | undefined): Task<void> {
	if (wait !== undefined) yield wait;
}

/** Whether a JSON value has more than `most` values in it, as far as that takes to see. */
export function hasManyParts(value: unknown, most = PARTS): boolean {
	return partsUpTo(value, most) > most;
}

/**
 * How many those have at least that have been found to have many: beginning to look into an object takes longer the more
 * keys it has, and who writes a value looks into each of those that lead to it.
 */
const known = new WeakMap<object, number>();

/** Copying so many takes well under a millisecond. */
const PARTS = 2_000;

function partsUpTo(value: unknown, most: number): number {
	if (typeof value !== 'object' || value === null) return 1;
	const before = known.get(value) ?? 0;
	if (before > most) return before;
	let parts = 1;
	if (Array.isArray(value))
		for (let at = 0; at < value.length && parts <= most; at++) parts += partsUpTo(value[at], most);
	else {
		const object = value as { readonly [key: string]: unknown };
		for (const key in object) {
			parts += partsUpTo(object[key], most);
			if (parts > most) break;
		}
	}
	if (parts > most) known.set(value, parts);
	return parts;
}

/** Whether a text is so long that it is worth dealing with piece by piece. */
export function isLongText(value: unknown): value is string {
	return typeof value === 'string' && value.length > TEXT_AT_ONCE;
}

/** Whether a value has more than `most` values in it, or such a text. */
export function isLarge(value: unknown, most = PARTS): boolean {
	return hasManyParts(value, most) || hasLongText(value);
}

/** Of what has not many parts. */
function hasLongText(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return isLongText(value);
	return Object.values(value).some(hasLongText);
}

const TEXT_AT_ONCE = 65_536;
