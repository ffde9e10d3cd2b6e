import type { Entry } from './entry.ts';

/** A run of neighbouring keys. Shared between an index and its copies until one of them changes it. */
interface Chunk {
	readonly entries: Entry[];
	/** The index that may change it; a copy makes its own first. */
	readonly owner: object;
}

const CHUNK_ENTRIES_MAX = 512;

/**
 * Entries in key order: a sorted list of short sorted lists. Looking up, inserting and removing cost a binary search
 * and a short move; walking a prefix costs what it yields; copying costs one reference a chunk.
 */
export class KeyIndex {
	#chunks: Chunk[] = [];
	#owner: object = {};
	#size = 0;

	get size(): number {
		return this.#size;
	}

	get(key: string): Entry | undefined {
		const chunk = this.#chunks[this.#chunkOf(key)];
		if (chunk === undefined) return undefined;
		const entry = chunk.entries[lowerBound(chunk.entries, key)];
		return entry?.key === key ? entry : undefined;
	}

	set(entry: Entry): void {
		if (this.#chunks.length === 0) {
			this.#chunks.push({ entries: [entry], owner: this.#owner });
			this.#size = 1;
			return;
		}
		const at = this.#chunkOf(entry.key);
		const { entries } = this.#writable(at);
		const index = lowerBound(entries, entry.key);
		if (entries[index]?.key === entry.key) {
			entries[index] = entry;
			return;
		}
		entries.splice(index, 0, entry);
		this.#size++;
		if (entries.length > CHUNK_ENTRIES_MAX) {
			const right = entries.splice(CHUNK_ENTRIES_MAX / 2);
			this.#chunks.splice(at + 1, 0, { entries: right, owner: this.#owner });
		}
	}

	delete(key: string): void {
		const at = this.#chunkOf(key);
		if (this.#chunks[at] === undefined) return;
		const { entries } = this.#writable(at);
		const index = lowerBound(entries, key);
		if (entries[index]?.key !== key) return;
		entries.splice(index, 1);
		this.#size--;
		if (entries.length === 0) this.#chunks.splice(at, 1);
	}

	/** Entries whose keys start with `prefix`, from `from` (included) on, in key order. The index must not change meanwhile. */
	*walk(prefix: string, from = prefix): Generator<Entry, void, void> {
		const start = from < prefix ? prefix : from;
		for (let at = this.#chunkOf(start); at < this.#chunks.length; at++) {
			const { entries } = this.#chunks[at] as Chunk;
			for (let index = lowerBound(entries, start); index < entries.length; index++) {
				const entry = entries[index] as Entry;
				if (!entry.key.startsWith(prefix)) return;
				yield entry;
			}
		}
	}

	/** All entries under `prefix`, in key order: `walk` without a generator's cost. */
	under(prefix: string): Entry[] {
		const out: Entry[] = [];
		for (let at = this.#chunkOf(prefix); at < this.#chunks.length; at++) {
			const { entries } = this.#chunks[at] as Chunk;
			for (let index = lowerBound(entries, prefix); index < entries.length; index++) {
				const entry = entries[index] as Entry;
				if (!entry.key.startsWith(prefix)) return out;
				out.push(entry);
			}
		}
		return out;
	}

	/** An index with the same content that changes apart from this one. */
	copy(): KeyIndex {
		const copy = new KeyIndex();
		copy.#chunks = [...this.#chunks];
		copy.#size = this.#size;
		// From now on neither owns what both see.
		this.#owner = {};
		return copy;
	}

	#writable(at: number): Chunk {
		const chunk = this.#chunks[at] as Chunk;
		if (chunk.owner === this.#owner) return chunk;
		const own = { entries: [...chunk.entries], owner: this.#owner };
		this.#chunks[at] = own;
		return own;
	}

	/** The last chunk whose first key is not after `key`; the first one when all are. */
	#chunkOf(key: string): number {
		let low = 0;
		let high = this.#chunks.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (((this.#chunks[middle] as Chunk).entries[0] as Entry).key <= key) low = middle + 1;
			else high = middle;
		}
		return Math.max(0, low - 1);
	}
}

/** Index of the first entry whose key is not before `key`. */
function lowerBound(entries: readonly Entry[], key: string): number {
	let low = 0;
	let high = entries.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((entries[middle] as Entry).key < key) low = middle + 1;
		else high = middle;
	}
	return low;
}
