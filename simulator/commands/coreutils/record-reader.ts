import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';

/** Records and members that are worked on between two steps. */
const STRIDE = 1_024;
const STEPS = 512;

/** Reads files of records, as /etc/passwd is one; others run in between when there are many of them. */
export class RecordReader {
	readonly #process: Process;
	#count = 0;

	constructor(process: Process) {
		this.#process = process;
	}

	/** Those that are not empty; none of a file that may not be read. Throws SystemError. */
	*lines(path: string): Task<string[]> {
		if (!this.#process.access(path, { read: true })) return [];
		const text = decodeUtf8(yield* readFile(this.#process, path));
		const lines: string[] = [];
		for (let at = 0; at < text.length; ) {
			const newline = text.indexOf('\n', at);
			const end = newline < 0 ? text.length : newline;
			if (end > at) lines.push(text.slice(at, end));
			at = end + 1;
			yield* this.pause(1);
		}
		return lines;
	}

	/** To be called after so much work on records. */
	*pause(records: number): Task<void> {
		this.#count += records;
		if (this.#count < STRIDE) return;
		this.#count = 0;
		yield* this.#process.tick(STEPS);
	}
}

/** Members of a record one by one: there may be as many as the file is long. */
export function* namesIn(members: string): Generator<string, void> {
	for (let at = 0; at < members.length; ) {
		const comma = members.indexOf(',', at);
		const end = comma < 0 ? members.length : comma;
		if (end > at) yield members.slice(at, end);
		at = end + 1;
	}
}
