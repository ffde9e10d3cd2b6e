/** Drives steps that somebody else would rest between to their end. */
export function runThrough<T>(steps: Generator<unknown, T, void>): T {
	for (;;) {
		const next = steps.next();
		if (next.done) return next.value;
	}
}
