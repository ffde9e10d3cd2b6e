import { Signal, type Task, type Wait } from '../../machinery/task.ts';
import type { FileNode } from '../files/file-system.ts';
import { type OpenFlags, SystemError } from '../process-api.ts';
import { anonymousNode, type Caller, OpenFile, type OpenFileStatus } from './open-file.ts';

/** Writes up to this length are not interleaved with others'. Models Linux's PIPE_BUF. */
const ATOMIC_BYTES = 4096;

/** The buffer between writers and readers: a pipe, or what a FIFO holds while it is open. */
export class Pipe {
	readonly id: number;
	readonly capacity: number;
	readonly changed: Signal;
	readers = 0;
	writers = 0;
	/** How often either end was opened, for who waits for the other (it may have gone again). */
	readersOpened = 0;
	writersOpened = 0;
	#chunks: Uint8Array[] = [];
	#bytes = 0;

	constructor(id: number, capacity: number, post: (callback: () => void) => void) {
		this.id = id;
		this.capacity = capacity;
		this.changed = new Signal(post);
	}

	get bytes(): number {
		return this.#bytes;
	}

	get room(): number {
		return this.capacity - this.#bytes;
	}

	push(data: Uint8Array): void {
		if (data.length === 0) return;
		this.#chunks.push(data);
		this.#bytes += data.length;
		this.changed.wakeAll();
	}

	take(max: number): Uint8Array {
		const out = takeBytes(this.#chunks, Math.min(max, this.#bytes));
		this.#bytes -= out.length;
		if (out.length > 0) this.changed.wakeAll();
		return out;
	}
}

/** Removes exactly `length` bytes from the front of `chunks`. */
export function takeBytes(chunks: Uint8Array[], length: number): Uint8Array {
	const first = chunks[0];
	if (first === undefined || length === 0) return new Uint8Array(0);
	if (first.length === length) {
		chunks.shift();
		return first;
	}
	if (first.length > length) {
		chunks[0] = first.subarray(length);
		return first.slice(0, length);
	}
	const out = new Uint8Array(length);
	let used = 0;
	let done = 0;
	while (done < length) {
		const chunk = chunks[used] as Uint8Array;
		const piece = Math.min(chunk.length, length - done);
		out.set(piece === chunk.length ? chunk : chunk.subarray(0, piece), done);
		done += piece;
		if (piece === chunk.length) used++;
		else chunks[used] = chunk.subarray(piece);
	}
	chunks.splice(0, used);
	return out;
}

/** One end of a pipe (both, for a FIFO opened read-write). */
export class PipeFile extends OpenFile {
	readonly pipe: Pipe;
	readonly #node: FileNode;

	constructor(pipe: Pipe, flags: OpenFlags, name = `pipe:[${pipe.id}]`, node?: FileNode) {
		super(flags, name);
		this.pipe = pipe;
		this.#node = node ?? anonymousNode('fifo', pipe.id);
		if (flags.read) {
			pipe.readers++;
			pipe.readersOpened++;
		}
		if (flags.write) {
			pipe.writers++;
			pipe.writersOpened++;
		}
		pipe.changed.wakeAll();
	}

	/** A FIFO of a file system, not a pipe of a pipeline. */
	get isNamed(): boolean {
		return this.name.startsWith('/');
	}

	status(): OpenFileStatus {
		return { node: this.#node, device: PIPE_DEVICE, size: 0, links: 1 };
	}

	*read(caller: Caller, max: number): Task<Uint8Array> {
		if (max === 0) return new Uint8Array(0);
		for (;;) {
			if (this.pipe.bytes > 0) {
				const data = this.pipe.take(max);
				caller.charge(data.length >> 9);
				return data;
			}
			if (this.pipe.writers === 0) return new Uint8Array(0);
			if (this.flags.nonBlock) throw new SystemError('EAGAIN');
			yield* caller.pause(this.pipe.changed);
		}
	}

	*write(caller: Caller, data: Uint8Array): Task<void> {
		const pipe = this.pipe;
		// Copied: the program may use its buffer again.
		for (let done = 0; done < data.length || data.length === 0; ) {
			if (pipe.readers === 0) {
				caller.raise('PIPE');
				throw new SystemError('EPIPE');
			}
			const rest = data.length - done;
			if (rest === 0) return;
			if (pipe.room >= (data.length <= ATOMIC_BYTES ? rest : 1)) {
				const piece = Math.min(rest, pipe.room);
				pipe.push(data.slice(done, done + piece));
				caller.charge(piece >> 9);
				done += piece;
				if (done === data.length) return;
				continue;
			}
			if (this.flags.nonBlock) throw new SystemError('EAGAIN');
			yield* caller.pause(pipe.changed);
		}
	}

	override readable(): boolean {
		return this.pipe.bytes > 0 || this.pipe.writers === 0;
	}

	override whenReadable(): Wait {
		return this.pipe.changed;
	}

	override reopen(flags: OpenFlags): OpenFile {
		return new PipeFile(this.pipe, flags, this.name, this.#node);
	}

	protected override closed(): void {
		if (this.flags.read) this.pipe.readers--;
		if (this.flags.write) this.pipe.writers--;
		this.pipe.changed.wakeAll();
	}
}

/** The device number that fstat shows of a pipe (pipefs). */
const PIPE_DEVICE = 13;
