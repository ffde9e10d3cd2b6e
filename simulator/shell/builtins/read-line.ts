import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import type { Shell } from '../state/shell.ts';
import { decodeBytes } from '../text.ts';

/** Reads bytes of a descriptor without taking more than it uses: what is behind a line stays for others. */
export class LineSource {
	readonly #shell: Shell;
	readonly #fd: number;
	#seekable: boolean | undefined;
	#buffer: Uint8Array = new Uint8Array(0);
	#at = 0;

	constructor(shell: Shell, fd: number) {
		this.#shell = shell;
		this.#fd = fd;
	}

	/** The next byte; −1 at the end. */
	*byte(): Task<number> {
		if (this.#at >= this.#buffer.length) {
			this.#seekable ??= this.#isSeekable();
			this.#buffer = yield* this.#shell.process.read(this.#fd, this.#seekable ? 4096 : 1);
			this.#at = 0;
			if (this.#buffer.length === 0) return -1;
		}
		return this.#buffer[this.#at++] as number;
	}

	/** Gives back what was read ahead. */
	done(): void {
		const ahead = this.#buffer.length - this.#at;
		if (ahead > 0) this.#shell.process.seek(this.#fd, -ahead, 'cur');
		this.#buffer = new Uint8Array(0);
		this.#at = 0;
	}

	#isSeekable(): boolean {
		try {
			if (this.#shell.process.fstat(this.#fd).type !== 'file') return false;
			this.#shell.process.seek(this.#fd, 0, 'cur');
			return true;
		} catch (error) {
			if (error instanceof SystemError) return false;
			throw error;
		}
	}
}

/** One line without its newline; undefined at the end. */
export function* readLineFrom(shell: Shell, fd: number): Task<string | undefined> {
	const source = new LineSource(shell, fd);
	const bytes: number[] = [];
	for (;;) {
		const byte = yield* source.byte();
		if (byte < 0) {
			if (bytes.length === 0) return undefined;
			break;
		}
		if (byte === 10) break;
		bytes.push(byte);
	}
	source.done();
	return decodeBytes(Uint8Array.from(bytes));
}
