import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';

/** Lines of a file of records; undefined: there is no such file. */
export function* recordLines(process: Process, path: string): Task<string[] | undefined> {
	try {
		const text = decodeUtf8(yield* readFile(process, path));
		return text === '' ? [] : text.replace(/\n$/, '').split('\n');
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** The old file is kept under its name and "-", as shadow-utils keep it. */
export function* replaceRecords(process: Process, path: string, lines: readonly string[], mode = 0o644): Task<void> {
	const before = process.access(path, {}) ? yield* readFile(process, path) : undefined;
	if (before !== undefined) yield* writeWhole(process, `${path}-`, before, process.stat(path).mode & 0o7777);
	const own = process.access(path, {}) ? process.stat(path) : undefined;
	yield* writeWhole(process, `${path}+`, encodeUtf8(lines.map((line) => `${line}\n`).join('')), own?.mode ?? mode);
	if (own !== undefined) process.chown(`${path}+`, own.uid, own.gid);
	process.rename(`${path}+`, path);
}

export function* writeWhole(process: Process, path: string, bytes: Uint8Array, mode: number): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, mode & 0o7777);
	yield* process.write(fd, bytes);
	process.close(fd);
	process.chmod(path, mode & 0o7777);
}
