import type { KubeObject } from '../machinery/meta.ts';
import type { LabelSelector } from '../machinery/selectors.ts';

/** The values under which an object is found in one index; none keeps it out. */
export type IndexFunction<T extends KubeObject> = (object: T) => readonly string[];

export const NAMESPACE_INDEX = 'namespace';
/** By the uid of the owner that controls the object. */
export const CONTROLLER_INDEX = 'controller';

/**
 * A local copy of a collection, with indexes. Objects are shared with the server and never mutated. What is listed is in
 * the order in which it came to be known. Models client-go/tools/cache Indexer.
 */
export class Indexer<T extends KubeObject> {
	readonly #objects = new Map<string, T>();
	readonly #indexes = new Map<string, Index<T>>();

	constructor() {
		this.addIndex(NAMESPACE_INDEX, (object) => [object.metadata.namespace ?? '']);
		this.addIndex(CONTROLLER_INDEX, (object) => {
			const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true);
			return owner === undefined ? [] : [owner.uid];
		});
	}

	/** Also indexes what is there already. */
	addIndex(name: string, valuesOf: IndexFunction<T>): void {
		const index = new Index(valuesOf);
		this.#indexes.set(name, index);
		for (const [key, object] of this.#objects) index.add(key, object);
	}

	/** @param namespace '' for cluster-scoped objects. */
	get(namespace: string, name: string): T | undefined {
		return this.#objects.get(objectKey(namespace, name));
	}

	/** @param namespace absent or '': all. */
	list(namespace = '', selector?: LabelSelector): T[] {
		const objects = namespace === '' ? [...this.#objects.values()] : this.byIndex(NAMESPACE_INDEX, namespace);
		return selector === undefined ? objects : objects.filter((object) => selector.matches(object.metadata.labels));
	}

	byIndex(name: string, value: string): T[] {
		const index = this.#indexes.get(name);
		if (index === undefined) throw new Error(`assertion failed: no index ${name}`);
		const out: T[] = [];
		for (const key of index.keys(value)) out.push(this.#objects.get(key) as T);
		return out;
	}

	/** What the controller with this uid owns. */
	controlledBy(uid: string): T[] {
		return this.byIndex(CONTROLLER_INDEX, uid);
	}

	keys(): readonly string[] {
		return [...this.#objects.keys()];
	}

	get size(): number {
		return this.#objects.size;
	}

	/** @returns the version before. */
	set(object: T): T | undefined {
		const key = keyOf(object);
		const old = this.#objects.get(key);
		this.#objects.set(key, object);
		for (const index of this.#indexes.values()) index.replace(key, old, object);
		return old;
	}

	/** @returns what was removed. */
	delete(key: string): T | undefined {
		const old = this.#objects.get(key);
		if (old === undefined) return undefined;
		this.#objects.delete(key);
		for (const index of this.#indexes.values()) index.remove(key, old);
		return old;
	}

	find(key: string): T | undefined {
		return this.#objects.get(key);
	}
}

/** "namespace/name", or "name" without a namespace. Models client-go/tools/cache MetaNamespaceKeyFunc. */
export function objectKey(namespace: string, name: string): string {
	return namespace === '' ? name : `${namespace}/${name}`;
}

export function keyOf(object: KubeObject): string {
	return objectKey(object.metadata.namespace ?? '', object.metadata.name);
}

export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
	const slash = key.indexOf('/');
	return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

class Index<T extends KubeObject> {
	readonly #valuesOf: IndexFunction<T>;
	readonly #keys = new Map<string, Set<string>>();

	constructor(valuesOf: IndexFunction<T>) {
		this.#valuesOf = valuesOf;
	}

	keys(value: string): Iterable<string> {
		return this.#keys.get(value) ?? [];
	}

	add(key: string, object: T): void {
		for (const value of this.#valuesOf(object)) {
			const keys = this.#keys.get(value);
			if (keys === undefined) this.#keys.set(value, new Set([key]));
			else keys.add(key);
		}
	}

	remove(key: string, object: T): void {
		for (const value of this.#valuesOf(object)) {
			const keys = this.#keys.get(value);
			keys?.delete(key);
			if (keys?.size === 0) this.#keys.delete(value);
		}
	}

	/** Leaves the order alone where the values stay the same. */
	replace(key: string, old: T | undefined, object: T): void {
		if (old === undefined) {
			this.add(key, object);
			return;
		}
		const before = this.#valuesOf(old);
		const after = this.#valuesOf(object);
		if (before.length === after.length && before.every((value, index) => value === after[index])) return;
		this.remove(key, old);
		this.add(key, object);
	}
}
