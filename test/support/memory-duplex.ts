import { type ByteDuplex, ConnectionError } from '../../simulator/machinery/http/byte-duplex.ts';
import { Signal, type Task } from '../../simulator/machinery/task.ts';

/** One end of a connection whose other end is the test. */
export class MemoryDuplex implements ByteDuplex {
	readonly readable: Signal;
	readonly #incoming: Uint8Array[] = [];
	readonly #send: (data: Uint8Array) => void;
	readonly #end: () => void;
	#ended = false;
	#closed = false;

	/**
	 * @param send takes what is written; must not wait.
	 * @param end called once, when this end stops writing.
	 */
	constructor(post: (callback: () => void) => void, send: (data: Uint8Array) => void, end: () => void) {
		this.readable = new Signal(post);
		this.#send = send;
		this.#end = end;
	}

	/** Bytes from the other side. */
	push(data: Uint8Array): void {
		if (data.length === 0 || this.#ended) return;
		this.#incoming.push(data);
		this.readable.wakeAll();
	}

	/** The other side writes no more. */
	pushEnd(): void {
		this.#ended = true;
		this.readable.wakeAll();
	}

	*read(): Task<Uint8Array> {
		for (;;) {
			const data = this.#incoming.shift();
			if (data !== undefined) return data;
			if (this.#ended || this.#closed) return new Uint8Array(0);
			yield this.readable;
		}
	}

	*write(data: Uint8Array): Task<void> {
		if (this.#closed) throw new ConnectionError('write: broken pipe');
		this.#send(data);
	}

	hasData(): boolean {
		return this.#incoming.length > 0 || this.#ended || this.#closed;
	}

	closeWrite(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#end();
	}

	close(): void {
		this.closeWrite();
		this.readable.wakeAll();
	}
}
