/**
 * Thrown through a program whose work has used up what `limits.ts` allows where nothing nearer can say so in the
 * program's own words. Not a bug: the kernel ends the program with this message.
 */
export class LimitError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'LimitError';
	}
}
