import type { Seal } from '../machinery/ciphers/seal.ts';

/** One version of one key. Immutable; the value is never mutated once stored. */
export interface Entry {
	readonly key: string;
	readonly value: object;
	/** Revision at which the key came into being (last time). */
	readonly createRevision: number;
	/** Revision of this version. */
	readonly modRevision: number;
	/** 1 for a new key. */
	readonly version: number;
	/** About how much memory the value takes. */
	readonly bytes: number;
	/** How its writer has encrypted the value; absent: not at all. The value here is what was encrypted. */
	readonly seal?: Seal;
}

/** One change. Immutable. */
export interface Change {
	readonly type: 'put' | 'delete';
	readonly key: string;
	readonly revision: number;
	/** The new version; of a delete, a tombstone: the last value at the revision of the delete. */
	readonly entry: Entry;
	/** The version before; undefined when the key is new. */
	readonly previous: Entry | undefined;
	/** Nothing but times has changed: copies follow, and nobody has to be told. */
	readonly repeats?: boolean;
}
