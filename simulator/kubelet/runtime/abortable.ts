import { anyOf, type Signal, type Task } from '../../machinery/task.ts';

/** Runs `task` unless `isAborted` holds when `changed` wakes; then it is ended where it waits (its `finally` runs). */
export function* abortable<T>(changed: Signal, isAborted: () => boolean, task: Task<T>): Task<T | 'aborted'> {
	for (;;) {
		const next = task.next();
		if (next.done) return next.value;
		yield anyOf([next.value, changed]);
		if (isAborted()) {
			task.return(undefined as never);
			return 'aborted';
		}
	}
}
