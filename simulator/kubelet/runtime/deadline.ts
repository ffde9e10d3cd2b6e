import { delay } from '../../machinery/delay.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import { anyOf, type Task } from '../../machinery/task.ts';

/** Runs `task` for at most `ms`; a task that is not done by then is ended where it waits (its `finally` runs). */
export function* withDeadline<T>(loop: EventLoop, ms: number, task: Task<T>): Task<T | 'deadline'> {
	const deadlineMs = loop.now() + ms;
	for (;;) {
		const next = task.next();
		if (next.done) return next.value;
		if (loop.now() < deadlineMs) yield anyOf([next.value, delay(loop, deadlineMs - loop.now())]);
		if (loop.now() >= deadlineMs) {
			task.return(undefined as never);
			return 'deadline';
		}
	}
}
