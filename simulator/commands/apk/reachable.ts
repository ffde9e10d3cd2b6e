import type { Process } from '../../kernel/process-api.ts';
import { resolveHost } from '../../kernel/resolve-host.ts';
import type { Task } from '../../machinery/task.ts';

/** Whether a mirror's name leads anywhere from here: without a network there are no packages. */
export function* lookUpHost(process: Process, host: string): Task<boolean> {
	return (yield* resolveHost(process, host)).kind === 'found';
}
