import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import type { UnixRun } from '../unix-command.ts';

type OnHost = Pick<UnixRun, 'process'>;

/** A file's text; undefined: there is none. */
export function* textAt({ process }: OnHost, path: string): Task<string | undefined> {
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** Makes missing folders on the way. */
export function* putFile({ process }: OnHost, path: string, text: string, mode: number): Task<void> {
	makeFolders(process, path.slice(0, path.lastIndexOf('/')));
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, mode);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}

export function makeFolders(process: Process, path: string, mode = 0o755): void {
	if (path === '' || exists(process, path)) return;
	makeFolders(process, path.slice(0, path.lastIndexOf('/')));
	process.mkdir(path, mode);
}

export function exists(process: Process, path: string): boolean {
	return process.access(path, {});
}

/** What is in a folder; none when there is no folder. */
export function namesIn(process: Process, path: string): readonly string[] {
	return exists(process, path) && process.stat(path).type === 'directory' ? process.readdir(path) : [];
}

/** The folder itself stays. */
export function* emptyFolder(process: Process, path: string): Task<void> {
	for (const name of namesIn(process, path)) yield* removeAll(process, `${path}/${name}`);
}

function* removeAll(process: Process, path: string): Task<void> {
	yield* process.tick();
	if (process.lstat(path).type === 'directory') {
		yield* emptyFolder(process, path);
		removeQuietly(() => process.rmdir(path));
	} else removeQuietly(() => process.unlink(path));
}

/** Something may be mounted there, or have gone meanwhile. */
function removeQuietly(remove: () => void): void {
	try {
		remove();
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

/** Writes at once what takes its time to go on. */
export function* announce({ out }: Pick<UnixRun, 'out'>, text: string): Task<void> {
	yield* out.write(text);
	yield* out.flush();
}

/** Text on standard error, after what was printed so far. */
export function* complain(run: Pick<UnixRun, 'out' | 'say'>, text: string): Task<void> {
	yield* run.out.flush();
	yield* run.say(text);
}
