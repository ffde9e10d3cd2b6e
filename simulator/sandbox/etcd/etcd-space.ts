import { writeBackend } from '../../hosts/etcd/backend-file.ts';
import type { Change } from '../../store/entry.ts';
import { type Store, StoreError } from '../../store/store.ts';
import type { StoredBytes } from './stored-bytes.ts';

/** Of a key's revision in the backend besides key and value. */
const REVISION_BYTES = 64;
/** Of a key that was deleted. */
const TOMBSTONE_BYTES = 32;

/** What a database has taken of its disk, and whether it has taken too much: it stays so when etcd starts again. */
export interface SpaceState {
	/** Its file never shrinks but by being written anew. */
	sizeBytes: number;
	/** What of it is not free to be written again. */
	usedBytes: number;
	hasAlarm: boolean;
}

/**
 * The room of etcd's database while it has a quota: who would write beyond it raises the alarm, and from then on nothing
 * but deletes is taken until somebody disarms it. Models server/storage quota.go and etcdserver/apply applierV3Capped.
 */
export class EtcdSpace {
	readonly state: SpaceState;
	readonly #quotaBytes: number;
	readonly #bytes: StoredBytes;

	constructor(state: SpaceState, quotaBytes: number, bytes: StoredBytes) {
		this.state = state;
		this.#quotaBytes = quotaBytes;
		this.#bytes = bytes;
	}

	/** Watches over a store from now on. @returns a function that ends it. */
	guard(store: Store): () => void {
		const forget = store.subscribe('', (change) => this.#add(change));
		store.gate = () => this.requireRoom();
		return () => {
			forget();
			store.gate = undefined;
		};
	}

	/** Throws StoreError. */
	requireRoom(): void {
		if (this.state.sizeBytes >= this.#quotaBytes) this.state.hasAlarm = true;
		if (this.state.hasAlarm) throw new StoreError('full', 'etcdserver: mvcc: database space exceeded');
	}

	#add({ type, key, entry }: Change): void {
		const bytes = type === 'put' ? this.#bytes.encode(entry).length + REVISION_BYTES : TOMBSTONE_BYTES;
		this.state.usedBytes += key.length + bytes;
		this.state.sizeBytes = Math.max(this.state.sizeBytes, this.state.usedBytes);
	}

	/** What has been superseded is free. @param live what is left. */
	compacted(live: number): void {
		this.state.usedBytes = Math.min(this.state.usedBytes, live);
	}

	defragmented(): void {
		this.state.sizeBytes = this.state.usedBytes;
	}
}

export function liveBytes(backend: Parameters<typeof writeBackend>[0]): number {
	return writeBackend(backend).length;
}
