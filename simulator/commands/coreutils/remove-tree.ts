import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { joinPath } from './copy-tree.ts';

export interface RemoveOptions {
	readonly report: (path: string, directory: boolean) => Task<void>;
	readonly fail: (subject: string, error: unknown) => Task<void>;
}

/** Removes a file or a whole tree, going on after what fails. */
export function* removeTree(process: Process, path: string, options: RemoveOptions): Task<void> {
	yield* process.tick();
	try {
		if (process.lstat(path).type !== 'directory') {
			process.unlink(path);
			yield* options.report(path, false);
			return;
		}
		for (const name of process.readdir(path)) yield* removeTree(process, joinPath(path, name), options);
		process.rmdir(path);
		yield* options.report(path, true);
	} catch (error) {
		yield* options.fail(`cannot remove '${path}'`, error);
	}
}
