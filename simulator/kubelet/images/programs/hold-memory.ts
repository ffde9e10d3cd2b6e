import type { Process } from '../../../kernel/process-api.ts';

/** From now on the process holds this much, for loops: linters take the call's own name for a hook of React's there. */
export function holdMemory(process: Process, bytes: number): void {
	process.useMemory(bytes);
}
