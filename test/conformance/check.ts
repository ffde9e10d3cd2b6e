import type { ServedWorld } from './served-world.ts';

/** One thing that a client of the real server counts on. */
export interface Check {
	readonly name: string;
	/** Throws what was not as it should be. */
	run(served: ServedWorld): Promise<void>;
}

/** Asks every `everyMs` until the answer is neither undefined nor false. Throws after `limitMs`. */
export async function eventually<T>(
	what: string,
	ask: () => T | Promise<T>,
	limitMs = 20_000,
): Promise<Exclude<T, undefined | false>> {
	const endMs = Date.now() + limitMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
		if (Date.now() > endMs) throw new Error(`waited ${limitMs / 1000} s in vain: ${what}`);
		await pause(20);
	}
}

export function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
