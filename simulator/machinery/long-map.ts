/** A `Map` that doubles moves all it holds at once: this many take some two milliseconds. */
const PART_LENGTH = 65_536;

interface Part<K, V> {
	readonly entries: Map<K, V>;
	next: Part<K, V> | undefined;
}

/**
 * A Map for as many entries as a user likes: no call but `clear` takes longer for what is in it already. Entries stand in
 * parts, in the order in which they came; iterators see what is added meanwhile, as a Map's do.
 */
export class LongMap<K, V> {
	#first: Part<K, V>;
	/** Only this one grows. */
	#last: Part<K, V>;

	/** @param first entries that are there already: it is part of this one from now on. */
	constructor(first: Map<K, V> = new Map()) {
		this.#first = { entries: first, next: undefined };
		this.#last = this.#first;
	}

	get size(): number {
		let size = 0;
		for (const part of this.#parts()) size += part.size;
		return size;
	}

	get(key: K): V | undefined {
		return this.#holder(key)?.get(key);
	}

	has(key: K): boolean {
		return this.#holder(key) !== undefined;
	}

	set(key: K, value: V): this {
		const holder = this.#holder(key);
		if (holder !== undefined) holder.set(key, value);
		else {
			if (this.#last.entries.size >= PART_LENGTH) this.#grow();
			this.#last.entries.set(key, value);
		}
		return this;
	}

	delete(key: K): boolean {
		return this.#holder(key)?.delete(key) === true;
	}

	clear(): void {
		for (const part of this.#parts()) part.clear();
		// Iterators that stand further in front get there.
		this.#first = this.#last;
	}

	*entries(): Generator<[K, V], undefined, void> {
		for (const part of this.#parts()) yield* part;
	}

	*keys(): Generator<K, undefined, void> {
		for (const part of this.#parts()) yield* part.keys();
	}

	*values(): Generator<V, undefined, void> {
		for (const part of this.#parts()) yield* part.values();
	}

	[Symbol.iterator](): Generator<[K, V], undefined, void> {
		return this.entries();
	}

	*#parts(): Generator<Map<K, V>, undefined, void> {
		for (let part: Part<K, V> | undefined = this.#first; part !== undefined; part = part.next) yield part.entries;
	}

	#holder(key: K): Map<K, V> | undefined {
		for (let part: Part<K, V> | undefined = this.#first; part !== undefined; part = part.next) {
			if (part.entries.has(key)) return part.entries;
		}
		return undefined;
	}

	/** Begins another part, and leaves out those that have become empty. */
	#grow(): void {
		const part: Part<K, V> = { entries: new Map(), next: undefined };
		this.#last.next = part;
		this.#last = part;
		while (this.#first.entries.size === 0 && this.#first.next !== undefined) this.#first = this.#first.next;
		for (let before = this.#first; before.next !== undefined; ) {
			const { next } = before;
			if (next.entries.size === 0 && next.next !== undefined) before.next = next.next;
			else before = next;
		}
	}
}
