/** One line of the benchmark's output: a figure as issue trackers and scripts read it. */
export interface Reading {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	readonly target: number;
	readonly better: 'lower' | 'higher';
}

/** A figure that could not be taken here, and why. */
export interface NotRun {
	readonly name: string;
	readonly notRun: string;
}

/** Something that is measured, in a process of its own. Listed in `figures.ts`. */
export interface Figure {
	/** What `npm run bench -- NAME` calls it. */
	readonly name: string;
	measure(): Promise<readonly (Reading | NotRun)[]>;
}

export function lower(name: string, value: number, unit: string, target: number): Reading {
	return { name, value: rounded(value), unit, target, better: 'lower' };
}

export function higher(name: string, value: number, unit: string, target: number): Reading {
	return { name, value: rounded(value), unit, target, better: 'higher' };
}

/** Three digits are as many as a measurement has. */
function rounded(value: number): number {
	return value >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}
