import { StacklessError } from '../stackless-error.ts';

/** The other side does not speak SPDY/3.1, or says too much at once: the connection cannot go on. */
export class SpdyError extends StacklessError {
	constructor(message: string) {
		super('SpdyError', message);
	}
}
