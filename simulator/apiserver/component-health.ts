import type { Task } from '../machinery/task.ts';

/** One of the components that `componentstatuses` speaks of, and how the server finds out how it fares. */
export interface ComponentCheck {
	/** "scheduler". */
	readonly name: string;
	/** What the component answers ("ok"), or why it does not: `Get "https://127.0.0.1:10259/healthz": dial tcp …`. */
	check(): Task<{ readonly healthy: boolean; readonly message: string; readonly error?: string }>;
}
