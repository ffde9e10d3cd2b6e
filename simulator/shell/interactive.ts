import type { Task } from '../machinery/task.ts';
import { runStream } from './interpreter/run-stream.ts';
import type { Invocation } from './invocation.ts';
import type { Shell } from './state/shell.ts';

/** Reads commands at a prompt until the end of input or `exit`. */
export function* startInteractive(shell: Shell, _invocation: Invocation): Task<number> {
	return yield* runStream(shell);
}
