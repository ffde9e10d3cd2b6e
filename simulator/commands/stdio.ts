import { type Process, SystemError } from '../kernel/process-api.ts';
import type { Task } from '../machinery/task.ts';
import { decodeLossless, encodeLossless, wholeCharacters } from '../machinery/utf8.ts';

const CHUNK_BYTES = 65_536;
/** As much of a text as is encoded at once. */
const PIECE_CHARS = 1_048_576;

/** A buffered writer on a descriptor, as stdio is: to a terminal line by line, elsewhere in blocks. */
export class Output {
	readonly #process: Process;
	readonly #fd: number;
	readonly #toTerminal: boolean;
	#text: string[] = [];
	#length = 0;

	constructor(process: Process, fd: number) {
		this.#process = process;
		this.#fd = fd;
		this.#toTerminal = process.isatty(fd);
	}

	*write(text: string): Task<void> {
		this.#text.push(text);
		this.#length += text.length;
		if (this.#length >= CHUNK_BYTES || (this.#toTerminal && text.endsWith('\n'))) yield* this.flush();
	}

	*writeBytes(bytes: Uint8Array): Task<void> {
		yield* this.flush();
		yield* this.#process.write(this.#fd, bytes);
	}

	*flush(): Task<void> {
		if (this.#length === 0) return;
		const text = this.#text.join('');
		this.#text = [];
		this.#length = 0;
		for (let from = 0; from < text.length; ) {
			const to = pieceEnd(text, from);
			yield* this.#process.write(this.#fd, encodeLossless(text.slice(from, to)));
			from = to;
		}
	}
}

/** Where a piece of a long text ends: not within a character. */
function pieceEnd(text: string, from: number): number {
	const to = from + PIECE_CHARS;
	if (to >= text.length) return text.length;
	const unit = text.charCodeAt(to);
	return unit >= 0xdc00 && unit < 0xe000 ? to - 1 : to;
}

/** Reads a descriptor line by line. */
export class LineReader {
	readonly #process: Process;
	readonly #fd: number;
	readonly #separator: string;
	readonly #chunkBytes: number;
	readonly #memory: HeldMemory;
	/** The beginning of a line whose end has not been read. */
	#begun = '';
	#buffer = '';
	#at = 0;
	#undecoded: Uint8Array = new Uint8Array(0);
	#ended = false;
	/** What has been read so far has a NUL in it: no text. */
	sawNul = false;
	/** Whether the line last returned ended with the separator (the last line of a file may not). */
	terminated = true;

	/** @param chunkBytes how much is read at once; 1: nothing ahead. */
	constructor(process: Process, fd: number, separator = '\n', chunkBytes = CHUNK_BYTES) {
		this.#process = process;
		this.#fd = fd;
		this.#chunkBytes = chunkBytes;
		this.#separator = separator;
		this.#memory = new HeldMemory(process);
	}

	/** The next line without its separator; undefined at the end. */
	*next(): Task<string | undefined> {
		for (;;) {
			const end = this.#buffer.indexOf(this.#separator, this.#at);
			if (end >= 0) {
				const line = this.#line(this.#buffer.slice(this.#at, end));
				this.#at = end + 1;
				this.terminated = true;
				yield* this.#process.tick();
				return line;
			}
			if (this.#ended) {
				if (this.#at >= this.#buffer.length && this.#begun === '') return undefined;
				const line = this.#line(this.#buffer.slice(this.#at));
				this.#at = this.#buffer.length;
				this.terminated = false;
				return line;
			}
			yield* this.#fill();
		}
	}

	/** Everything that is left. */
	*rest(): Task<string> {
		while (!this.#ended) yield* this.#fill();
		const text = this.#line(this.#buffer.slice(this.#at));
		this.#at = this.#buffer.length;
		return text;
	}

	/** Everything that is left, as it was read: there may be more than can be made one text. */
	*restInPieces(): Task<string[]> {
		const pieces: string[] = [];
		let length = 0;
		while (!this.#ended) {
			yield* this.#fill();
			pieces.push(this.#buffer);
			length += this.#buffer.length;
			this.#at = this.#buffer.length;
			this.#memory.hold(length);
		}
		return pieces;
	}

	/** Where in the file the line last returned ended; undefined of what cannot be sought in. */
	position(): number | undefined {
		const unread = this.#buffer.slice(this.#at);
		return positionBefore(this.#process, this.#fd, encodeLossless(unread).length + this.#undecoded.length);
	}

	#line(end: string): string {
		if (this.#begun === '') return end;
		const line = this.#begun + end;
		this.#begun = '';
		this.#memory.hold(0);
		return line;
	}

	*#fill(): Task<void> {
		const bytes = yield* this.#process.read(this.#fd, this.#chunkBytes);
		if (this.#at < this.#buffer.length) {
			this.#begun += this.#buffer.slice(this.#at);
			this.#memory.hold(this.#begun.length, LINE_COSTS);
		}
		this.#at = 0;
		if (bytes.length === 0) {
			this.#ended = true;
			this.#buffer = decodeLossless(this.#undecoded);
			return;
		}
		const all = this.#undecoded.length === 0 ? bytes : concatenate([this.#undecoded, bytes]);
		this.sawNul ||= bytes.includes(0);
		const whole = wholeCharacters(all);
		this.#undecoded = all.slice(whole);
		this.#buffer = decodeLossless(all.subarray(0, whole));
	}
}

const MEGABYTE = 1024 * 1024;
/** What a small program holds anyway. */
const OWN_BYTES = 3_500_000;

/** Tells the kernel what a program holds of its input, when that is much: somewhere the OOM killer waits. */
export class HeldMemory {
	readonly #process: Process;
	#told = 0;

	constructor(process: Process) {
		this.#process = process;
	}

	/**
	 * A buffer that grows is copied: for a moment there are two.
	 * @param costs what a byte of it counts towards what is really kept, where much takes long to handle.
	 */
	hold(bytes: number, costs = 1): void {
		if (bytes < this.#told + MEGABYTE && (bytes > 0 || this.#told === 0)) return;
		this.#told = bytes;
		// biome-ignore lint/correctness/useHookAtTopLevel: a system call, no hook of React's
		this.#process.useMemory(OWN_BYTES + 2 * bytes, 2 * bytes * costs);
	}
}

/** A line is one text, which nothing interrupts the making of: beyond 64 MB that takes too long. */
const LINE_COSTS = 4;

/** What a line takes besides its text for who takes the text apart: empty ones are many, too. */
const LINE_BYTES = 31;
const NEWLINE = 10;

function linesIn(bytes: Uint8Array): number {
	let lines = 0;
	for (let at = 0; at < bytes.length; at++) if (bytes[at] === NEWLINE) lines++;
	return lines;
}

/** Where a descriptor stood that many bytes ago; undefined where nobody can go back: in a pipe, on a terminal. */
export function positionBefore(process: Process, fd: number, bytes: number): number | undefined {
	try {
		return process.seek(fd, 0, 'cur') - bytes;
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

/** Leaves what has been read ahead for whoever reads the descriptor next. */
export function giveBack(process: Process, fd: number, bytes: number): void {
	const position = bytes === 0 ? undefined : positionBefore(process, fd, bytes);
	if (position !== undefined) process.seek(fd, position, 'set');
}

/** Reads a descriptor to its end, or so many bytes of it. */
export function* readAll(process: Process, fd: number, limit = Number.POSITIVE_INFINITY): Task<Uint8Array> {
	const chunks: Uint8Array[] = [];
	const memory = new HeldMemory(process);
	let length = 0;
	let left = limit;
	for (;;) {
		const chunk = left > 0 ? yield* process.read(fd, Math.min(left, CHUNK_BYTES)) : NOTHING;
		if (chunk.length === 0) return yield* concatenateInSteps(process, chunks);
		chunks.push(chunk);
		left -= chunk.length;
		length += chunk.length + linesIn(chunk) * LINE_BYTES;
		memory.hold(length);
		yield* process.tick();
	}
}

/** Reads a whole file, or so many bytes of it. Throws SystemError. */
export function* readFile(process: Process, path: string, limit?: number): Task<Uint8Array> {
	const fd = yield* process.open(path, { read: true });
	try {
		return yield* readAll(process, fd, limit);
	} finally {
		process.close(fd);
	}
}

export function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
	if (chunks.length === 1) return chunks[0] as Uint8Array;
	const out = new Uint8Array(chunks.reduce((sum, each) => sum + each.length, 0));
	let at = 0;
	for (const chunk of chunks) {
		out.set(chunk, at);
		at += chunk.length;
	}
	return out;
}

/** The same for as many bytes as a user likes. */
export function* concatenateInSteps(process: Process, chunks: readonly Uint8Array[]): Task<Uint8Array> {
	const length = chunks.reduce((sum, each) => sum + each.length, 0);
	if (length < STEP_BYTES) return concatenate(chunks);
	const out = new Uint8Array(length);
	let at = 0;
	let steppedAt = 0;
	for (const chunk of chunks) {
		out.set(chunk, at);
		at += chunk.length;
		if (at - steppedAt < STEP_BYTES) continue;
		steppedAt = at;
		yield* process.tick(STEPS);
	}
	return out;
}

const NOTHING = new Uint8Array(0);
const STEP_BYTES = 1024 * 1024;
const STEPS = 50;
