import type { Task } from '../../../machinery/task.ts';
import { JqError } from './json.ts';

/** Tells errors of what follows an output from errors of what makes it. */
export class Guard {
	#foreign: unknown;

	*pass(task: Task<void>): Task<void> {
		try {
			yield* task;
		} catch (error) {
			if (!(error instanceof JqError)) throw error;
			this.#foreign = error;
			throw new Passing();
		}
	}

	rethrow(error: unknown): never {
		throw error instanceof Passing && this.#foreign !== undefined ? this.#foreign : error;
	}
}

/** Carries a foreign error past the `try` that it does not belong to. */
class Passing extends Error {}
