import type { Process } from '../../kernel/process-api.ts';

/** A folder and all that is in it, folders before what they hold; links are not followed. Throws SystemError. */
export function* below(process: Process, path: string): Generator<string, void> {
	yield path;
	if (process.lstat(path).type !== 'directory') return;
	for (const name of process.readdir(path)) yield* below(process, `${path}/${name}`);
}

/** Throws SystemError. */
export function removeTree(process: Process, path: string): void {
	for (const each of [...below(process, path)].reverse()) {
		if (process.lstat(each).type === 'directory') process.rmdir(each);
		else process.unlink(each);
	}
}
