import type { Process } from '../../kernel/process-api.ts';

/** The first process that somebody runs; undefined when there is none. */
export function processOf(process: Process, uid: number): number | undefined {
	if (!process.access('/proc', {})) return undefined;
	const pids = process
		.readdir('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.sort((a, b) => a - b);
	return pids.find((pid) => process.access(`/proc/${pid}`, {}) && process.stat(`/proc/${pid}`).uid === uid);
}
