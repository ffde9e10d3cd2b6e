import type { Backend, EtcdDisks as EtcdDisksPort } from '../../hosts/etcd/backend-file.ts';
import { liveToken, readBackend } from '../../hosts/etcd/backend-file.ts';
import type { EtcdMember } from '../../hosts/etcd/member.ts';
import type { Limits } from '../../machinery/limits.ts';
import { History } from '../../store/history.ts';
import { KeyIndex } from '../../store/key-index.ts';
import { Store, type StoreSnapshot } from '../../store/store.ts';
import { weightOf } from '../../store/weight.ts';
import { EtcdMembership } from './etcd-membership.ts';
import type { SpaceState } from './etcd-space.ts';

interface Kept {
	readonly snapshot: StoreSnapshot;
	readonly member: EtcdMember;
}

/** What the disks of a copied cluster begin with. Immutable. */
export interface EtcdDisksSnapshot {
	readonly kept: ReadonlyMap<string, Kept>;
	readonly current: string | undefined;
	readonly member: EtcdMember | undefined;
	readonly opened: number;
	readonly space: Readonly<SpaceState> | undefined;
}

/** The data directory is none of etcd's. */
export class InvalidDatabase extends Error {}

/** States that no etcd runs on, kept for a data directory that may come back; the oldest go. */
const KEPT_MAX = 64;

/**
 * The states behind etcd's data directories. One is in the store; the file of a directory says which one it means, and
 * whoever starts etcd on another directory brings that one's state into the store.
 */
export class EtcdDisks implements EtcdDisksPort {
	readonly #store: Store;
	readonly #limits: Limits;
	readonly #kept: Map<string, Kept>;
	#current: string | undefined;
	#member: EtcdMember | undefined;
	/** How often etcd was started. */
	#opened: number;
	/** Of the state in the store. Differs: states that are put aside forget theirs. */
	readonly membership: EtcdMembership;
	/** Of the state in the store: what it takes, once it has been counted. */
	space: SpaceState | undefined;
	/** An etcd has run here on what is in the store, and stopped. */
	#used = false;

	/** @param onMembers told when members have come or gone. */
	constructor(
		store: Store,
		limits: Limits,
		begin: EtcdDisksSnapshot | undefined,
		onMembers: () => void = () => undefined,
	) {
		this.membership = new EtcdMembership(onMembers);
		this.#store = store;
		this.#limits = limits;
		this.#kept = new Map(begin?.kept);
		this.#current = begin?.current;
		this.#member = begin?.member;
		this.#opened = begin?.opened ?? 0;
		this.space = begin?.space && { ...begin.space };
	}

	get opened(): number {
		return this.#opened;
	}

	snapshot(): EtcdDisksSnapshot {
		const space = this.space && { ...this.space };
		return { kept: new Map(this.#kept), current: this.#current, member: this.#member, opened: this.#opened, space };
	}

	read(token: string): Backend | undefined {
		if (token === this.#current && this.#member !== undefined) return backendOf(this.#store.snapshot(), this.#member);
		const kept = this.#kept.get(token);
		return kept === undefined ? undefined : backendOf(kept.snapshot, kept.member);
	}

	/** The state in the store, as a snapshot of a running etcd holds it. */
	running(): Backend {
		const { member: _, ...backend } = backendOf(this.#store.snapshot(), NOBODY);
		return backend;
	}

	/**
	 * Brings the state of a data directory into the store.
	 * @param file its `member/snap/db`; undefined: it has none, and etcd begins with nothing.
	 * @param member who etcd is then.
	 * @returns what the file has to say from now on; undefined: it says so already. Throws InvalidDatabase.
	 */
	open(
		file: Uint8Array | undefined,
		member: EtcdMember,
	): { readonly token: string | undefined; readonly member: EtcdMember } {
		const token = file === undefined ? undefined : liveToken(file);
		const resumed = token !== undefined && token === this.#current;
		if (resumed && !this.#used) {
			this.#used = true;
			return { token: undefined, member: this.#member ?? member };
		}
		const next = this.#stateOf(file, token, member);
		this.#keep();
		if (!resumed && !this.#isThere(next.snapshot)) this.#store.restore(next.snapshot);
		if (!resumed) {
			this.membership.reset();
			this.space = undefined;
		}
		this.#opened++;
		this.#used = true;
		this.#current = String(this.#opened);
		this.#member = next.member;
		return { token: this.#current, member: next.member };
	}

	#isThere(snapshot: StoreSnapshot): boolean {
		return snapshot.index.size === 0 && this.#store.size === 0;
	}

	#stateOf(file: Uint8Array | undefined, token: string | undefined, member: EtcdMember): Kept {
		if (file === undefined) return { snapshot: new Store(this.#limits).snapshot(), member };
		if (token !== undefined) {
			if (token === this.#current && this.#member !== undefined) {
				return { snapshot: this.#store.snapshot(), member: this.#member };
			}
			const kept = this.#kept.get(token);
			if (kept === undefined) throw new InvalidDatabase();
			return kept;
		}
		const backend = readBackend(file);
		if (backend === undefined) throw new InvalidDatabase();
		return { snapshot: snapshotOf(backend, this.#limits), member: backend.member ?? member };
	}

	#keep(): void {
		if (this.#current === undefined || this.#member === undefined) return;
		this.#kept.set(this.#current, { snapshot: this.#store.snapshot(), member: this.#member });
		for (const oldest of this.#kept.keys()) {
			if (this.#kept.size <= KEPT_MAX) break;
			this.#kept.delete(oldest);
		}
	}
}

const NOBODY: EtcdMember = { memberId: '0', clusterId: '0' };

function backendOf({ revision, index, history }: StoreSnapshot, member: EtcdMember): Backend {
	return { revision, compactRevision: history.compactedRevision, member, entries: index.under('') };
}

/** The history from before is not in the file: watches begin anew. */
function snapshotOf({ revision, entries }: Backend, limits: Limits): StoreSnapshot {
	const index = new KeyIndex();
	for (const entry of entries) index.set({ ...entry, bytes: weightOf(entry.value) });
	const history = new History(limits.history, limits.historyBytes);
	history.compact(revision);
	return { revision, index, history, holdsSealed: entries.some(({ seal }) => seal !== undefined) };
}
