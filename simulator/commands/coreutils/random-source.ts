import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { Fatal } from '../gnu-command.ts';
import { reasonOf } from '../launch.ts';

/**
 * Where `shuf` and `sort -R` take chance from: a file's bytes, each used once, or the process's own randomness.
 * Models gnulib randint.c: what a choice leaves over of the bytes that it took serves the next one.
 */
export class RandomSource {
	readonly #process: Process;
	readonly #path: string | undefined;
	readonly #fd: number | undefined;
	/** What is left: a number between 0 and `#most`. */
	#left = 0n;
	#most = 0n;

	private constructor(process: Process, path: string | undefined, fd: number | undefined) {
		this.#process = process;
		this.#path = path;
		this.#fd = fd;
	}

	/** Throws Fatal. */
	static *open(process: Process, path: string | undefined, status = 1): Task<RandomSource> {
		if (path === undefined) return new RandomSource(process, undefined, undefined);
		try {
			return new RandomSource(process, path, yield* process.open(path, { read: true }));
		} catch (error) {
			throw new Fatal(`${status === 2 ? 'open failed: ' : ''}${path}: ${reasonOf(error)}`, status);
		}
	}

	*bytes(count: number): Task<Uint8Array> {
		const out = new Uint8Array(count);
		for (let at = 0; at < count; ) {
			if (this.#fd === undefined) out[at++] = this.#process.randomUint32() & 0xff;
			else {
				const read = yield* this.#process.read(this.#fd, count - at);
				if (read.length === 0) throw new Fatal(`‘${this.#path}’: end of file`);
				out.set(read, at);
				at += read.length;
			}
		}
		return out;
	}

	/** One of 0 … `choices` − 1, all with the same chance. */
	*choose(choices: number): Task<number> {
		if (this.#fd === undefined) return this.#process.randomUint32() % choices;
		const wanted = BigInt(choices);
		for (;;) {
			yield* this.#process.tick();
			while (this.#most < wanted - 1n) {
				const [byte = 0] = yield* this.bytes(1);
				this.#left = this.#left * 256n + BigInt(byte);
				this.#most = this.#most * 256n + 255n;
			}
			if (this.#most === wanted - 1n) {
				const all = this.#left;
				this.#left = 0n;
				this.#most = 0n;
				return Number(all);
			}
			const excess = this.#most - (wanted - 1n);
			const unusable = excess % wanted;
			const lastUsable = this.#most - unusable;
			if (this.#left <= lastUsable) {
				const chosen = this.#left % wanted;
				this.#left /= wanted;
				this.#most = excess / wanted;
				return Number(chosen);
			}
			this.#left %= wanted;
			this.#most = unusable - 1n;
		}
	}
}
