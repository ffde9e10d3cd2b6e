import { StacklessError } from '../stackless-error.ts';
import type { Task, Wait } from '../task.ts';

/** A connection as protocols see it: a socket of the world's kernel, or a real one in `sim serve`. */
export interface ByteDuplex {
	/** What has arrived (at least one byte), waiting for it; an empty array is the end. Throws ConnectionError. */
	read(): Task<Uint8Array>;
	/** Waits while the other side does not take it. Throws ConnectionError when it has gone. */
	write(data: Uint8Array): Task<void>;
	/** Whether `read` would not wait. */
	hasData(): boolean;
	/** Wakes when `hasData()` may hold. */
	readonly readable: Wait;
	/** No more is written; reading goes on. */
	closeWrite(): void;
	close(): void;
}

/** The connection broke, in Go's words ("read: connection reset by peer"). */
export class ConnectionError extends StacklessError {
	constructor(message: string) {
		super('ConnectionError', message);
	}
}
