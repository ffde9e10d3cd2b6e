import { encodeText } from '../text.ts';

/** An indexed array: sparse, iterated by ascending index. */
export class IndexedArray {
	#items: Map<number, string>;
	#ordered = true;
	#last = -1;
	/** A value was given, if only `()`: `declare -p` shows it. */
	assigned = false;

	constructor(values: readonly string[] = []) {
		this.#items = new Map(values.map((value, index) => [index, value]));
		this.#last = values.length - 1;
		this.assigned = values.length > 0;
	}

	copy(): IndexedArray {
		const copy = new IndexedArray();
		copy.#items = new Map(this.#items);
		copy.#ordered = this.#ordered;
		copy.#last = this.#last;
		copy.assigned = this.assigned;
		return copy;
	}

	get(index: number): string | undefined {
		return this.#items.get(index < 0 ? this.#last + 1 + index : index);
	}

	set(index: number, value: string): void {
		this.assigned = true;
		if (index > this.#last) this.#last = index;
		else if (!this.#items.has(index)) this.#ordered = false;
		this.#items.set(index, value);
	}

	delete(index: number): void {
		const at = index < 0 ? this.#last + 1 + index : index;
		this.#items.delete(at);
		if (at !== this.#last) return;
		let last = -1;
		for (const each of this.#items.keys()) if (each > last) last = each;
		this.#last = last;
	}

	/** Highest index in use; −1 when empty. */
	get last(): number {
		return this.#last;
	}

	get size(): number {
		return this.#items.size;
	}

	indices(): number[] {
		this.#sort();
		return [...this.#items.keys()];
	}

	values(): string[] {
		this.#sort();
		return [...this.#items.values()];
	}

	#sort(): void {
		if (this.#ordered) return;
		this.#items = new Map([...this.#items].sort((a, b) => a[0] - b[0]));
		this.#ordered = true;
	}
}

/** Buckets of an associative array that was declared as one. Models bash assoc.h ASSOC_HASH_BUCKETS. */
const BUCKETS = 1024;
/** Of one that was another variable before. Models bash hashlib.h DEFAULT_HASH_BUCKETS. */
export const BUCKETS_CONVERTED = 128;

/** An associative array. Iterated in the order of bash's hash table. Models bash hashlib.c hash_string, assoc.c. */
export class AssociativeArray {
	#items: Map<string, string>;
	#buckets: number;
	assigned = false;

	constructor(items: Map<string, string> = new Map(), buckets = BUCKETS) {
		this.#items = items;
		this.#buckets = buckets;
	}

	copy(): AssociativeArray {
		const copy = new AssociativeArray(new Map(this.#items), this.#buckets);
		copy.assigned = this.assigned;
		return copy;
	}

	/** The array that a literal fills: this one when it adds to it. */
	toFill(append: boolean): AssociativeArray {
		return append ? this : new AssociativeArray(new Map(), this.#buckets);
	}

	get(key: string): string | undefined {
		return this.#items.get(key);
	}

	set(key: string, value: string): void {
		this.assigned = true;
		if (isFull(this.#items.size, this.#buckets) && !this.#items.has(key)) this.#grow();
		this.#items.set(key, value);
	}

	#grow(): void {
		this.#items = new Map(
			byBucket([...this.#items.keys()], this.#buckets).map((key) => [key, this.get(key) as string]),
		);
		this.#buckets *= GROWTH;
	}

	delete(key: string): void {
		this.#items.delete(key);
	}

	get size(): number {
		return this.#items.size;
	}

	/** By bucket; within one, the newest first. */
	keys(): string[] {
		return byBucket([...this.#items.keys()], this.#buckets);
	}

	values(): string[] {
		return this.keys().map((key) => this.get(key) as string);
	}
}

/** A table that is full grows before it takes one more: what is in it is put in anew as it would be listed. Models bash hashlib.c hash_grow. */
const GROWTH = 4;

function isFull(size: number, buckets: number): boolean {
	return size >= 2 * buckets;
}

/** Keys as a hash table of bash lists them. @param keys in the order in which they were made. @param buckets a power of two: those of the empty table. */
export function inHashOrder(keys: readonly string[], buckets: number): string[] {
	let [own, count] = [[...keys], buckets];
	for (let full = 2 * count; full < own.length; full = 2 * count) {
		own = [...byBucket(own.slice(0, full), count), ...own.slice(full)];
		count *= GROWTH;
	}
	return byBucket(own, count);
}

/** What bash copies a table to as it is listed: as many buckets, filled in that order. */
export function inCopiedOrder(keys: readonly string[], buckets: number): string[] {
	let count = buckets;
	while (keys.length > 2 * count) count *= GROWTH;
	return byBucket(inHashOrder(keys, buckets), count);
}

function byBucket(keys: readonly string[], buckets: number): string[] {
	const keyed = keys.map((key, index) => ({ key, index, bucket: hashOf(key) & (buckets - 1) }));
	keyed.sort((a, b) => a.bucket - b.bucket || b.index - a.index);
	return keyed.map((entry) => entry.key);
}

/** FNV-1 over the key's bytes, which are signed. */
function hashOf(key: string): number {
	let hash = 2166136261;
	for (const byte of encodeText(key)) hash = Math.imul(hash, 16777619) ^ ((byte << 24) >> 24);
	return hash;
}
