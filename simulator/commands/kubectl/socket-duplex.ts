import type { Process } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import { anyOf } from '../../machinery/task.ts';
import { goErrno } from './errors.ts';

const READ_BYTES = 65_536;

/** The time for a request is up. */
export class TimedOut extends Error {}

/** A connected socket of a process as the protocol codecs want it. */
export class SocketDuplex implements ByteDuplex {
	readonly #process: Process;
	readonly #fd: number;
	readonly readable: Wait;
	#closed = false;
	/** A read that waits longer than this is given up with TimedOut; absent: never. */
	deadlineMs: number | undefined;

	constructor(process: Process, fd: number) {
		this.#process = process;
		this.#fd = fd;
		this.readable = process.whenReadable(fd);
	}

	*read(): Task<Uint8Array> {
		if (this.deadlineMs !== undefined) yield* this.#wait(this.deadlineMs);
		try {
			return yield* this.#process.read(this.#fd, READ_BYTES);
		} catch (error) {
			throw connectionError('read', error);
		}
	}

	*#wait(deadlineMs: number): Task<void> {
		while (!this.hasData()) {
			if (this.#process.now() >= deadlineMs) throw new TimedOut();
			yield* this.#process.block(anyOf([this.readable, this.#process.timer(deadlineMs)]));
		}
	}

	*write(data: Uint8Array): Task<void> {
		try {
			yield* this.#process.write(this.#fd, data);
		} catch (error) {
			throw connectionError('write', error);
		}
	}

	hasData(): boolean {
		return this.#process.readable(this.#fd);
	}

	closeWrite(): void {
		this.#process.shutdown(this.#fd, 'write');
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#process.close(this.#fd);
	}
}

function connectionError(action: string, error: unknown): unknown {
	if (!(error instanceof SystemError) || error.errno === 'EINTR') return error;
	return new ConnectionError(`${action}: ${goErrno(error)}`);
}
