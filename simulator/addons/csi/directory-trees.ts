import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';

const CHUNK_BYTES = 65_536;

/** Copies what is in a directory, with owners and modes. Throws SystemError. */
export function* copyBelow(process: Process, from: string, to: string): Task<void> {
	for (const name of process.readdir(from)) {
		yield* process.tick();
		const [source, target] = [`${from}/${name}`, `${to}/${name}`];
		const { type, mode, uid, gid } = process.lstat(source);
		if (type === 'symlink') process.symlink(process.readlink(source), target);
		else if (type === 'directory') {
			process.mkdir(target, mode);
			yield* copyBelow(process, source, target);
		} else if (type === 'file') yield* copyFile(process, source, target, mode);
		else continue;
		process.chown(target, uid, gid, false);
		if (type !== 'symlink') process.chmod(target, mode);
	}
}

function* copyFile(process: Process, from: string, to: string, mode: number): Task<void> {
	const input = yield* process.open(from, { read: true });
	const output = yield* process.open(to, { write: true, create: true, truncate: true }, mode);
	for (;;) {
		const part = yield* process.read(input, CHUNK_BYTES);
		if (part.length === 0) break;
		yield* process.write(output, part);
	}
	process.close(input);
	process.close(output);
}

/** Removes a directory with all that is in it. Throws SystemError. */
export function* removeTree(process: Process, path: string): Task<void> {
	for (const name of process.readdir(path)) {
		yield* process.tick();
		const below = `${path}/${name}`;
		if (process.lstat(below).type === 'directory') yield* removeTree(process, below);
		else process.unlink(below);
	}
	process.rmdir(path);
}
