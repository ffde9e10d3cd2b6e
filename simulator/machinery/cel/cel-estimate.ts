/** From the least to the most, of costs and of sizes alike; never above 2⁶⁴ − 1. Models cel-go checker/cost.go. */
export interface Estimate {
	readonly min: number;
	readonly max: number;
}

/** As near to 2⁶⁴ − 1 as it matters. */
export const UNBOUNDED = 2 ** 64;
export const NOTHING: Estimate = { min: 0, max: 0 };
export const UNKNOWN: Estimate = { min: 0, max: UNBOUNDED };

export function fixed(value: number): Estimate {
	return { min: value, max: value };
}

const bounded = (value: number): number => Math.min(value, UNBOUNDED);

export function plus(...all: readonly Estimate[]): Estimate {
	let [min, max] = [0, 0];
	for (const each of all) {
		min = bounded(min + each.min);
		max = bounded(max + each.max);
	}
	return { min, max };
}

export function times(a: Estimate, b: Estimate): Estimate {
	return { min: bounded(a.min * b.min), max: bounded(a.max * b.max) };
}

export function timesFactor({ min, max }: Estimate, factor: number): Estimate {
	return { min: bounded(Math.ceil(min * factor)), max: bounded(Math.ceil(max * factor)) };
}

export function union(a: Estimate, b: Estimate): Estimate {
	return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}
