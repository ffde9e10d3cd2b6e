import type { Task } from '../../machinery/task.ts';
import { formatMicroTime } from '../../machinery/timestamp.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { complain } from './host-files.ts';

/** As klog writes it, on standard error. */
export function* warn(run: CobraRun, source: string, text: string): Task<void> {
	const time = formatMicroTime(run.process.now());
	const stamp = `${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 26)}`;
	yield* complain(run, `W${stamp} ${String(run.process.pid).padStart(7)} ${source}] ${text}\n`);
}
