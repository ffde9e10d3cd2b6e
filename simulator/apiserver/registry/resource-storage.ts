import type { Kind } from '../../api/kind.ts';
import { type TypeSchema, typeSchema } from '../../api/schema/schema.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { apiVersionOf } from '../../machinery/meta.ts';
import { ApiError, alreadyExists, notFound, optimisticLock } from '../../machinery/status.ts';
import type { Wait } from '../../machinery/task.ts';
import type { Entry } from '../../store/entry.ts';
import { type ListResult, type Store, StoreError } from '../../store/store.ts';
import { type EncryptionPort, StorageEncryption } from '../encryption/storage-encryption.ts';
import { WatchHub } from '../watch/watch-hub.ts';
import { customFieldOrder } from './field-order.ts';
import { EVERYTHING, type Selection } from './selection.ts';

export type StoredListener = (object: KubeObject, removed: boolean) => void;

/**
 * The objects of one kind in the store: keys, versions and the store's answers as the API words them. Objects go in
 * and out in their stored form; `present` and `accept` convert where a kind is stored as another.
 */
export class ResourceStorage {
	/** The kind that is served. */
	readonly kind: Kind;
	/** The kind whose strategy applies and whose objects are stored; mostly the same one. */
	readonly stored: Kind;
	readonly type: TypeSchema;
	readonly apiVersion: string;
	readonly #store: Store;
	readonly #prefix: string;
	readonly #encryption: StorageEncryption;
	readonly #onStored: StoredListener | undefined;
	#hub: WatchHub | undefined;

	/** @param onStored told of every write. */
	constructor(
		kind: Kind,
		stored: Kind,
		store: Store,
		encryption: EncryptionPort | undefined,
		onStored?: StoredListener,
	) {
		this.kind = kind;
		this.stored = stored;
		this.#store = store;
		this.#encryption = new StorageEncryption(encryption, store, { group: stored.group, resource: stored.plural });
		this.#onStored = onStored;
		this.#prefix = `/registry/${stored.storagePrefix}/`;
		this.type = requireSchema(stored);
		this.apiVersion = apiVersionOf(kind.group, kind.version);
	}

	get groupResource(): { group: string; resource: string } {
		return { group: this.kind.group, resource: this.kind.plural };
	}

	get revision(): number {
		return this.#store.revision;
	}

	/** A stored object as this kind's clients see it. */
	present(object: KubeObject): KubeObject {
		if (this.kind.custom !== undefined) return this.kind.custom.read(object);
		return this.kind.storedAs === undefined ? object : this.kind.storedAs.fromStored(object);
	}

	/** A client's object as it is stored. */
	accept(object: KubeObject): KubeObject {
		return this.kind.storedAs === undefined ? object : this.kind.storedAs.toStored(object);
	}

	keyOf(namespace: string, name: string): string {
		return this.kind.namespaced ? `${this.#prefix}${namespace}/${name}` : this.#prefix + name;
	}

	prefixOf(namespace: string): string {
		return namespace === '' ? this.#prefix : `${this.#prefix}${namespace}/`;
	}

	find(namespace: string, name: string): KubeObject | undefined {
		const entry = this.#encryption.opened(this.#store.get(this.keyOf(namespace, name)));
		const found = entry?.value as KubeObject | undefined;
		return found === undefined || this.kind.custom === undefined ? found : this.kind.custom.read(found);
	}

	/** Throws ApiError when there is none. */
	fetch(namespace: string, name: string): KubeObject {
		const object = this.find(namespace, name);
		if (object === undefined) throw notFound(this.groupResource, name);
		return object;
	}

	/** All objects selected, in key order. */
	all(namespace: string, selection: Selection = EVERYTHING): KubeObject[] {
		const out: KubeObject[] = [];
		for (const { value } of this.entries(namespace, selection)) out.push(value as KubeObject);
		return out;
	}

	/** Entries that may match: one when the selection names it. Throws ApiError when one cannot be decrypted. */
	entries(namespace: string, selection: Selection): Entry[] {
		const name = selection.fields.requiredValue('metadata.name');
		const inNamespace = namespace !== '' ? namespace : (selection.fields.requiredValue('metadata.namespace') ?? '');
		if (name !== undefined && (inNamespace !== '' || !this.kind.namespaced)) {
			const entry = this.#encryption.opened(this.#store.get(this.keyOf(inNamespace, name)));
			return entry !== undefined && selection.matches(entry.value as KubeObject) ? [entry] : [];
		}
		const entries = this.#encryption.openedAll(this.#store.list(this.prefixOf(inNamespace)).entries);
		if (selection.isEverything) return entries as Entry[];
		return entries.filter(({ value }) => selection.matches(value as KubeObject));
	}

	list(namespace: string, options: { from?: string; limit?: number; revision?: number }): ListResult {
		const result = this.#store.list(this.prefixOf(namespace), options);
		this.#encryption.openedAll(result.entries);
		return result;
	}

	/** Most kinds of most worlds are never watched. */
	get hub(): WatchHub {
		this.#hub ??= new WatchHub(this.#store, this.stored, this.#prefix);
		return this.#hub;
	}

	/** Wakes at the next change of a stored object of this kind, or when the server stops. */
	nextChange(post: (callback: () => void) => void): Wait {
		return { arm: (wake) => this.#store.onceChanged(this.#prefix, () => post(wake)) };
	}

	changesAfter(namespace: string, revision: number): ReturnType<Store['changesAfter']> {
		return this.#store.changesAfter(this.prefixOf(namespace), revision);
	}

	/** @param object complete but for its resourceVersion; not mutated, stored with the new revision. */
	create(object: KubeObject): KubeObject {
		const { name, namespace } = object.metadata;
		try {
			const key = this.keyOf(namespace ?? '', name);
			return this.#wrote(
				this.#store.create(key, (revision) => this.#atRevision(object, revision), this.#encryption.seal()),
				false,
			);
		} catch (error) {
			throw this.#translate(error, name);
		}
	}

	/** Replaces the version that `old` is. Throws the conflict when it is no longer the current one. */
	update(object: KubeObject, old: KubeObject): KubeObject {
		const { name, namespace } = old.metadata;
		try {
			const expected = Number(old.metadata.resourceVersion);
			const key = this.keyOf(namespace ?? '', name);
			const seal = this.#encryption.seal();
			return this.#wrote(
				this.#store.update(key, (revision) => this.#atRevision(object, revision), expected, seal),
				false,
			);
		} catch (error) {
			throw this.#translate(error, name);
		}
	}

	/** Whether the current version would be stored otherwise now. */
	isStale({ metadata }: KubeObject): boolean {
		return this.#encryption.isStale(this.keyOf(metadata.namespace ?? '', metadata.name));
	}

	/** Removes the version that `old` is; gives its last state, with the revision of the delete. */
	remove(old: KubeObject, last: KubeObject = old): KubeObject {
		const { name, namespace } = old.metadata;
		try {
			const expected = Number(old.metadata.resourceVersion);
			const key = this.keyOf(namespace ?? '', name);
			return this.#wrote(
				this.#store.delete(key, expected, (revision) => this.#atRevision(last, revision)),
				true,
			);
		} catch (error) {
			throw this.#translate(error, name);
		}
	}

	#wrote(entry: Entry, removed: boolean): KubeObject {
		const object = entry.value as KubeObject;
		this.#onStored?.(object, removed);
		return object;
	}

	#atRevision(object: KubeObject, revision: number): KubeObject {
		const { custom } = this.kind;
		const versioned = withRevision(object, revision);
		if (custom === undefined) return versioned;
		const stored = customFieldOrder({ ...versioned, apiVersion: custom.storedApiVersion });
		custom.inherit(stored, object);
		return stored;
	}

	#translate(error: unknown, name: string): unknown {
		if (!(error instanceof StoreError)) return error;
		switch (error.fault) {
			case 'exists': {
				const exists = alreadyExists(this.groupResource, name);
				const current = error.current?.value as KubeObject;
				if (current.metadata.deletionTimestamp === undefined) return exists;
				return new ApiError({ ...exists.status, message: `object is being deleted: ${exists.status.message}` });
			}
			case 'missing':
				return notFound(this.groupResource, name);
			case 'conflict':
				return optimisticLock(this.groupResource, name);
			default:
				return new ApiError({
					kind: 'Status',
					apiVersion: 'v1',
					metadata: {},
					status: 'Failure',
					message: error.message,
					code: 500,
				});
		}
	}
}

function withRevision(object: KubeObject, revision: number): KubeObject {
	return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

function requireSchema(kind: Kind): TypeSchema {
	const type = kind.custom?.type ?? typeSchema(kind.schema);
	if (type === undefined) throw new Error(`assertion failed: no schema ${kind.schema}`);
	return type;
}
