import type { KindRegistry } from '../../simulator/api/kind-registry.ts';
import type { KubeObject } from '../../simulator/machinery/meta.ts';
import type { Change } from '../../simulator/store/entry.ts';
import type { Store } from '../../simulator/store/store.ts';

/** Watches a store and finds out what must never be. */
export class StoreInvariants {
	readonly #store: Store;
	readonly #kinds: KindRegistry;
	/** What each key's value read when it was written: nobody may change it afterwards. */
	readonly #written = new Map<string, string>();
	readonly #complaints: string[] = [];
	#revision: number;

	constructor(store: Store, kinds: KindRegistry) {
		this.#store = store;
		this.#kinds = kinds;
		this.#revision = store.revision;
		for (const { key, value } of store.list('/').entries) this.#written.set(key, JSON.stringify(value));
		store.subscribe('/', (change) => this.#changed(change));
	}

	/** All that is wrong, each said once. */
	check(): string[] {
		const { entries } = this.#store.list('/');
		if (entries.length !== this.#written.size) {
			this.#complaints.push(`${entries.length} keys, but ${this.#written.size} after all changes`);
		}
		for (const { key, value } of entries) {
			if (this.#written.get(key) !== JSON.stringify(value))
				this.#complaints.push(`${key}: its value has been changed in place`);
		}
		for (const prototype of [Object.prototype, Array.prototype, Function.prototype]) {
			for (const key in prototype) this.#complaints.push(`a prototype has got the member ${key}`);
		}
		return [...new Set(this.#complaints)];
	}

	#changed({ type, key, revision, entry, previous }: Change): void {
		const object = entry.value as KubeObject;
		const { metadata } = object;
		const before = previous?.value as KubeObject | undefined;
		if (revision !== this.#revision + 1) this.#complaints.push(`${key}: revision ${revision} after ${this.#revision}`);
		this.#revision = revision;
		if (metadata.resourceVersion !== String(revision))
			this.#complaints.push(`${key}: resourceVersion ${metadata.resourceVersion} at ${revision}`);
		if (!key.endsWith(`/${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`)) {
			this.#complaints.push(`${key}: holds ${metadata.namespace}/${metadata.name}`);
		}
		const [group, version] = object.apiVersion.includes('/')
			? (object.apiVersion.split('/') as [string, string])
			: ['', object.apiVersion];
		const kind = this.#kinds.byKind(group, version, object.kind);
		if (kind !== undefined && kind.namespaced !== (metadata.namespace !== undefined))
			this.#complaints.push(`${key}: a ${object.kind} in the wrong scope`);
		if (!metadata.uid || !metadata.creationTimestamp) this.#complaints.push(`${key}: no uid or creationTimestamp`);
		if (before !== undefined && before.metadata.uid !== metadata.uid) this.#complaints.push(`${key}: another uid`);
		if (before !== undefined && before.metadata.creationTimestamp !== metadata.creationTimestamp)
			this.#complaints.push(`${key}: another creationTimestamp`);
		if ((metadata.generation ?? 0) < (before?.metadata.generation ?? 0))
			this.#complaints.push(`${key}: an older generation`);
		if (type === 'delete') {
			this.#written.delete(key);
			if ((metadata.finalizers ?? []).length > 0 && before?.metadata.deletionTimestamp === undefined) {
				this.#complaints.push(`${key}: deleted with finalizers`);
			}
		} else this.#written.set(key, JSON.stringify(object));
	}
}
