import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';

/** Builtins of busybox's shell that are its applets complain in the name that busybox was called by. */
export function* sayAsApplet(shell: Shell, message: string): Task<void> {
	yield* shell.say(`${shell.program}: ${message}\n`);
}
