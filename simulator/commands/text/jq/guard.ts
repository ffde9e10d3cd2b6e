import type { Task } from '../../../machinery/task.ts';
import type { Json } from './json.ts';
import { JqError } from './json.ts';
import type { Emit, Path } from './output-path.ts';

/** Tells errors of what follows an output from errors of what makes it. */
export class Guard {
	#foreign: unknown;

	/** Hands on one output. */
	*pass(emit: Emit, value: Json, path: Path): Task<void> {
		try {
			yield* emit(value, path);
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
