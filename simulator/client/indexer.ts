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
	/** Of one namespace, or all, namespace by namespace; in the order they became known. */
	list(namespace?: string): readonly T[];
	/** Objects that `index` files under `value`. */
	by(index: Index<T>, value: string): readonly T[];
}

/**
 * The objects of one resource with their indices. A world has some eighty of these, most of them small: what is empty
 * takes no room, and names are the objects' own strings.
 */
export class Indexer<T extends KubeObject> implements Lister<T> {
	/** By namespace, then name. */
	#namespaces: Map<string, Map<string, T>> | undefined;
	#indices: Map<string, { readonly index: Index<T>; readonly filed: Map<string, Set<T>> }> | undefined;

	get(namespace: string, name: string): T | undefined {
		return this.#namespaces?.get(namespace)?.get(name);
	}

	list(namespace = ''): readonly T[] {
		if (this.#namespaces === undefined) return [];
		if (namespace !== '' || this.#namespaces.size === 1) {
			const objects = this.#namespaces.get(namespace) ?? (namespace === '' ? this.#onlyNamespace() : undefined);
			return objects === undefined ? [] : [...objects.values()];
		}
		const all: T[] = [];
		for (const objects of this.#namespaces.values()) for (const object of objects.values()) all.push(object);
		return all;
	}

	by(index: Index<T>, value: string): readonly T[] {
		const objects = this.#indexed(index).get(value);
		return objects === undefined ? [] : [...objects];
	}

	/** Returns what was there before. */
	put(object: T): T | undefined {
		const { namespace = '', name } = object.metadata;
		this.#namespaces ??= new Map();
		let objects = this.#namespaces.get(namespace);
		if (objects === undefined) {
			objects = new Map();
			this.#namespaces.set(namespace, objects);
		}
		const old = objects.get(name);
		objects.set(name, object);
		for (const { index, filed } of this.#indices?.values() ?? []) {
			if (old !== undefined) unfile(filed, index.values(old), old);
			for (const value of index.values(object)) file(filed, value, object);
		}
		return old;
	}

	/** Returns what was there. */
	remove(object: KubeObject): T | undefined {
		const { namespace = '', name } = object.metadata;
		const objects = this.#namespaces?.get(namespace);
		const old = objects?.get(name);
		if (objects === undefined || old === undefined) return undefined;
		objects.delete(name);
		if (objects.size === 0) this.#namespaces?.delete(namespace);
		for (const { index, filed } of this.#indices?.values() ?? []) unfile(filed, index.values(old), old);
		return old;
	}

	#onlyNamespace(): Map<string, T> | undefined {
		return this.#namespaces?.values().next().value;
	}

	/** Indices come into being with their first question; from then on they are kept up to date. */
	#indexed(index: Index<T>): ReadonlyMap<string, ReadonlySet<T>> {
		const known = this.#indices?.get(index.name);
		if (known !== undefined) return known.filed;
		const filed = new Map<string, Set<T>>();
		for (const object of this.list()) for (const value of index.values(object)) file(filed, value, object);
		this.#indices ??= new Map();
		this.#indices.set(index.name, { index, filed });
		return filed;
	}
}

function file<T>(filed: Map<string, Set<T>>, value: string, object: T): void {
	const bucket = filed.get(value);
	if (bucket === undefined) filed.set(value, new Set([object]));
	else bucket.add(object);
}

function unfile<T>(filed: Map<string, Set<T>>, values: readonly string[], object: T): void {
	for (const value of values) {
		const bucket = filed.get(value);
		if (bucket?.delete(object) === true && bucket.size === 0) filed.delete(value);
	}
}
