import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import { anyOf, type Task } from '../../machinery/task.ts';

export interface RelayOptions {
	/** Standard input is read. */
	readonly input: boolean;
	/** The other side is told when the input is over. */
	readonly shutdown: boolean;
	/** Ends that long after the input is over. */
	readonly quitAfterMs?: number;
	/** Ends when nothing has come for so long. */
	readonly idleMs?: number;
}

/** Copies between a connection and standard input and output until the other side closes, or `options` say so. */
export function* relay(process: Process, fd: number, options: RelayOptions): Task<void> {
	const { quitAfterMs = Number.POSITIVE_INFINITY, idleMs = Number.POSITIVE_INFINITY } = options;
	let inputOpen = options.input;
	let quitAtMs = Number.POSITIVE_INFINITY;
	for (;;) {
		if (process.readable(fd)) {
			const data = yield* received(process, fd);
			if (data.length === 0) return;
			yield* process.write(1, data);
			continue;
		}
		if (inputOpen && process.readable(0)) {
			const data = yield* process.read(0, 65_536);
			if (data.length > 0) {
				yield* process.write(fd, data);
				continue;
			}
			inputOpen = false;
			if (options.shutdown) process.shutdown(fd, 'write');
			quitAtMs = process.now() + quitAfterMs;
		}
		if (process.now() >= quitAtMs) return;
		const untilMs = Math.min(quitAtMs, process.now() + idleMs);
		const waits = [process.whenReadable(fd), ...(inputOpen ? [process.whenReadable(0)] : [])];
		if (untilMs !== Number.POSITIVE_INFINITY) waits.push(process.timer(untilMs));
		const ready = (): boolean => process.readable(fd) || (inputOpen && process.readable(0));
		yield* process.block(anyOf(waits), ready);
		if (!ready() && process.now() >= untilMs) return;
	}
}

/** A connection that breaks has ended. */
function* received(process: Process, fd: number): Task<Uint8Array> {
	try {
		return yield* process.read(fd, 65_536);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return new Uint8Array(0);
	}
}
