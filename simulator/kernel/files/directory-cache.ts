import type { FileNode } from './file-system.ts';
import type { Mount } from './mount-tree.ts';
import type { NameChanges } from './name-changes.ts';

/** A directory found before: the mount that holds it, and its node. */
export interface FoundDirectory {
	readonly mount: Mount;
	readonly node: FileNode;
}

const ENTRIES_MAX = 32;

/**
 * Directories that were found last, by their canonical path. Services of the machine write file after file into the
 * same few. Models Linux's directory entry cache, of a small size.
 */
export class DirectoryCache {
	readonly #changes: NameChanges;
	#entries: Map<string, FoundDirectory> | undefined;
	#asOf = 0;

	constructor(changes: NameChanges) {
		this.#changes = changes;
	}

	get(path: string): FoundDirectory | undefined {
		if (this.#asOf !== this.#changes.count) this.#entries = undefined;
		return this.#entries?.get(path);
	}

	/** Remembers a directory of a tree that was found without following a link. */
	add(path: string, directory: FoundDirectory): void {
		if (this.#asOf !== this.#changes.count || this.#entries === undefined || this.#entries.size >= ENTRIES_MAX) {
			this.#entries = new Map();
			this.#asOf = this.#changes.count;
		}
		this.#entries.set(path, directory);
	}

	/** What is mounted has changed. */
	clear(): void {
		this.#entries = undefined;
	}
}
