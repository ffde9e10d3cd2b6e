import { StacklessError } from '../stackless-error.ts';

/** What was to be compressed data is none, or would become more than it may. */
export class InflateError extends StacklessError {
	constructor(message: string) {
		super('InflateError', message);
	}
}

/** There is less of it than there should be. */
export class UnexpectedEnd extends InflateError {
	constructor() {
		super('unexpected end of compressed data');
	}
}
