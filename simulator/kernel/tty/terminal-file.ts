import type { Task, Wait } from '../../machinery/task.ts';
import type { FileNode } from '../files/file-system.ts';
import { type Caller, OpenFile, type OpenFileStatus } from '../open-files/open-file.ts';
import { type OpenFlags, SystemError } from '../process-api.ts';
import type { Terminal } from './terminal.ts';

/** The program's end of a pseudo-terminal. */
export class TerminalFile extends OpenFile {
	readonly #terminal: Terminal;
	readonly #node: FileNode;

	constructor(terminal: Terminal, node: FileNode, flags: OpenFlags = { read: true, write: true }) {
		super(flags, terminal.name);
		this.#terminal = terminal;
		this.#node = node;
	}

	override get terminal(): Terminal {
		return this.#terminal;
	}

	status(): OpenFileStatus {
		return { node: this.#node, device: PTS_DEVICE, size: 0, links: 1 };
	}

	*read(caller: Caller, max: number): Task<Uint8Array> {
		const terminal = this.#terminal;
		for (;;) {
			yield* caller.awaitForeground(terminal, 'TTIN');
			const data = terminal.take(max);
			if (data !== undefined) return data;
			if (this.flags.nonBlock) throw new SystemError('EAGAIN');
			yield* caller.pause(terminal.changed);
		}
	}

	*write(caller: Caller, data: Uint8Array): Task<void> {
		const terminal = this.#terminal;
		for (let at = 0; at === 0 || at < data.length; at += CHUNK_BYTES) {
			if (at > 0) yield* caller.checkpoint();
			while (terminal.outputStopped && !terminal.hungUp) yield* caller.pause(terminal.changed);
			if (terminal.hungUp) throw new SystemError('EIO');
			const piece = data.length <= CHUNK_BYTES ? data : data.subarray(at, at + CHUNK_BYTES);
			// A terminal takes bytes no faster than it can show them.
			caller.charge(1 + (piece.length >> 1));
			terminal.output(piece);
		}
	}

	override readable(): boolean {
		return this.#terminal.hasInput;
	}

	override whenReadable(): Wait {
		return this.#terminal.changed;
	}

	override reopen(flags: OpenFlags): OpenFile {
		return new TerminalFile(this.#terminal, this.#node, flags);
	}
}

/** What it takes at once, as tty_write takes a part after the other. */
const CHUNK_BYTES = 65_536;

/** The device number of devpts. */
export const PTS_DEVICE = 24;
