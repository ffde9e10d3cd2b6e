/** An array that grows moves all it holds at once: so many stay together. */
const PART_LENGTH = 32_768;

/** A list of as many items as a user likes: no call takes longer for what is in it already. */
export class LongList<T> implements Iterable<T> {
	readonly #parts: T[][] = [];
	#length = 0;

	get length(): number {
		return this.#length;
	}

	push(item: T): void {
		let last = this.#parts.at(-1);
		if (last === undefined || last.length === PART_LENGTH) {
			last = [];
			this.#parts.push(last);
		}
		last.push(item);
		this.#length++;
	}

	/** The item at a place that there is. */
	get(at: number): T {
		return (this.#parts[Math.floor(at / PART_LENGTH)] as T[])[at % PART_LENGTH] as T;
	}

	/** A short piece of it. */
	slice(from: number, to: number): T[] {
		const items: T[] = [];
		for (let at = from; at < Math.min(to, this.#length); at++) items.push(this.get(at));
		return items;
	}

	*[Symbol.iterator](): Generator<T, undefined, void> {
		for (const part of this.#parts) yield* part;
	}
}
