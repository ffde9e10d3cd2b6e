import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';

const FILE_BYTES_MAX = 262_144;

/** Reads small files of /etc; what cannot be read is empty. */
export class TextReader {
	readonly #process: Process;

	constructor(process: Process) {
		this.#process = process;
	}

	*text(path: string): Task<string> {
		try {
			const fd = yield* this.#process.open(path, { read: true });
			const bytes = yield* this.#process.read(fd, FILE_BYTES_MAX);
			this.#process.close(fd);
			return decodeUtf8(bytes);
		} catch (error) {
			if (error instanceof SystemError) return '';
			throw error;
		}
	}

	/** Names by their numbers, of /etc/passwd or /etc/group. */
	*names(path: string): Task<ReadonlyMap<number, string>> {
		const lines = (yield* this.text(path)).split('\n').map((line) => line.split(':'));
		return new Map(lines.filter((fields) => fields.length > 3).map(([name = '', , id]) => [Number(id), name]));
	}
}
