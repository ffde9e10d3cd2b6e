import { type Process, SystemError } from '../../kernel/process-api.ts';
import type { EventLoop } from '../../machinery/event-loop.ts';
import { Signal, type Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

/** Events that wait to be written; of more the oldest are lost. */
const WAITING_MAX = 10_000;

/** The file that an API server tells of requests in. Models apiserver/plugin/pkg/audit/log. */
export class AuditLog {
	readonly #path: string;
	readonly #written: Signal;
	#waiting: string[] = [];

	/** @param path "-" is the standard output. */
	constructor(path: string, loop: EventLoop) {
		this.#path = path;
		this.#written = new Signal(loop.post);
	}

	add(line: string): void {
		this.#waiting.push(line);
		if (this.#waiting.length > 2 * WAITING_MAX) this.#waiting = this.#waiting.slice(-WAITING_MAX);
		this.#written.wakeAll();
	}

	/** A part of the server's process: writes as long as that runs. */
	*write(process: Process): Task<void> {
		for (;;) {
			while (this.#waiting.length === 0) yield this.#written;
			const text = `${this.#waiting.join('\n')}\n`;
			this.#waiting = [];
			try {
				yield* this.#append(process, text);
			} catch (error) {
				// A disk that is full costs the events.
				if (!(error instanceof SystemError)) throw error;
			}
		}
	}

	*#append(process: Process, text: string): Task<void> {
		if (this.#path === '-') return yield* process.write(1, encodeUtf8(text));
		const fd = yield* process.open(this.#path, { write: true, create: true, append: true }, 0o600);
		try {
			yield* process.write(fd, encodeUtf8(text));
		} finally {
			process.close(fd);
		}
	}
}
