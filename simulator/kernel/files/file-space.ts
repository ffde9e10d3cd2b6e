import { SystemError } from '../process-api.ts';
import type { DiskAccount } from './disk-account.ts';

/** The room that a file system has, alone (a tmpfs) or with others (all that lies on the machine's disk). */
export class FileSpace {
	readonly totalBytes: number;
	readonly #account: DiskAccount;
	#usedBytes: number;

	/**
	 * @param account of the world: what happens in its reserve is not stopped by a full disk.
	 * @param usedBytes what is there from the beginning.
	 */
	constructor(totalBytes: number, account: DiskAccount, usedBytes = 0) {
		this.totalBytes = totalBytes;
		this.#account = account;
		this.#usedBytes = usedBytes;
	}

	get usedBytes(): number {
		return this.#usedBytes;
	}

	get freeBytes(): number {
		return Math.max(0, this.totalBytes - this.#usedBytes);
	}

	/** Throws ENOSPC and takes nothing when it would not fit. A negative amount gives back. */
	charge(bytes: number): void {
		if (bytes > 0 && this.#usedBytes + bytes > this.totalBytes && !this.#account.inReserve) {
			throw new SystemError('ENOSPC');
		}
		this.#usedBytes += bytes;
	}
}
