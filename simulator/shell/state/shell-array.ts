import { encodeText } from '../text.ts';

/** Elements of an array whose indices stand side by side. */
interface Run {
	/** No index in it is lower, and none of the run before is as high. */
	first: number;
	items: Map<number, string>;
	/** They came by ascending index. */
	ordered: boolean;
}

/** An indexed array: sparse, iterated by ascending index. It stands in runs, because a map of a million takes long to grow. */
export class IndexedArray {
	#runs: Run[] = [];
	#size = 0;
	#last = -1;
	/** A value was given, if only `()`: `declare -p` shows it. */
	assigned = false;

	constructor(values: readonly string[] = []) {
		for (const [index, value] of values.entries()) this.set(index, value);
	}

	copy(): IndexedArray {
		const copy = new IndexedArray();
		copy.#runs = this.#runs.map((run) => ({ ...run, items: new Map(run.items) }));
		copy.#size = this.#size;
		copy.#last = this.#last;
		copy.assigned = this.assigned;
		return copy;
	}

	get(index: number): string | undefined {
		const at = index < 0 ? this.#last + 1 + index : index;
		return this.#runs[this.#placeOf(at)]?.items.get(at);
	}

	set(index: number, value: string): void {
		this.assigned = true;
		const found = this.#placeOf(index);
		const run = this.#runs[Math.max(0, found)];
		const isNew = run?.items.has(index) !== true;
		if (isNew) this.#size++;
		const isOutside = found < 0 || index > this.#last;
		if (run === undefined || (isOutside && run.items.size >= RUN_SIZE_MAX)) {
			this.#runs.splice(found + 1, 0, { first: index, items: new Map([[index, value]]), ordered: true });
		} else {
			if (isNew && index < this.#last) run.ordered = false;
			run.items.set(index, value);
			run.first = Math.min(run.first, index);
			if (run.items.size > 2 * RUN_SIZE_MAX) this.#divide(Math.max(0, found));
		}
		if (index > this.#last) this.#last = index;
	}

	delete(index: number): void {
		const at = index < 0 ? this.#last + 1 + index : index;
		const place = this.#placeOf(at);
		if (this.#runs[place]?.items.delete(at) === true) {
			this.#size--;
			if (this.#runs[place]?.items.size === 0) this.#runs.splice(place, 1);
		}
		if (at !== this.#last) return;
		let last = -1;
		for (const each of this.#runs.at(-1)?.items.keys() ?? []) if (each > last) last = each;
		this.#last = last;
	}

	/** Highest index in use; −1 when empty. */
	get last(): number {
		return this.#last;
	}

	get size(): number {
		return this.#size;
	}

	indices(): number[] {
		const indices: number[] = [];
		for (const items of this.#inOrder()) for (const index of items.keys()) indices.push(index);
		return indices;
	}

	values(): string[] {
		const values: string[] = [];
		for (const items of this.#inOrder()) for (const value of items.values()) values.push(value);
		return values;
	}

	/** Of the run that an index belongs to; −1 when it is lower than all. */
	#placeOf(index: number): number {
		let [low, high] = [-1, this.#runs.length - 1];
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if ((this.#runs[middle] as Run).first <= index) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	#inOrder(): Map<number, string>[] {
		return this.#runs.map((run) => {
			if (!run.ordered) run.items = pickFrom(run.items, sortedKeys(run.items));
			run.ordered = true;
			return run.items;
		});
	}

	#divide(place: number): void {
		const { first, items } = this.#runs[place] as Run;
		const keys = sortedKeys(items);
		const [lower, upper] = [keys.subarray(0, RUN_SIZE_MAX), keys.subarray(RUN_SIZE_MAX)];
		this.#runs.splice(
			place,
			1,
			{ first, items: pickFrom(items, lower), ordered: true },
			{ first: upper[0] as number, items: pickFrom(items, upper), ordered: true },
		);
	}
}

const RUN_SIZE_MAX = 8_192;

function sortedKeys(items: ReadonlyMap<number, string>): Float64Array {
	return Float64Array.from(items.keys()).sort();
}

function pickFrom(items: ReadonlyMap<number, string>, keys: Float64Array): Map<number, string> {
	const picked = new Map<number, string>();
	for (const key of keys) picked.set(key, items.get(key) as string);
	return picked;
}

/** Buckets of an associative array that was declared as one. Models bash assoc.h ASSOC_HASH_BUCKETS. */
const BUCKETS = 1024;
/** Of one that was another variable before. Models bash hashlib.h DEFAULT_HASH_BUCKETS. */
export const BUCKETS_CONVERTED = 128;

/**
 * An associative array. Iterated in the order of bash's hash table, which is worked out when it is asked for: when the
 * table has grown is all that is kept of it. Models bash hashlib.c hash_string, assoc.c.
 */
export class AssociativeArray {
	/** In the order in which it was put in; the last is filled. Several: a map of a million takes long to grow. */
	#parts: Map<string, string>[];
	/** Of the part that each growth of the table began. */
	#growths: number[] = [];
	#size: number;
	/** Of the empty table. */
	readonly #buckets: number;
	assigned = false;

	constructor(items: Map<string, string> = new Map(), buckets = BUCKETS) {
		this.#parts = [items];
		this.#size = items.size;
		this.#buckets = buckets;
	}

	copy(): AssociativeArray {
		const copy = new AssociativeArray(new Map(), this.#buckets);
		copy.#parts = this.#parts.map((part) => new Map(part));
		copy.#growths = [...this.#growths];
		copy.#size = this.#size;
		copy.assigned = this.assigned;
		return copy;
	}

	/** The array that a literal fills: this one when it adds to it. */
	toFill(append: boolean): AssociativeArray {
		return append ? this : new AssociativeArray(new Map(), this.#bucketsNow);
	}

	get #bucketsNow(): number {
		return this.#buckets * GROWTH ** this.#growths.length;
	}

	get(key: string): string | undefined {
		return this.#partOf(key)?.get(key);
	}

	set(key: string, value: string): void {
		this.assigned = true;
		const old = this.#partOf(key);
		if (old !== undefined) {
			old.set(key, value);
			return;
		}
		if (isFull(this.#size, this.#bucketsNow)) {
			this.#growths.push(this.#parts.length);
			this.#parts.push(new Map());
		}
		let part = this.#parts.at(-1) as Map<string, string>;
		if (part.size >= PART_SIZE_MAX) {
			part = new Map();
			this.#parts.push(part);
		}
		part.set(key, value);
		this.#size++;
	}

	#partOf(key: string): Map<string, string> | undefined {
		for (let at = this.#parts.length - 1; at >= 0; at--) if (this.#parts[at]?.has(key)) return this.#parts[at];
		return undefined;
	}

	delete(key: string): void {
		if (this.#partOf(key)?.delete(key)) this.#size--;
	}

	get size(): number {
		return this.#size;
	}

	/** By bucket; within one, the newest first. */
	keys(): string[] {
		const begins = [0, ...this.#growths];
		const ages = begins.map((begin, age) =>
			this.#parts.slice(begin, begins[age + 1]).flatMap((part) => [...part.keys()]),
		);
		return inOrderOfAges(ages, this.#buckets);
	}

	values(): string[] {
		return this.keys().map((key) => this.get(key) as string);
	}
}

const PART_SIZE_MAX = 100_000;

/** A table that is full grows before it takes one more: what is in it is put in anew as it would be listed. Models bash hashlib.c hash_grow. */
const GROWTH = 4;

function isFull(size: number, buckets: number): boolean {
	return size >= 2 * buckets;
}

/** Keys as a hash table of bash lists them. @param keys in the order in which they were made. @param buckets a power of two: those of the empty table. */
export function inHashOrder(keys: readonly string[], buckets: number): string[] {
	const ages: (readonly string[])[] = [];
	let [from, count] = [0, buckets];
	for (let full = 2 * count; full < keys.length; full = 2 * count) {
		ages.push(keys.slice(from, full));
		[from, count] = [full, count * GROWTH];
	}
	return inOrderOfAges([...ages, keys.slice(from)], buckets);
}

/** @param ages what was put in between two growths, in the order in which it was. */
function inOrderOfAges(ages: readonly (readonly string[])[], buckets: number): string[] {
	const keys = ages.flat();
	const hashes = Int32Array.from(keys, hashOf);
	const order = new Int32Array(keys.length).map((_, at) => at);
	let [count, filled] = [buckets, 0];
	for (const age of ages) {
		filled += age.length;
		putInBuckets(order.subarray(0, filled), hashes, count);
		count *= GROWTH;
	}
	return Array.from(order, (at) => keys[at] as string);
}

/** Orders places by the bucket of each one's hash, the last one first within a bucket. */
function putInBuckets(places: Int32Array, hashes: Int32Array, buckets: number): void {
	const [heads, nexts] = [new Int32Array(buckets).fill(-1), new Int32Array(places.length)];
	for (const [at, place] of places.entries()) {
		const bucket = (hashes[place] as number) & (buckets - 1);
		nexts[at] = heads[bucket] as number;
		heads[bucket] = at;
	}
	const listed = new Int32Array(places.length);
	let count = 0;
	for (const head of heads)
		for (let at = head; at >= 0; at = nexts[at] as number) listed[count++] = places[at] as number;
	places.set(listed);
}

/** What bash copies a table to as it is listed: as many buckets, filled in that order. */
export function inCopiedOrder(keys: readonly string[], buckets: number): string[] {
	let count = buckets;
	while (keys.length > 2 * count) count *= GROWTH;
	return inOrderOfAges([inHashOrder(keys, buckets)], count);
}

/** FNV-1 over the key's bytes, which are signed. */
function hashOf(key: string): number {
	let hash = FNV_OFFSET;
	for (let at = 0; at < key.length; at++) {
		const code = key.charCodeAt(at);
		if (code > 0x7f) return hashOfBytes(encodeText(key));
		hash = Math.imul(hash, FNV_PRIME) ^ code;
	}
	return hash;
}

function hashOfBytes(bytes: Uint8Array): number {
	let hash = FNV_OFFSET;
	for (const byte of bytes) hash = Math.imul(hash, FNV_PRIME) ^ ((byte << 24) >> 24);
	return hash;
}

const FNV_OFFSET = 2166136261;
const FNV_PRIME = 16777619;
