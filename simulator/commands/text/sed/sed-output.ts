import type { Task } from '../../../machinery/task.ts';

/** An output of sed: a line that was read without its end is given one as soon as something comes behind it. */
export class SedOutput {
	readonly #write: (text: string) => Task<void>;
	/** What lines end with. */
	readonly #end: string;
	#owesEnd = false;

	constructor(write: (text: string) => Task<void>, end: string) {
		this.#write = write;
		this.#end = end;
	}

	/** @param terminated false: without an end, as its input was. */
	*line(text: string, terminated: boolean): Task<void> {
		yield* this.text(terminated ? text + this.#end : text);
		this.#owesEnd = !terminated;
	}

	/** A text as it is; one without characters still comes behind what was there. */
	*text(text: string): Task<void> {
		yield* this.#write(this.#owesEnd ? this.#end + text : text);
		this.#owesEnd = false;
	}
}
