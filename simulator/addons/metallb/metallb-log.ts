import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

/** A line of MetalLB's log: JSON, keys in their order. Models internal/logging with go-kit/log. */
export function* logLine(process: Process, level: string, fields: { readonly [key: string]: unknown }): Task<void> {
	const all = { ...fields, level, ts: formatTime(process.now()) };
	const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
	yield* process.write(1, encodeUtf8(`${JSON.stringify(sorted)}\n`));
}
