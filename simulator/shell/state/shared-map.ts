/**
 * A map that two shells can share until one of them writes: a subshell's copy of the functions or variables costs
 * nothing until it changes something.
 */
export class SharedMap<K, V> {
	#map: Map<K, V>;
	#shared: boolean;
	/** Something was in it once. */
	wasUsed: boolean;

	constructor(map: Map<K, V> = new Map()) {
		this.#map = map;
		this.#shared = false;
		this.wasUsed = map.size > 0;
	}

	/** A second map with the same content; neither sees what the other writes from now on. */
	fork(): SharedMap<K, V> {
		const copy = new SharedMap(this.#map);
		copy.#shared = true;
		copy.wasUsed = this.wasUsed;
		this.#shared = true;
		return copy;
	}

	get(key: K): V | undefined {
		return this.#map.get(key);
	}

	has(key: K): boolean {
		return this.#map.has(key);
	}

	set(key: K, value: V): void {
		this.wasUsed = true;
		this.#own().set(key, value);
	}

	delete(key: K): boolean {
		return this.#map.has(key) && this.#own().delete(key);
	}

	clear(): void {
		this.#map = new Map();
		this.#shared = false;
	}

	get size(): number {
		return this.#map.size;
	}

	keys(): IterableIterator<K> {
		return this.#map.keys();
	}

	entries(): IterableIterator<[K, V]> {
		return this.#map.entries();
	}

	#own(): Map<K, V> {
		if (this.#shared) {
			this.#map = new Map(this.#map);
			this.#shared = false;
		}
		return this.#map;
	}
}
