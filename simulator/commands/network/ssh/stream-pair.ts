import { type Process, SystemError } from '../../../kernel/process-api.ts';
import { type ByteDuplex, ConnectionError } from '../../../machinery/http/byte-duplex.ts';
import type { Task, Wait } from '../../../machinery/task.ts';

const READ_BYTES = 32_768;

/** Two descriptors as one connection: standard input and output, or a program's. */
export class StreamPair implements ByteDuplex {
	readonly #process: Process;
	readonly #input: number;
	readonly #output: number;
	#isOpen = true;

	constructor(process: Process, input: number, output: number) {
		this.#process = process;
		this.#input = input;
		this.#output = output;
	}

	*read(): Task<Uint8Array> {
		try {
			return yield* this.#process.read(this.#input, READ_BYTES);
		} catch (error) {
			throw broken(error);
		}
	}

	*write(data: Uint8Array): Task<void> {
		try {
			yield* this.#process.write(this.#output, data);
		} catch (error) {
			throw broken(error);
		}
	}

	hasData(): boolean {
		return this.#process.readable(this.#input);
	}

	get readable(): Wait {
		return this.#process.whenReadable(this.#input);
	}

	closeWrite(): void {
		if (this.#isOpen) this.#process.close(this.#output);
		this.#isOpen = false;
	}

	close(): void {
		this.closeWrite();
	}
}

function broken(error: unknown): unknown {
	if (!(error instanceof SystemError) || error.errno === 'EINTR') return error;
	return new ConnectionError('Broken pipe');
}
