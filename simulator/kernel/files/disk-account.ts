import { SystemError } from '../process-api.ts';

/**
 * Who pays for bytes that are really held: one account a world, shared by all its file trees (limits.diskBytes). How full
 * a disk of the world is, holes and zeros included, is its `FileSpace`'s.
 */
export class DiskAccount {
	readonly limitBytes: number;
	#usedBytes = 0;
	#reserved = 0;

	constructor(limitBytes: number) {
		this.limitBytes = limitBytes;
	}

	/**
	 * Does what the machine's services do to its files, for whom room is reserved: logs, volumes and the like are bounded
	 * elsewhere, and a full disk must not stop them.
	 */
	reserved<T>(work: () => T): T {
		this.#reserved++;
		try {
			return work();
		} finally {
			this.#reserved--;
		}
	}

	get inReserve(): boolean {
		return this.#reserved > 0;
	}

	get usedBytes(): number {
		return this.#usedBytes;
	}

	get freeBytes(): number {
		return Math.max(0, this.limitBytes - this.#usedBytes);
	}

	/** Throws ENOSPC when so much would not fit. */
	require(bytes: number): void {
		if (bytes > 0 && this.#reserved === 0 && this.#usedBytes + bytes > this.limitBytes) throw new SystemError('ENOSPC');
	}

	/** Takes it, however full it is. A negative amount gives back. */
	charge(bytes: number): void {
		this.#usedBytes += bytes;
	}
}

/** What an inode costs besides its content, so that empty files are bounded too. */
export const INODE_BYTES = 512;
