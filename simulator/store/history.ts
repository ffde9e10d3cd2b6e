import type { Change } from './entry.ts';

const BLOCK_CHANGES = 512;
const BLOCK_BYTES = 4 * 1024 * 1024;
const NONE: ReadonlyMap<string, number> = new Map();

/** A run of changes. When it is full it is sorted by the first part of the keys once somebody asks for those of one. */
class Block {
	readonly changes: Change[];
	bytes: number;
	#byRoot: Map<string, Change[]> | undefined;

	constructor(changes: Change[]) {
		this.changes = changes;
		this.bytes = changes.reduce((sum, { entry }) => sum + entry.bytes, 0);
	}

	get isFull(): boolean {
		return this.changes.length >= BLOCK_CHANGES || this.bytes >= BLOCK_BYTES;
	}

	add(change: Change): void {
		this.changes.push(change);
		this.bytes += change.entry.bytes;
	}

	/** Those whose keys may start with `prefix`, and maybe others. */
	near(prefix: string): readonly Change[] {
		const root = rootOf(prefix);
		if (root === undefined || !this.isFull) return this.changes;
		this.#byRoot ??= this.#sorted();
		return this.#byRoot.get(root) ?? NO_CHANGES;
	}

	#sorted(): Map<string, Change[]> {
		const byRoot = new Map<string, Change[]>();
		for (const change of this.changes) {
			const root = rootOf(change.key) ?? '';
			const known = byRoot.get(root);
			if (known === undefined) byRoot.set(root, [change]);
			else known.push(change);
		}
		return byRoot;
	}
}

const NO_CHANGES: readonly Change[] = [];

/** "/registry/pods" of "/registry/pods/default/web". */
function rootOf(key: string): string | undefined {
	const end = key.indexOf('/', key.indexOf('/', 1) + 1);
	return end < 1 ? undefined : key.slice(0, end);
}

/**
 * The last changes, oldest first, in blocks: full blocks are immutable and shared by copies, and compaction drops
 * whole blocks.
 */
export class History {
	#blocks: Block[] = [];
	#size = 0;
	#bytes = 0;
	readonly #max: number;
	readonly #maxBytes: number;
	#compacted = 0;
	/** Keys with changes that were never written down, and the revision of the last of them. */
	#skipped: ReadonlyMap<string, number> = NONE;

	/** @param max changes kept, and @param maxBytes about what they take (a block more at times). */
	constructor(max: number, maxBytes: number) {
		this.#max = max;
		this.#maxBytes = maxBytes;
	}

	/** Changes up to and including this revision are gone. */
	get compactedRevision(): number {
		return this.#compacted;
	}

	append(change: Change): void {
		const last = this.#blocks[this.#blocks.length - 1];
		if (last === undefined || last.isFull) this.#blocks.push(new Block([change]));
		else last.add(change);
		this.#size++;
		this.#bytes += change.entry.bytes;
		while (this.#isTooLarge() && this.#blocks.length > 1) this.#dropOldest();
	}

	#isTooLarge(): boolean {
		return this.#size - BLOCK_CHANGES >= this.#max || this.#bytes - BLOCK_BYTES >= this.#maxBytes;
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
			const { changes } = this.#blocks[0] as Block;
			if ((changes[changes.length - 1] as Change).revision > revision) break;
			this.#dropOldest();
		}
		this.#compacted = Math.max(this.#compacted, revision);
	}

	/** Changes of keys that start with `prefix` after `revision`, oldest first. */
	after(revision: number, prefix: string): Change[] {
		let first = this.#blocks.length;
		while (first > 0 && ((this.#blocks[first - 1] as Block).changes[0] as Change).revision > revision) first--;
		const out: Change[] = [];
		for (const block of this.#blocks.slice(Math.max(0, first - 1))) {
			for (const change of block.near(prefix)) {
				if (change.revision > revision && change.key.startsWith(prefix)) out.push(change);
			}
		}
		return out;
	}

	copy(): History {
		const copy = new History(this.#max, this.#maxBytes);
		copy.#blocks = this.#blocks.map((block) => (block.isFull ? block : new Block([...block.changes])));
		copy.#size = this.#size;
		copy.#bytes = this.#bytes;
		copy.#compacted = this.#compacted;
		copy.#skipped = this.#skipped;
		return copy;
	}

	#dropOldest(): void {
		const { changes, bytes } = this.#blocks.shift() as Block;
		this.#size -= changes.length;
		this.#bytes -= bytes;
		this.#compacted = (changes[changes.length - 1] as Change).revision;
	}
}
