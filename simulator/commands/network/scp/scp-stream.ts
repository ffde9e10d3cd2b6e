import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';

/** The other side has gone. */
export class LostConnection extends Error {}

const READ_BYTES = 32_768;
const LINE_BYTES_MAX = 8192;

/** Two descriptors on which a copy is talked about: rcp's protocol, lines that are answered by a zero byte each. */
export class ScpStream {
	readonly #process: Process;
	readonly #input: number;
	readonly #output: number;
	#buffer = new Uint8Array(0);

	constructor(process: Process, input: number, output: number) {
		this.#process = process;
		this.#input = input;
		this.#output = output;
	}

	write(data: Uint8Array): Task<void> {
		return this.#process.write(this.#output, data);
	}

	line(text: string): Task<void> {
		return this.write(encodeUtf8(`${text}\n`));
	}

	ok(): Task<void> {
		return this.write(new Uint8Array(1));
	}

	/** What is wrong here, for the other side to say. */
	refuse(text: string): Task<void> {
		return this.line(`\x01${text}`);
	}

	/** Undefined: the other side agrees; else what it has against it. Throws LostConnection. */
	*answer(): Task<string | undefined> {
		const first = yield* this.#bytes(1);
		return first[0] === 0 ? undefined : ((yield* this.readLine()) ?? '');
	}

	/** Undefined at the end. */
	*readLine(): Task<string | undefined> {
		for (;;) {
			const end = this.#buffer.indexOf(10);
			if (end >= 0 || this.#buffer.length > LINE_BYTES_MAX) {
				const line = this.#buffer.subarray(0, end);
				this.#buffer = this.#buffer.slice(end + 1);
				return decodeUtf8(line);
			}
			if (!(yield* this.#fill())) return undefined;
		}
	}

	/** The next piece of a file, at most `most` bytes. Throws LostConnection. */
	*piece(most: number): Task<Uint8Array> {
		if (this.#buffer.length === 0 && !(yield* this.#fill())) throw new LostConnection();
		return yield* this.#bytes(Math.min(most, this.#buffer.length));
	}

	*#bytes(count: number): Task<Uint8Array> {
		while (this.#buffer.length < count) if (!(yield* this.#fill())) throw new LostConnection();
		const bytes = this.#buffer.slice(0, count);
		this.#buffer = this.#buffer.slice(count);
		return bytes;
	}

	*#fill(): Task<boolean> {
		const data = yield* this.#process.read(this.#input, READ_BYTES);
		const joined = new Uint8Array(this.#buffer.length + data.length);
		joined.set(this.#buffer);
		joined.set(data, this.#buffer.length);
		this.#buffer = joined;
		return data.length > 0;
	}
}
