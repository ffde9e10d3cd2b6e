import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { concatBytes } from '../../runtime/container-log.ts';

/** A file that fills a disk is not read at once. */
const BYTES_MAX = 128 * 1024 ** 2;

/** All of a file. Throws SystemError. */
export function* readWholeFile(process: Process, path: string): Task<Uint8Array> {
	const fd = yield* process.open(path, { read: true });
	try {
		const parts: Uint8Array[] = [];
		let bytes = 0;
		for (;;) {
			const part = yield* process.read(fd, 65_536);
			if (part.length === 0) return parts.length === 1 ? (parts[0] as Uint8Array) : concatBytes(parts);
			parts.push(part);
			bytes += part.length;
			if (bytes > BYTES_MAX) throw new SystemError('ENOMEM');
		}
	} finally {
		process.close(fd);
	}
}
