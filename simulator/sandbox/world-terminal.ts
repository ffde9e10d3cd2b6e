import type { RemoteSession } from '../hosts/sessions/remote-session.ts';
import { TerminalModes } from './terminal-modes.ts';

/** One terminal of a world: the session behind it and what it has printed, as far as it is kept. */
export class WorldTerminal {
	readonly id: string;
	readonly host: string;
	columns: number;
	rows: number;
	session: Omit<RemoteSession, 'ttyName'> | undefined;
	/** It takes no more input until it has read what it has. */
	isFull = false;
	/** Told when it takes input again. */
	whenDrained: (() => void) | undefined;
	readonly #keptBytes: number;
	readonly #chunks: Uint8Array[] = [];
	readonly #modes = new TerminalModes();
	#bytes = 0;

	constructor(id: string, host: string, size: { columns: number; rows: number }, keptBytes: number) {
		this.id = id;
		this.host = host;
		this.columns = size.columns;
		this.rows = size.rows;
		this.#keptBytes = keptBytes;
	}

	/** Keeps what is printed; the oldest goes first when it is too much, line by line where that is possible. */
	record(data: Uint8Array): void {
		this.#chunks.push(data);
		this.#bytes += data.length;
		while (this.#bytes > this.#keptBytes && this.#chunks.length > 1) {
			const oldest = this.#chunks.shift() as Uint8Array;
			this.#bytes -= oldest.length;
			this.#modes.pass(oldest);
		}
	}

	/** What brings a terminal to where this one is: first the modes of what is not kept any more. */
	scrollback(): Uint8Array {
		const all = new Uint8Array(this.#bytes);
		let at = 0;
		for (const chunk of this.#chunks) {
			all.set(chunk, at);
			at += chunk.length;
		}
		const modes = this.#modes.copy();
		if (all.length <= this.#keptBytes) return joined(modes.sequences, all);
		const cut = all.length - this.#keptBytes;
		const start = cut + all.subarray(cut).indexOf(10) + 1;
		modes.pass(all.subarray(0, start));
		return joined(modes.sequences, all.subarray(start));
	}
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
	const out = new Uint8Array(first.length + second.length);
	out.set(first);
	out.set(second, first.length);
	return out;
}
