import { startTask, type Task, type TaskHandle } from './task.ts';

/** One task of its kind at a time, for whoever must know at once what it comes to (`Beat`). */
export class SingleTask {
	#waiting: TaskHandle | undefined;

	/** What the task comes to; false when it has to wait, or something of its kind waits already. */
	run(task: Task<boolean>): boolean {
		if (this.#waiting !== undefined) return false;
		let result: boolean | undefined;
		const handle = startTask(task, (outcome) => {
			result = outcome;
			this.#waiting = undefined;
		});
		if (result === undefined) this.#waiting = handle;
		return result ?? false;
	}

	/** Drops what waits. */
	cancel(): void {
		this.#waiting?.cancel();
		this.#waiting = undefined;
	}
}
