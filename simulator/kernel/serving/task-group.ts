import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import { type Process, type SignalName, SystemError } from '../process-api.ts';

/**
 * Several tasks in one process, as an event-driven server has them: each runs until it has to wait, and the
 * process waits for all of them at once. Each wait is armed when its task yields it and stays armed, so that
 * nothing that happens while another task runs is missed.
 */
export class TaskGroup {
	readonly #ready: Task<void>[] = [];
	#wake: (() => void) | undefined;
	#status: number | undefined;

	/** Runs from the next turn on. A connection that breaks ends its task only; what else it throws ends the process. */
	add(task: Task<void>): void {
		this.#ready.push(task);
		this.#wake?.();
	}

	/** `run` ends with this status. */
	end(status: number): void {
		this.#status ??= status;
		this.#wake?.();
	}

	/** Runs the members until somebody calls `end`, or `onSignal` gives an exit status for a caught signal. */
	*run(process: Process, onSignal: (signal: SignalName) => number | undefined): Task<number> {
		for (;;) {
			for (const signal of process.takeSignals()) {
				const status = onSignal(signal);
				if (status !== undefined) return status;
			}
			if (this.#status !== undefined) return this.#status;
			const task = this.#ready.shift();
			if (task !== undefined) {
				this.#step(task);
				yield* process.tick();
				continue;
			}
			try {
				yield* process.block(this.#whenReady, () => this.#ready.length > 0 || this.#status !== undefined);
			} catch (error) {
				if (!(error instanceof SystemError) || error.errno !== 'EINTR') throw error;
			}
		}
	}

	#step(task: Task<void>): void {
		let next: IteratorResult<Wait, void>;
		try {
			next = task.next();
		} catch (error) {
			if (error instanceof ConnectionError) return;
			throw error;
		}
		if (next.done) return;
		next.value.arm(() => this.add(task));
	}

	readonly #whenReady: Wait = {
		arm: (wake) => {
			this.#wake = wake;
			return () => {
				this.#wake = undefined;
			};
		},
	};
}
