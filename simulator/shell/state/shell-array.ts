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

/** An associative array. Iterated in the order of bash's hash table. Models bash hashlib.c hash_string, assoc.c. */
export class AssociativeArray {
	#items: Map<string, string>;
	assigned = false;

	constructor(items: Map<string, string> = new Map()) {
		this.#items = items;
	}

	copy(): AssociativeArray {
		const copy = new AssociativeArray(new Map(this.#items));
		copy.assigned = this.assigned;
		return copy;
	}

	/** The array that a literal fills: this one when it adds to it. */
	toFill(append: boolean): AssociativeArray {
		return append ? this : new AssociativeArray();
	}

	get(key: string): string | undefined {
		return this.#items.get(key);
	}

	set(key: string, value: string): void {
		this.assigned = true;
		this.#items.set(key, value);
	}

	delete(key: string): void {
		this.#items.delete(key);
	}

	get size(): number {
		return this.#items.size;
	}

	/** By bucket; within one, the newest first. */
	keys(): string[] {
		return inHashOrder([...this.#items.keys()], 1024);
	}

	values(): string[] {
		return this.keys().map((key) => this.get(key) as string);
	}
}

/** Keys as a hash table of bash lists them. @param keys in the order in which they were made. @param buckets a power of two. */
export function inHashOrder(keys: readonly string[], buckets: number): string[] {
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
