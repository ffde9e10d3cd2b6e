import type { Process } from '../kernel/process-api.ts';
import type { Task } from '../machinery/task.ts';
import { encodeUtf8 } from '../machinery/utf8.ts';
import type { Output } from './stdio.ts';

/** To stderr as it is, after what was printed so far. */
export function* say(process: Process, out: Output, text: string): Task<void> {
	yield* out.flush();
	yield* process.write(2, encodeUtf8(text));
}
