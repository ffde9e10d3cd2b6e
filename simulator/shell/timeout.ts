import type { Process } from '../kernel/process-api.ts';
import type { Wait } from '../machinery/task.ts';

/** A wait of so many milliseconds, made from the first wait of a sleep. */
export function timeout(process: Process, ms: number): Wait {
	const first = process.sleep(ms).next();
	if (first.done) throw new Error('assertion failed: a sleep waits');
	return first.value;
}
