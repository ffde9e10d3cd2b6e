import type { Process } from '../../../kernel/process-api.ts';
import { concatBytes } from '../../../machinery/http/byte-reader.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';

const NEWLINE = 10;
const BYTES_A_STEP_LOG2 = 10;

/** Copies a log to standard output line by line, each behind a prefix. What has no newline yet waits for its rest. */
export class LineCopier {
	readonly #process: Process;
	readonly #prefix: Uint8Array;
	/** A line that has begun, as it came. */
	#pending: Uint8Array[] = [];

	constructor(process: Process, prefix: string) {
		this.#process = process;
		this.#prefix = encodeUtf8(prefix);
	}

	*write(data: Uint8Array): Task<void> {
		yield* this.#process.tick(data.length >> BYTES_A_STEP_LOG2);
		const end = data.lastIndexOf(NEWLINE) + 1;
		if (end > 0) {
			const lines = concatBytes([...this.#pending, data.subarray(0, end)]);
			this.#pending = [];
			yield* this.#process.write(1, this.#prefixed(lines));
		}
		if (end < data.length) this.#pending.push(data.slice(end));
	}

	/** Writes what is left without a newline. */
	*end(): Task<void> {
		if (this.#pending.length > 0) yield* this.#process.write(1, this.#prefixed(concatBytes(this.#pending)));
		this.#pending = [];
	}

	#prefixed(lines: Uint8Array): Uint8Array {
		if (this.#prefix.length === 0) return lines;
		const parts: Uint8Array[] = [];
		for (let from = 0; from < lines.length; ) {
			const at = lines.indexOf(NEWLINE, from);
			const to = at < 0 ? lines.length : at + 1;
			parts.push(this.#prefix, lines.subarray(from, to));
			from = to;
		}
		return concatBytes(parts);
	}
}
