import { Fifo } from '../../machinery/fifo.ts';
import { Signal, type Wait } from '../../machinery/task.ts';

/** What waits for a slow reader at most; more of it is lost. */
const QUEUED_BYTES_MAX = 16 * 1024 * 1024;

/** Pieces on their way to a reader that takes them when it can. */
export class OutputQueue<T> {
	readonly #items = new Fifo<{ readonly item: T; readonly bytes: number }>();
	readonly #signal: Signal;
	#bytes = 0;
	#ended = false;

	constructor(post: (callback: () => void) => void) {
		this.#signal = new Signal(post);
	}

	get readable(): Wait {
		return this.#signal;
	}

	push(item: T, bytes: number): void {
		if (this.#ended || this.#bytes + bytes > QUEUED_BYTES_MAX) return;
		this.#items.push({ item, bytes });
		this.#bytes += bytes;
		this.#signal.wakeAll();
	}

	/** What waits. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Has the reader look again, whatever for. */
	wake(): void {
		this.#signal.wakeAll();
	}

	/** Nothing more comes; what is there can still be taken. */
	end(): void {
		this.#ended = true;
		this.#signal.wakeAll();
	}

	next(): T | undefined | 'end' {
		const first = this.#items.shift();
		if (first === undefined) return this.#ended ? 'end' : undefined;
		this.#bytes -= first.bytes;
		return first.item;
	}
}
