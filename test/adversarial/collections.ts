import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';

/** When the engine collected garbage: no program's own time. */
export class Collections {
	#entries: PerformanceEntry[] = [];
	readonly #observer = new PerformanceObserver((list) => {
		this.#entries.push(...list.getEntries());
	});

	constructor() {
		this.#observer.observe({ entryTypes: ['gc'] });
	}

	/** Milliseconds of [fromMs, toMs] in which that went on, and forgets what was before. Entries are told late. */
	async within(pieces: readonly Piece[]): Promise<readonly number[]> {
		await new Promise((resolve) => setTimeout(resolve, 5));
		const entries = [...this.#entries, ...this.#observer.takeRecords()];
		this.#entries = [];
		return pieces.map(({ fromMs, toMs }) =>
			entries.reduce((sum, { startTime, duration }) => {
				return sum + Math.max(0, Math.min(toMs, startTime + duration) - Math.max(fromMs, startTime));
			}, 0),
		);
	}
}

/** A stretch of time as `performance.now` counts it. */
export interface Piece {
	readonly fromMs: number;
	readonly toMs: number;
	readonly cpuMs: number;
}
