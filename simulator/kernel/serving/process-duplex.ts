import type { ByteDuplex } from '../../machinery/http/byte-duplex.ts';
import { ConnectionError } from '../../machinery/http/byte-duplex.ts';
import type { Task, Wait } from '../../machinery/task.ts';
import { type Process, SystemError } from '../process-api.ts';

const READ_BYTES = 65_536;

/** A connected socket of a program as protocols see it. */
export function processDuplex(process: Process, fd: number): ByteDuplex {
	return new ProcessDuplex(process, fd);
}

class ProcessDuplex implements ByteDuplex {
	readonly #process: Process;
	readonly #fd: number;
	#open = true;

	constructor(process: Process, fd: number) {
		this.#process = process;
		this.#fd = fd;
	}

	*read(): Task<Uint8Array> {
		try {
			return yield* this.#process.read(this.#fd, READ_BYTES);
		} catch (error) {
			throw broken(error, 'read');
		}
	}

	*write(data: Uint8Array): Task<void> {
		try {
			yield* this.#process.write(this.#fd, data);
		} catch (error) {
			throw broken(error, 'write');
		}
	}

	hasData(): boolean {
		return this.#process.readable(this.#fd);
	}

	get readable(): Wait {
		return this.#process.whenReadable(this.#fd);
	}

	closeWrite(): void {
		this.#process.shutdown(this.#fd, 'write');
	}

	close(): void {
		if (this.#open) this.#process.close(this.#fd);
		this.#open = false;
	}
}

function broken(error: unknown, call: string): unknown {
	if (!(error instanceof SystemError) || error.errno === 'EINTR') return error;
	return new ConnectionError(`${call}: ${error.errno === 'EPIPE' ? 'broken pipe' : 'connection reset by peer'}`);
}
