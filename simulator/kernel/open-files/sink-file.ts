import type { Task } from '../../machinery/task.ts';
import { anonymousNode, type Caller, OpenFile, type OpenFileStatus } from './open-file.ts';

const NEWLINE = 10;
const PIECE_BYTES = 262_144;

/** The write end of a pipe whose reader is outside the machine: a container runtime's log, a test. */
export class SinkFile extends OpenFile {
	readonly #id: number;
	readonly #emit: (data: Uint8Array) => void;

	constructor(id: number, emit: (data: Uint8Array) => void) {
		super({ write: true }, `pipe:[${id}]`);
		this.#id = id;
		this.#emit = emit;
	}

	status(): OpenFileStatus {
		return { node: anonymousNode('fifo', this.#id), device: 13, size: 0, links: 1 };
	}

	*read(): Task<Uint8Array> {
		return new Uint8Array(0);
	}

	*write(caller: Caller, data: Uint8Array): Task<void> {
		for (let from = 0; from < data.length; from += PIECE_BYTES) {
			if (from > 0) yield* caller.checkpoint();
			const piece = data.slice(from, from + PIECE_BYTES);
			// Dearer than a file: an endless writer must not outrun whoever keeps its output, line by line.
			let lines = 0;
			for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) lines++;
			caller.charge(1 + (piece.length >> 4) + 2 * lines);
			this.#emit(piece);
		}
	}
}
