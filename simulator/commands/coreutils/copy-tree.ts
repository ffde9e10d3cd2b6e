import type { Process, Stat } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

export interface CopyOptions {
	readonly recursive: boolean;
	/** Keep mode, owner and times. */
	readonly preserve: boolean;
	/** Copy symbolic links as links. */
	readonly keepLinks: boolean;
	readonly force: boolean;
	/** Told of each file copied: `'a' -> 'b'`. */
	readonly report: (from: string, to: string) => Task<void>;
	/** Told of what failed, with the words before the reason: "cannot open 'x' for reading". */
	readonly fail: (subject: string, error: unknown) => Task<void>;
}

/** Copies one file, link or tree onto `to`, which is the final name. Goes on after what fails. */
export function* copyTree(process: Process, from: string, to: string, options: CopyOptions): Task<void> {
	const stat = options.keepLinks ? process.lstat(from) : process.stat(from);
	if (stat.type === 'directory') yield* copyDirectory(process, from, to, stat, options);
	else if (stat.type === 'symlink') {
		if (exists(process, to)) process.unlink(to);
		process.symlink(process.readlink(from), to);
		yield* options.report(from, to);
	} else yield* copyFile(process, from, to, stat, options);
}

function* copyDirectory(process: Process, from: string, to: string, stat: Stat, options: CopyOptions): Task<void> {
	if (!exists(process, to)) {
		try {
			process.mkdir(to, stat.mode & 0o777 & ~(options.preserve ? 0 : process.umask));
		} catch (error) {
			yield* options.fail(`cannot create directory ‘${to}’`, error);
			return;
		}
		yield* options.report(from, to);
	}
	let names: readonly string[];
	try {
		names = process.readdir(from);
	} catch (error) {
		yield* options.fail(`cannot access '${from}'`, error);
		return;
	}
	for (const name of names) {
		yield* process.tick();
		yield* copyTree(process, joinPath(from, name), joinPath(to, name), options);
	}
	if (options.preserve) keepAttributes(process, to, stat);
}

function* copyFile(process: Process, from: string, to: string, stat: Stat, options: CopyOptions): Task<void> {
	let source: number;
	try {
		source = yield* process.open(from, { read: true });
	} catch (error) {
		yield* options.fail(`cannot open '${from}' for reading`, error);
		return;
	}
	try {
		if (options.force && exists(process, to) && !process.access(to, { write: true })) process.unlink(to);
		const target = yield* process.open(to, { write: true, create: true, truncate: true }, stat.mode & 0o777);
		try {
			for (;;) {
				const chunk = yield* process.read(source, 65_536);
				if (chunk.length === 0) break;
				yield* process.write(target, chunk);
				yield* process.tick();
			}
		} finally {
			process.close(target);
		}
		if (options.preserve) keepAttributes(process, to, stat);
		yield* options.report(from, to);
	} catch (error) {
		yield* options.fail(`cannot create regular file '${to}'`, error);
	} finally {
		process.close(source);
	}
}

function keepAttributes(process: Process, path: string, stat: Stat): void {
	if (process.credentials.uid === 0) process.chown(path, stat.uid, stat.gid);
	process.chmod(path, stat.mode);
	process.utimes(path, stat.atimeMs, stat.mtimeMs);
}

export function exists(process: Process, path: string): boolean {
	try {
		process.lstat(path);
		return true;
	} catch {
		return false;
	}
}

export function isDirectory(process: Process, path: string): boolean {
	try {
		return process.stat(path).type === 'directory';
	} catch {
		return false;
	}
}

export function joinPath(directory: string, name: string): string {
	return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

/** The last component, without trailing slashes. */
export function baseName(path: string): string {
	const trimmed = path.replace(/\/+$/, '');
	return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}
