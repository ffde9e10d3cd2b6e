import type { Task, Wait } from './task.ts';

/**
 * Walks that go as deep as a user's directories do. A task that waits is resumed through every task above it, so a walk
 * that recursed by `yield*` would pay for its depth at each wait, and its return through all levels could not be
 * interrupted. Here the levels stand on a list: `descending` runs the innermost, which asks by `deeper` for the next.
 */
class Descent<T> implements Wait {
	readonly task: Task<T>;
	result: T | undefined;

	constructor(task: Task<T>) {
		this.task = task;
	}

	arm(): never {
		throw new Error('assertion failed: a descent stands below descending()');
	}
}

interface Level {
	readonly task: Task<unknown>;
	readonly descent: Descent<unknown> | undefined;
}

/** Runs a task of a walk, and all that it asks for by `deeper`. */
export function* descending<T>(first: Task<T>): Task<T> {
	const levels: Level[] = [{ task: first, descent: undefined }];
	let failure: { readonly error: unknown } | undefined;
	for (;;) {
		const { task, descent } = levels.at(-1) as Level;
		let next: IteratorResult<Wait, unknown>;
		try {
			const { error } = failure ?? {};
			next = failure === undefined ? task.next() : task.throw(error);
			failure = undefined;
		} catch (error) {
			levels.pop();
			if (levels.length === 0) throw error;
			failure = { error };
			continue;
		}
		if (next.done) {
			levels.pop();
			if (descent === undefined) return next.value as T;
			descent.result = next.value;
		} else if (next.value instanceof Descent) levels.push({ task: next.value.task, descent: next.value });
		else yield next.value;
	}
}

/** One level further, inside of `descending`. */
export function* deeper<T>(task: Task<T>): Task<T> {
	const descent = new Descent(task);
	yield descent;
	return descent.result as T;
}
