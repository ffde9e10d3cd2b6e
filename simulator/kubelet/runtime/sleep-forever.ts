import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

/** The program of a process that only lends its sockets. */
export function* sleepForever(process: Process): Task<never> {
	for (;;) yield* process.sleep(1_000_000_000);
}
