import type { Change } from './entry.ts';

const BLOCK_CHANGES = 512;
const NONE: ReadonlyMap<string, number> = new Map();

/**
 * The last changes, oldest first, in blocks: full blocks are immutable and shared by copies, and compaction drops
 * whole blocks.
 */
export class History {
	#blocks: Change[][] = [];
	#size = 0;
	readonly #max: number;
	#compacted = 0;
	/** Keys with changes that were never written down, and the revision of the last of them. */
	#skipped: ReadonlyMap<string, number> = NONE;

	/** @param max changes kept (a block more at times). */
	constructor(max: number) {
		this.#max = max;
	}

	/** Changes up to and including this revision are gone. */
	get compactedRevision(): number {
		return this.#compacted;
	}

	append(change: Change): void {
		const last = this.#blocks[this.#blocks.length - 1];
		if (last === undefined || last.length >= BLOCK_CHANGES) this.#blocks.push([change]);
		else last.push(change);
		this.#size++;
		while (this.#size - BLOCK_CHANGES >= this.#max && this.#blocks.length > 1) this.#dropOldest();
	}

	/** Changes of a key up to `revision` are not written down. */
	skip(key: string, revision: number): void {
		this.#skipped = new Map(this.#skipped).set(key, revision);
	}

	/** Whether all changes under `prefix` after `revision` are known. */
	isWhole(prefix: string, revision: number): boolean {
		if (revision < this.#compacted) return false;
		for (const [key, until] of this.#skipped) if (until > revision && key.startsWith(prefix)) return false;
		return true;
	}

	/** Drops what came up to and including `revision`, as far as blocks allow; all of it counts as gone. */
	compact(revision: number): void {
		while (this.#blocks.length > 0) {
			const block = this.#blocks[0] as Change[];
			if ((block[block.length - 1] as Change).revision > revision) break;
			this.#dropOldest();
		}
		this.#compacted = Math.max(this.#compacted, revision);
	}

	/** Changes after `revision`, oldest first. */
	after(revision: number): Change[] {
		let first = this.#blocks.length;
		while (first > 0 && ((this.#blocks[first - 1] as Change[])[0] as Change).revision > revision) first--;
		const out: Change[] = [];
		for (const block of this.#blocks.slice(Math.max(0, first - 1))) {
			for (const change of block) if (change.revision > revision) out.push(change);
		}
		return out;
	}

	copy(): History {
		const copy = new History(this.#max);
		copy.#blocks = this.#blocks.map((block) => (block.length >= BLOCK_CHANGES ? block : [...block]));
		copy.#size = this.#size;
		copy.#compacted = this.#compacted;
		copy.#skipped = this.#skipped;
		return copy;
	}

	#dropOldest(): void {
		const block = this.#blocks.shift() as Change[];
		this.#size -= block.length;
		this.#compacted = (block[block.length - 1] as Change).revision;
	}
}
