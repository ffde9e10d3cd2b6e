import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';

const SHADOW = '/etc/shadow';

/** Where the fields of a line of /etc/shadow stand. Days are counted from 1970. */
export const SHADOW_FIELD = {
	name: 0,
	password: 1,
	lastChange: 2,
	minimumDays: 3,
	maximumDays: 4,
	warningDays: 5,
	inactiveDays: 6,
	expires: 7,
} as const;

/** The lines of /etc/shadow, each in its fields; undefined when the process may not read it. Throws SystemError. */
export function* readShadow(process: Process): Task<string[][] | undefined> {
	if (!process.access(SHADOW, { read: true })) return undefined;
	return decodeUtf8(yield* readFile(process, SHADOW))
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => line.split(':'));
}

/** Throws SystemError. */
export function* writeShadow(process: Process, lines: readonly (readonly string[])[]): Task<void> {
	const fd = yield* process.open(SHADOW, { write: true, create: true, truncate: true }, 0o640);
	yield* process.write(fd, encodeUtf8(lines.map((line) => `${line.join(':')}\n`).join('')));
	process.close(fd);
}
