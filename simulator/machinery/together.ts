import { Signal, startTask, type Task } from './task.ts';

/** Runs tasks side by side until all are over. They may not throw. */
export function* together(tasks: readonly Task<void>[], post: (callback: () => void) => void): Task<void> {
	const [only] = tasks;
	if (only !== undefined && tasks.length === 1) return yield* only;
	const signal = new Signal(post);
	let left = tasks.length;
	const done = (): void => {
		left--;
		if (left === 0) signal.wakeAll();
	};
	for (const task of tasks) startTask(task, done);
	while (left > 0) yield signal;
}
