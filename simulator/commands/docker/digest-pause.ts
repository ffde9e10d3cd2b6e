import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

const BYTES_A_STEP = 512;

/** Charges a process for bytes of layers that it digests. */
export function digestPause(process: Process): (bytes: number) => Task<void> {
	return (bytes) => process.tick(Math.max(1, bytes / BYTES_A_STEP));
}
