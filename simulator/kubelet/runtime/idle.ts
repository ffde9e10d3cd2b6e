import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

/** What a copied process waits for before it has anything to do. */
export type Idle = (process: Process) => Task<void>;

export function* idleThen(process: Process, idle: Idle, onBegin: () => void): Task<void> {
	yield* idle(process);
	onBegin();
}
