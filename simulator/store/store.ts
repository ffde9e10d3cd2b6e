import type { Seal } from '../machinery/ciphers/seal.ts';
import type { Limits } from '../machinery/limits.ts';
import type { Change, Entry } from './entry.ts';
import { History } from './history.ts';
import { KeyIndex } from './key-index.ts';
import { weightOf } from './weight.ts';

export type ChangeListener = (change: Change) => void;

/** Why the store refused: in etcd's words where the API server passes them on. */
export class StoreError extends Error {
	readonly fault: 'exists' | 'missing' | 'conflict' | 'compacted' | 'future' | 'full';
	/** The version there is, when it is not the expected one. */
	readonly current: Entry | undefined;
	constructor(fault: StoreError['fault'], message: string, current?: Entry) {
		super(message);
		this.name = 'StoreError';
		this.fault = fault;
		this.current = current;
	}
}

/** What `snapshot` took. Costs a few references; belongs to no world. */
export interface StoreSnapshot {
	readonly revision: number;
	readonly index: KeyIndex;
	readonly history: History;
	/** Absent: no. */
	readonly holdsSealed?: boolean;
}

/** Writes that change nothing but times. */
export interface Repeat {
	/** Updates of the key that one stands for. 0: for itself only. */
	readonly times: number;
	/** Writes to the store by then, this one included, that others of the kind stand for. */
	readonly writes: number;
}

export interface ListOptions {
	/** First key wanted (continue). */
	readonly from?: string;
	/** At most so many entries. 0 or absent: all. */
	readonly limit?: number;
	/** As it was at this revision. Absent or 0: now. Throws StoreError 'compacted' or 'future'. */
	readonly revision?: number;
}

export interface ListResult {
	readonly entries: readonly Entry[];
	/** Entries after the last one given. */
	readonly remaining: number;
	/** The revision at which this is the truth. */
	readonly revision: number;
}

type StoreLimits = Pick<Limits, 'history' | 'historyBytes' | 'objects' | 'storeBytes'>;

/**
 * A multi-version key-value store: every write makes one revision of the whole store. Values are immutable; writers
 * build them for the revision they will have. Listeners run inside the write, in the order of their registration.
 */
export class Store {
	readonly #limits: StoreLimits;
	#revision = 1;
	#index = new KeyIndex();
	#history: History;
	/** About what the values take. */
	#bytes = 0;
	#committing = false;
	#holdsSealed = false;
	/** What the next update stands for, when it changes nothing but times. */
	#repeat: Repeat | undefined;
	/** By prefix; those that end in a slash, or are whole keys, are found by cutting the key. */
	readonly #listeners = new Map<string, Set<ChangeListener>>();
	/** Prefixes in use that end anywhere else (`etcdctl watch --prefix /registry/po`). */
	readonly #oddPrefixes = new Set<string>();
	/** By prefix: who wants to know of one change only, the next. */
	readonly #waiting = new Map<string, readonly (() => void)[]>();

	/** Asked before each write but deletes; throws StoreError 'full'. */
	gate: (() => void) | undefined;

	constructor(limits: StoreLimits) {
		this.#limits = limits;
		this.#history = new History(limits.history, limits.historyBytes);
	}

	get revision(): number {
		return this.#revision;
	}

	get compactedRevision(): number {
		return this.#history.compactedRevision;
	}

	/** Whether a value was ever encrypted: nobody need look at seals before. */
	get holdsSealed(): boolean {
		return this.#holdsSealed;
	}

	/** Number of keys. */
	get size(): number {
		return this.#index.size;
	}

	get(key: string): Entry | undefined {
		return this.#index.get(key);
	}

	list(prefix: string, options: ListOptions = {}): ListResult {
		const from = options.from ?? prefix;
		const past = options.revision !== undefined && options.revision !== 0 && options.revision !== this.#revision;
		if (past)
			return this.#page(this.#listAt(prefix, from, options.revision as number), options, options.revision as number);
		const all = from === prefix ? this.#index.under(prefix) : [...this.#index.walk(prefix, from)];
		return this.#page(all, options, this.#revision);
	}

	/** How many keys start with `prefix`. */
	count(prefix: string): number {
		return this.#index.under(prefix).length;
	}

	/** @param build makes the value, given the revision it will have. Throws StoreError 'exists' or 'full'. */
	create(key: string, build: (revision: number) => object, seal?: Seal): Entry {
		const current = this.#index.get(key);
		if (current !== undefined) throw new StoreError('exists', 'key exists', current);
		if (this.#index.size >= this.#limits.objects) {
			throw new StoreError('full', 'etcdserver: mvcc: database space exceeded');
		}
		this.gate?.();
		const revision = this.#revision + 1;
		const value = build(revision);
		const bytes = this.#requireRoom(value, 0);
		const plain: Entry = { key, value, bytes, createRevision: revision, modRevision: revision, version: 1 };
		const entry = seal === undefined ? plain : { ...plain, seal };
		this.#commit({ type: 'put', key, revision, entry, previous: undefined });
		return entry;
	}

	/** @param expected the revision that the current version must have. Throws StoreError 'missing', 'conflict' or 'full'. */
	update(key: string, build: (revision: number) => object, expected?: number, seal?: Seal): Entry {
		const previous = this.#expect(key, expected);
		this.gate?.();
		const repeat = this.#repeat;
		if (repeat !== undefined) return this.#repeated(previous, repeat, build, seal);
		const revision = this.#revision + 1;
		const { createRevision, version } = previous;
		const value = build(revision);
		const bytes = this.#requireRoom(value, previous.bytes);
		const plain: Entry = { key, value, bytes, createRevision, modRevision: revision, version: version + 1 };
		const entry = seal === undefined ? plain : { ...plain, seal };
		this.#commit({ type: 'put', key, revision, entry, previous });
		return entry;
	}

	/**
	 * The next update, if it comes before `repeat(undefined)`, changes nothing but times, and may stand for many. Whoever
	 * keeps a copy is given it; those many are not in the history.
	 */
	repeat(repeat: Repeat | undefined): void {
		this.#repeat = repeat;
	}

	#repeated(previous: Entry, { times, writes }: Repeat, build: (revision: number) => object, seal?: Seal): Entry {
		this.#repeat = undefined;
		const { key, createRevision } = previous;
		const revision = this.#revision + Math.max(1, writes);
		const version = previous.version + Math.max(1, times);
		const value = build(revision);
		const bytes = this.#requireRoom(value, previous.bytes);
		const plain: Entry = { key, value, bytes, createRevision, modRevision: revision, version };
		const entry = seal === undefined ? plain : { ...plain, seal };
		this.#commit({ type: 'put', key, revision, entry, previous, repeats: true }, times > 0);
		return entry;
	}

	/**
	 * @param build the value as it should read in the delete's change (with the revision of the delete); its last value when absent.
	 * @returns the tombstone. Throws StoreError 'missing' or 'conflict'.
	 */
	delete(key: string, expected?: number, build?: (revision: number) => object): Entry {
		const previous = this.#expect(key, expected);
		const revision = this.#revision + 1;
		const value = build === undefined ? previous.value : build(revision);
		const entry: Entry = { ...previous, value, modRevision: revision };
		this.#commit({ type: 'delete', key, revision, entry, previous });
		return entry;
	}

	/**
	 * Calls `listener` for every change of keys under `prefix` from now on.
	 * @returns a function that ends it.
	 */
	subscribe(prefix: string, listener: ChangeListener): () => void {
		// A wrapper of its own: the same listener may be registered twice.
		const own: ChangeListener = (change) => listener(change);
		let listeners = this.#listeners.get(prefix);
		if (listeners === undefined) {
			listeners = new Set();
			this.#listeners.set(prefix, listeners);
			if (!prefix.endsWith('/')) this.#oddPrefixes.add(prefix);
		}
		listeners.add(own);
		return () => {
			const set = this.#listeners.get(prefix);
			if (set === undefined || !set.delete(own) || set.size > 0) return;
			this.#listeners.delete(prefix);
			this.#oddPrefixes.delete(prefix);
		};
	}

	/**
	 * Calls `callback` once: at the next change of keys under `prefix` (which ends in a slash), or at `wakeAll`.
	 * @returns a function that takes the wish back.
	 */
	onceChanged(prefix: string, callback: () => void): () => void {
		this.#waiting.set(prefix, (this.#waiting.get(prefix) ?? []).concat(callback));
		return () => {
			const left = this.#waiting.get(prefix)?.filter((each) => each !== callback) ?? [];
			if (left.length > 0) this.#waiting.set(prefix, left);
			else this.#waiting.delete(prefix);
		};
	}

	/** Calls all who wait for a change, though there was none: they look again. */
	wakeAll(): void {
		for (const prefix of [...this.#waiting.keys()]) this.#wake(prefix);
	}

	/** Changes under `prefix` after `revision`, oldest first. Throws StoreError 'compacted'. */
	changesAfter(prefix: string, revision: number): Change[] {
		if (!this.#history.isWhole(prefix, revision)) throw this.#compacted();
		return this.#history.after(revision, prefix);
	}

	/** Forgets the changes up to `revision`, as `etcdctl compact` does. Throws StoreError 'compacted' or 'future'. */
	compact(revision: number): void {
		if (revision > this.#revision) {
			throw new StoreError('future', 'etcdserver: mvcc: required revision is a future revision');
		}
		if (revision <= this.#history.compactedRevision) throw this.#compacted();
		this.#history.compact(revision);
	}

	snapshot(): StoreSnapshot {
		const holdsSealed = this.#holdsSealed;
		return { revision: this.#revision, index: this.#index.copy(), history: this.#history.copy(), holdsSealed };
	}

	/** Becomes what was snapshot (possibly of another store). Listeners stay and hear nothing of it. */
	restore(snapshot: StoreSnapshot): void {
		this.#revision = snapshot.revision;
		this.#index = snapshot.index.copy();
		this.#bytes = 0;
		for (const { bytes } of this.#index.walk('', '')) this.#bytes += bytes;
		this.#history = snapshot.history.copy();
		this.#holdsSealed = snapshot.holdsSealed ?? false;
		this.wakeAll();
	}

	/** What a value takes that stands in for one of `before` bytes. Throws StoreError 'full'. */
	#requireRoom(value: object, before: number): number {
		const bytes = weightOf(value);
		if (this.#bytes - before + bytes > this.#limits.storeBytes && bytes > before) {
			throw new StoreError('full', 'etcdserver: mvcc: database space exceeded');
		}
		return bytes;
	}

	#expect(key: string, expected: number | undefined): Entry {
		const current = this.#index.get(key);
		if (current === undefined) throw new StoreError('missing', 'key not found');
		if (expected !== undefined && current.modRevision !== expected) {
			throw new StoreError('conflict', 'revision changed', current);
		}
		return current;
	}

	#commit(change: Change, unwritten = false): void {
		if (this.#committing) throw new Error('assertion failed: a write inside a write');
		this.#committing = true;
		this.#revision = change.revision;
		if (change.entry.seal !== undefined) this.#holdsSealed = true;
		this.#bytes += (change.type === 'put' ? change.entry.bytes : 0) - (change.previous?.bytes ?? 0);
		if (change.type === 'put') this.#index.set(change.entry);
		else this.#index.delete(change.key);
		if (unwritten) this.#history.skip(change.key, change.revision);
		else this.#history.append(change);
		this.#notify(change);
		this.#committing = false;
	}

	#notify(change: Change): void {
		const { key } = change;
		for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1)) {
			const prefix = key.slice(0, at + 1);
			this.#notifyPrefix(prefix, change);
			if (this.#waiting.size > 0) this.#wake(prefix);
		}
		for (const prefix of this.#oddPrefixes) if (key.startsWith(prefix)) this.#notifyPrefix(prefix, change);
	}

	#notifyPrefix(prefix: string, change: Change): void {
		const listeners = this.#listeners.get(prefix);
		if (listeners === undefined) return;
		for (const listener of [...listeners]) listener(change);
	}

	#wake(prefix: string): void {
		const callbacks = this.#waiting.get(prefix);
		if (callbacks === undefined) return;
		this.#waiting.delete(prefix);
		for (const callback of callbacks) callback();
	}

	#listAt(prefix: string, from: string, revision: number): Entry[] {
		if (revision > this.#revision) {
			throw new StoreError('future', 'etcdserver: mvcc: required revision is a future revision');
		}
		if (!this.#history.isWhole(prefix, revision)) throw this.#compacted();
		const then = new Map<string, Entry | undefined>();
		for (const change of this.#history.after(revision, prefix)) {
			if (change.key >= from && change.key.startsWith(prefix) && !then.has(change.key)) {
				then.set(change.key, change.previous);
			}
		}
		const entries: Entry[] = [];
		for (const entry of this.#index.walk(prefix, from)) if (!then.has(entry.key)) entries.push(entry);
		for (const entry of then.values()) if (entry !== undefined) entries.push(entry);
		return entries.sort((a, b) => (a.key < b.key ? -1 : 1));
	}

	#page(all: Entry[], options: ListOptions, revision: number): ListResult {
		const limit = options.limit ?? 0;
		if (limit === 0 || all.length <= limit) return { entries: all, remaining: 0, revision };
		return { entries: all.slice(0, limit), remaining: all.length - limit, revision };
	}

	#compacted(): StoreError {
		return new StoreError('compacted', 'etcdserver: mvcc: required revision has been compacted');
	}
}
