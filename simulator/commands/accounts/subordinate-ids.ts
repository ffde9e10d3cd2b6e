import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { textAt } from './login-defs.ts';

const FIRST = 100_000;
const COUNT = 65_536;
const FILES = ['/etc/subuid', '/etc/subgid'];

/** Numbers that a user may give out in a user namespace, on machines that keep such. Throws SystemError. */
export function* addSubordinateIds(process: Process, name: string): Task<void> {
	for (const file of FILES) {
		if (!process.access(file, {})) continue;
		const lines = linesOf(yield* textAt(process, file));
		if (lines.some((line) => line.startsWith(`${name}:`))) continue;
		const ends = lines.map((line) => line.split(':')).map(([, from, count]) => Number(from) + Number(count));
		yield* write(process, file, [...lines, `${name}:${Math.max(FIRST, ...ends)}:${COUNT}`]);
	}
}

/** @param newName undefined: the user goes. Throws SystemError. */
export function* renameSubordinateIds(process: Process, name: string, newName: string | undefined): Task<void> {
	for (const file of FILES) {
		const lines = linesOf(yield* textAt(process, file));
		if (!lines.some((line) => line.startsWith(`${name}:`))) continue;
		const changed = lines.flatMap((line) => {
			if (!line.startsWith(`${name}:`)) return [line];
			return newName === undefined ? [] : [newName + line.slice(name.length)];
		});
		yield* write(process, file, changed);
	}
}

function linesOf(text: string): string[] {
	return text.split('\n').filter((line) => line !== '');
}

function* write(process: Process, path: string, lines: readonly string[]): Task<void> {
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
	yield* process.write(fd, encodeUtf8(lines.map((line) => `${line}\n`).join('')));
	process.close(fd);
}
