import { SystemError } from '../process-api.ts';

/** Who pays for written bytes: one account a world, shared by all its file trees (limits.diskBytes). */
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

	get usedBytes(): number {
		return this.#usedBytes;
	}

	get freeBytes(): number {
		return Math.max(0, this.limitBytes - this.#usedBytes);
	}

	/** Throws ENOSPC and takes nothing when it would not fit. A negative amount gives back. */
	charge(bytes: number): void {
		if (bytes > 0 && this.#reserved === 0 && this.#usedBytes + bytes > this.limitBytes) throw new SystemError('ENOSPC');
		this.#usedBytes += bytes;
	}
}

/** What an inode costs besides its content, so that empty files are bounded too. */
export const INODE_BYTES = 512;
