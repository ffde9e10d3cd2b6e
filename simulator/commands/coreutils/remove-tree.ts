import type { Process, Stat } from '../../kernel/process-api.ts';
import { deeper, descending } from '../../machinery/descent.ts';
import type { Task } from '../../machinery/task.ts';
import { joinPath } from './copy-tree.ts';

export interface RemoveOptions {
	readonly report: (path: string, directory: boolean) => Task<void>;
	readonly fail: (subject: string, error: unknown) => Task<void>;
	/** Asked before a file or directory goes, and before a directory with something in it is entered. */
	readonly confirm?: (path: string, stat: Stat, what: 'remove' | 'descend into') => Task<boolean>;
	/** Directories of other devices stay. */
	readonly device?: number;
}

/** Removes a file or a whole tree, going on after what fails. */
export function* removeTree(process: Process, path: string, options: RemoveOptions): Task<void> {
	yield* descending(removeBelow(process, path, options));
}

function* removeBelow(process: Process, path: string, options: RemoveOptions): Task<void> {
	yield* process.tick();
	try {
		const stat = process.lstat(path);
		const { confirm } = options;
		if (stat.type !== 'directory') {
			if (confirm !== undefined && !(yield* confirm(path, stat, 'remove'))) return;
			process.unlink(path);
			yield* options.report(path, false);
			return;
		}
		if (options.device !== undefined && stat.device !== options.device) {
			yield* options.fail(`skipping '${path}', since it's on a different device`, undefined);
			return;
		}
		const names = process.readdir(path);
		if (confirm !== undefined && names.length > 0 && !(yield* confirm(path, stat, 'descend into'))) return;
		for (const name of names) yield* deeper(removeBelow(process, joinPath(path, name), options));
		if (names.length > 0) yield* process.tick();
		if (confirm !== undefined && !(yield* confirm(path, stat, 'remove'))) return;
		process.rmdir(path);
		yield* options.report(path, true);
	} catch (error) {
		yield* options.fail(`cannot remove '${path}'`, error);
	}
}
