import type { Process } from '../../kernel/process-api.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import { anyOf } from '../../machinery/task.ts';

/** Thrown by reads of a connection whose time has run out. */
export class DeadlineError extends Error {}

/** A connected socket whose reads throw DeadlineError when `deadlineMs` has passed without data. */
export class TimedDuplex implements ByteDuplex {
	readonly #process: Process;
	readonly #inner: ByteDuplex;
	/** Virtual ms; Infinity: never. It may still move. */
	deadlineMs: number;

	constructor(process: Process, fd: number, deadlineMs: number) {
		this.#process = process;
		this.#inner = processDuplex(process, fd);
		this.deadlineMs = deadlineMs;
	}

	*read(): Task<Uint8Array> {
		const process = this.#process;
		const inner = this.#inner;
		while (!inner.hasData() && this.deadlineMs !== Number.POSITIVE_INFINITY) {
			if (process.now() >= this.deadlineMs) throw new DeadlineError('timed out');
			yield* process.block(anyOf([inner.readable, process.timer(this.deadlineMs)]), () => inner.hasData());
		}
		return yield* inner.read();
	}

	write(data: Uint8Array): Task<void> {
		return this.#inner.write(data);
	}

	hasData(): boolean {
		return this.#inner.hasData();
	}

	get readable(): Wait {
		return this.#inner.readable;
	}

	closeWrite(): void {
		this.#inner.closeWrite();
	}

	close(): void {
		this.#inner.close();
	}
}
