import { StacklessError } from '../../../machinery/stackless-error.ts';

/** A command that cannot be done: shown as a message; what was typed ahead for it is dropped. */
export class VimError extends StacklessError {
	constructor(message: string) {
		super('VimError', message);
	}
}

/** A command that fails with a beep only. */
export class Beep extends StacklessError {
	constructor() {
		super('Beep', '');
	}
}

/** Ctrl-C. */
export class Interrupted extends StacklessError {
	constructor() {
		super('Interrupted', 'Interrupted');
	}
}
