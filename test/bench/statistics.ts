/** The value that `share` (0 to 1) of the samples do not exceed. */
export function percentile(samples: readonly number[], share: number): number {
	const sorted = [...samples].sort((a, b) => a - b);
	const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
	if (value === undefined) throw new Error('assertion failed: no samples');
	return value;
}

/** CPU milliseconds this process has used so far, all threads. */
export function cpuMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/**
 * Milliseconds that synchronous `work` keeps its thread busy. Wall time, unless others held the cores meanwhile: then
 * the CPU time of the whole process says better how long it takes on a machine of its own. Both only ever overstate it.
 */
export function busyMs(work: () => void): number {
	const startedAt = performance.now();
	const cpuBefore = cpuMs();
	work();
	return Math.min(performance.now() - startedAt, cpuMs() - cpuBefore);
}

/** Bytes of live heap. The process has to run with --expose-gc. */
export function liveHeapBytes(): number {
	const { gc } = globalThis as { gc?: () => void };
	if (gc === undefined) throw new Error('assertion failed: run with --expose-gc');
	gc();
	gc();
	return process.memoryUsage().heapUsed;
}
