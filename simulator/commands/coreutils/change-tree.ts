import type { Process } from '../../kernel/process-api.ts';
import { deeper, descending } from '../../machinery/descent.ts';
import type { Task } from '../../machinery/task.ts';
import { joinPath } from './copy-tree.ts';

/** Runs `each` on a path and, when `recursive`, on everything below it; links inside are not followed. */
export function* changeTree(
	process: Process,
	path: string,
	recursive: boolean,
	each: (path: string, top: boolean) => Task<void>,
	fail: (subject: string, error: unknown) => Task<void>,
): Task<void> {
	yield* descending(changeBelow(process, path, recursive, each, fail, true));
}

function* changeBelow(
	process: Process,
	path: string,
	recursive: boolean,
	each: (path: string, top: boolean) => Task<void>,
	fail: (subject: string, error: unknown) => Task<void>,
	top: boolean,
): Task<void> {
	yield* process.tick();
	yield* each(path, top);
	if (!recursive) return;
	let names: readonly string[];
	try {
		if (process.lstat(path).type !== 'directory') return;
		names = process.readdir(path);
	} catch (error) {
		// Missing operands have been complained of by `each`.
		if (process.access(path, {})) yield* fail(`cannot read directory '${path}'`, error);
		return;
	}
	for (const name of names) yield* deeper(changeBelow(process, joinPath(path, name), true, each, fail, false));
}
