/**
 * A text that is made when somebody looks at it, and whose length is known before: a signature that nobody may ever
 * check. Making it depends on nothing that changes.
 */
export class LazyText {
	/** In bytes: the text is ASCII. */
	readonly length: number;
	#text: string | undefined;
	#make: (() => string) | undefined;

	constructor(length: number, make: () => string) {
		this.length = length;
		this.#make = make;
	}

	get text(): string {
		if (this.#make !== undefined) {
			this.#text = this.#make();
			this.#make = undefined;
			if (this.#text.length !== this.length) throw new Error('assertion failed: a lazy text of another length');
		}
		return this.#text as string;
	}
}
