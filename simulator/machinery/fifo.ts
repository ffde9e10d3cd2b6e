/** A queue for as many items as a user likes: an array's `shift` moves all that stand behind. */
export class Fifo<T> {
	#items: (T | undefined)[] = [];
	#from = 0;

	get length(): number {
		return this.#items.length - this.#from;
	}

	push(item: T): void {
		this.#items.push(item);
	}

	shift(): T | undefined {
		if (this.#from === this.#items.length) return undefined;
		const item = this.#items[this.#from];
		this.#items[this.#from++] = undefined;
		if (this.#from === this.#items.length) {
			this.#items = [];
			this.#from = 0;
		} else if (this.#from >= KEPT && this.#from * 2 > this.#items.length) {
			this.#items = this.#items.slice(this.#from);
			this.#from = 0;
		}
		return item;
	}

	*[Symbol.iterator](): Generator<T, undefined, void> {
		for (let at = this.#from; at < this.#items.length; at++) yield this.#items[at] as T;
	}
}

/** Places of items that are gone, before the others move up. */
const KEPT = 1_024;
