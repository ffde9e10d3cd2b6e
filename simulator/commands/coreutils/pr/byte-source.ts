import type { Process } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { concatenate, HeldMemory } from '../../stdio.ts';

const CHUNK_BYTES = 65_536;
export const END = -1;
export const NEWLINE = 10;

/** A file's bytes one by one. `load` reads so far that the rest of the line is at hand. */
export class ByteSource {
	readonly #process: Process;
	readonly #fd: number;
	readonly #memory: HeldMemory;
	#bytes: Uint8Array = new Uint8Array(0);
	#at = 0;
	#ended = false;

	constructor(process: Process, fd: number) {
		this.#process = process;
		this.#fd = fd;
		this.#memory = new HeldMemory(process);
	}

	*load(): Task<void> {
		yield* this.#process.tick();
		if (this.#ended || this.#bytes.indexOf(NEWLINE, this.#at) >= 0) return;
		const chunks = [this.#bytes.subarray(this.#at)];
		let length = chunks[0]?.length ?? 0;
		for (;;) {
			const chunk = yield* this.#process.read(this.#fd, CHUNK_BYTES);
			chunks.push(chunk);
			length += chunk.length;
			this.#memory.hold(length);
			this.#ended = chunk.length === 0;
			if (this.#ended || chunk.includes(NEWLINE)) break;
		}
		this.#bytes = concatenate(chunks);
		this.#at = 0;
	}

	take(): number {
		return this.#bytes[this.#at++] ?? END;
	}

	/** Passes over the next byte if it is this one. */
	skip(byte: number): boolean {
		if (this.#bytes[this.#at] !== byte) return false;
		this.#at++;
		return true;
	}

	close(): void {
		if (this.#fd !== 0) this.#process.close(this.#fd);
	}
}
