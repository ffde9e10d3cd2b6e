import type { Process } from '../../kernel/process-api.ts';
import { processDuplex } from '../../kernel/serving/process-duplex.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { anyOf } from '../../machinery/task.ts';

/** Thrown by reads of a connection whose time has run out. */
export class DeadlineError extends Error {}

/** A connected socket whose reads end at a moment that may still move. */
export interface TimedDuplex extends ByteDuplex {
	/** Virtual ms; Infinity: never. */
	deadlineMs: number;
}

/** Reads throw DeadlineError when `deadlineMs` has passed without data. */
export function timedDuplex(process: Process, fd: number, deadlineMs: number): TimedDuplex {
	const inner = processDuplex(process, fd);
	const timed: TimedDuplex = {
		deadlineMs,
		*read() {
			while (!inner.hasData() && timed.deadlineMs !== Number.POSITIVE_INFINITY) {
				if (process.now() >= timed.deadlineMs) throw new DeadlineError('timed out');
				yield* process.block(anyOf([inner.readable, process.timer(timed.deadlineMs)]), () => inner.hasData());
			}
			return yield* inner.read();
		},
		write: (data) => inner.write(data),
		hasData: () => inner.hasData(),
		get readable() {
			return inner.readable;
		},
		closeWrite: () => inner.closeWrite(),
		close: () => inner.close(),
	};
	return timed;
}
