import type { Process } from '../../../kernel/process-api.ts';

/** From now on the process holds this much. */
export function holdMemory(process: Process, bytes: number): void {
	// biome-ignore lint/correctness/useHookAtTopLevel: a system call, no hook of React's
	process.useMemory(bytes);
}
