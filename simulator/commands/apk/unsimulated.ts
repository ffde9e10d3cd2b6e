import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

/** What stands for a tool that the world cannot run: it is there, takes its room and says so. */
export function* unsimulated(process: Process): Task<number> {
	const name = (process.argv[0] ?? '').replace(/^.*\//, '');
	yield* process.write(2, encodeUtf8(`${name}: this simulated world cannot run ${name}\n`));
	return 1;
}
