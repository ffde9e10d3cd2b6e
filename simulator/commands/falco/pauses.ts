import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

/** A pause of one of several tasks of a process. */
export function* delay(process: Process, ms: number): Task<void> {
	const untilMs = process.now() + ms;
	while (process.now() < untilMs) yield process.timer(untilMs);
}
