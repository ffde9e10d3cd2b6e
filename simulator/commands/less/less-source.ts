import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeLossless } from '../../machinery/utf8.ts';
import { HeldMemory, LineReader } from '../stdio.ts';

/** What a line takes besides its text. */
const LINE_BYTES = 32;

/** What a pager shows: the lines of a file or a pipe, read as far as they are wanted. */
export class LessSource {
	readonly name: string;
	readonly lines: string[] = [];
	/** Where each line begins, in bytes. */
	readonly offsets: number[] = [];
	/** Bytes in all; undefined of a pipe that has not been read to its end. */
	size: number | undefined;
	ended = false;
	readonly #process: Process;
	readonly #fd: number;
	readonly #memory: HeldMemory;
	readonly #squeeze: boolean;
	#reader: LineReader;
	#bytes = 0;

	/** @param squeeze of blank lines in a row the first is shown (`-s`). */
	constructor(process: Process, fd: number, name: string, squeeze = false) {
		this.#squeeze = squeeze;
		this.name = name;
		this.#process = process;
		this.#fd = fd;
		this.#memory = new HeldMemory(process);
		this.#reader = new LineReader(process, fd);
		const { type, size } = process.fstat(fd);
		this.size = type === 'file' ? size : undefined;
	}

	/** Text that is there already: less's own help. */
	static ofText(process: Process, fd: number, name: string, text: string): LessSource {
		const source = new LessSource(process, fd, name);
		for (const line of text.replace(/\n$/, '').split('\n')) source.#add(line);
		source.ended = true;
		source.size = source.#bytes;
		return source;
	}

	/** Reads until there is a line of that number, from 0, or nothing more. SystemError EINTR when a signal comes. */
	*need(line: number): Task<boolean> {
		while (!this.ended && this.lines.length <= line) {
			const text = yield* this.#reader.next();
			if (text === undefined) {
				this.ended = true;
				this.size ??= this.#bytes;
			} else this.#add(text);
		}
		return line < this.lines.length;
	}

	*all(): Task<void> {
		while (!this.ended) yield* this.need(this.lines.length + 1000);
	}

	/** Looks for more behind what was the end (`F`). */
	*more(): Task<boolean> {
		const count = this.lines.length;
		this.ended = false;
		this.#reader = new LineReader(this.#process, this.#fd);
		yield* this.all();
		if (this.size !== undefined) this.size = Math.max(this.size, this.#bytes);
		return this.lines.length > count;
	}

	/** Bytes before a line. */
	offset(line: number): number {
		return this.offsets[line] ?? this.#bytes;
	}

	#add(text: string): void {
		if (this.#squeeze && text === '' && this.lines.at(-1) === '') {
			this.#bytes++;
			return;
		}
		this.lines.push(text);
		this.offsets.push(this.#bytes);
		this.#bytes += encodeLossless(text).length + 1;
		this.#memory.hold(this.#bytes + this.lines.length * LINE_BYTES);
	}
}
