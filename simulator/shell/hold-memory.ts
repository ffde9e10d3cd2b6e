import type { Process } from '../kernel/process-api.ts';

/** What a shell holds anyway. */
const OWN_BYTES = 3_500_000;

/** Tells the kernel of a value that weighs: beside it there is the one that it was made of. */
export function holdMemory(process: Process, valueBytes: number): void {
	// biome-ignore lint/correctness/useHookAtTopLevel: a system call, no hook of React's
	process.useMemory(OWN_BYTES + 2 * valueBytes, 2 * valueBytes);
}
