import type { KubeObject } from '../machinery/meta.ts';

/** A way to file objects. Identity by name: one index of a name a resource. */
export interface Index<T extends KubeObject> {
	readonly name: string;
	readonly values: (object: T) => readonly string[];
}

/** Objects as an informer last saw them. They are shared: never change one. */
export interface Lister<T extends KubeObject> {
	/** @param namespace '' for cluster-wide kinds. */
	get(namespace: string, name: string): T | undefined;
	/** Of one namespace, or all; in the order they became known. */
	list(namespace?: string): readonly T[];
	/** Objects that `index` files under `value`. */
	by(index: Index<T>, value: string): readonly T[];
}

/** The objects of one resource with their indices. */
export class Indexer<T extends KubeObject> implements Lister<T> {
	readonly #objects = new Map<string, T>();
	readonly #namespaces = new Map<string, Map<string, T>>();
	readonly #indices = new Map<string, { index: Index<T>; filed: Map<string, Map<string, T>> }>();

	get size(): number {
		return this.#objects.size;
	}

	get(namespace: string, name: string): T | undefined {
		return this.#objects.get(storageKey(namespace, name));
	}

	list(namespace = ''): readonly T[] {
		const objects = namespace === '' ? this.#objects : this.#namespaces.get(namespace);
		return objects === undefined ? [] : [...objects.values()];
	}

	by(index: Index<T>, value: string): readonly T[] {
		const objects = this.#indexed(index).filed.get(value);
		return objects === undefined ? [] : [...objects.values()];
	}

	/** Returns what was there before. */
	put(object: T): T | undefined {
		const key = keyFor(object);
		const old = this.#objects.get(key);
		this.#objects.set(key, object);
		file(this.#namespaces, object.metadata.namespace ?? '', key, object);
		for (const { index, filed } of this.#indices.values()) {
			if (old !== undefined) unfileAll(filed, index.values(old), key);
			for (const value of index.values(object)) file(filed, value, key, object);
		}
		return old;
	}

	/** Returns what was there. */
	remove(object: KubeObject): T | undefined {
		const key = keyFor(object);
		const old = this.#objects.get(key);
		if (old === undefined) return undefined;
		this.#objects.delete(key);
		unfileAll(this.#namespaces, [old.metadata.namespace ?? ''], key);
		for (const { index, filed } of this.#indices.values()) unfileAll(filed, index.values(old), key);
		return old;
	}

	/** Indices come into being with their first question; from then on they are kept up to date. */
	#indexed(index: Index<T>): { index: Index<T>; filed: Map<string, Map<string, T>> } {
		const known = this.#indices.get(index.name);
		if (known !== undefined) return known;
		const filed = new Map<string, Map<string, T>>();
		for (const [key, object] of this.#objects) {
			for (const value of index.values(object)) file(filed, value, key, object);
		}
		const made = { index, filed };
		this.#indices.set(index.name, made);
		return made;
	}
}

function file<T>(filed: Map<string, Map<string, T>>, value: string, key: string, object: T): void {
	const bucket = filed.get(value);
	if (bucket === undefined) filed.set(value, new Map([[key, object]]));
	else bucket.set(key, object);
}

function unfileAll<T>(filed: Map<string, Map<string, T>>, values: readonly string[], key: string): void {
	for (const value of values) {
		const bucket = filed.get(value);
		if (bucket?.delete(key) === true && bucket.size === 0) filed.delete(value);
	}
}

function keyFor(object: KubeObject): string {
	return storageKey(object.metadata.namespace ?? '', object.metadata.name);
}

function storageKey(namespace: string, name: string): string {
	return `${namespace}/${name}`;
}
