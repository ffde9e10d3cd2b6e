import { anyOf, Signal, type Task, type Wait } from '../../machinery/task.ts';
import { SystemError } from '../process-api.ts';
import type { Caller, OpenFile } from './open-file.ts';

/** Who has locked one file: several that share it, or one alone. */
interface Lock {
	readonly shared: Set<OpenFile>;
	alone: OpenFile | undefined;
	readonly changed: Signal;
}

/** The advisory locks of flock(2): they belong to open file descriptions and end with them. */
export class FileLocks {
	readonly #post: (callback: () => void) => void;
	readonly #locks = new Map<string, Lock>();

	constructor(post: (callback: () => void) => void) {
		this.#post = post;
	}

	/** Waits until the lock is to be had. Throws EAGAIN when `untilMs` passes first, EINTR. @param deadline wakes then. */
	*lock(caller: Caller, file: OpenFile, mode: 'shared' | 'alone', untilMs: number, deadline: Wait): Task<void> {
		const lock = this.#of(file);
		for (;;) {
			if (this.#take(lock, file, mode)) return;
			if (caller.now() >= untilMs) throw new SystemError('EAGAIN');
			yield* caller.pause(anyOf([lock.changed, deadline]));
		}
	}

	unlock(file: OpenFile): void {
		const lock = this.#locks.get(keyOf(file));
		if (lock === undefined) return;
		const held = lock.shared.delete(file) || lock.alone === file;
		if (lock.alone === file) lock.alone = undefined;
		if (held) lock.changed.wakeAll();
	}

	#take(lock: Lock, file: OpenFile, mode: 'shared' | 'alone'): boolean {
		const others = lock.shared.size - (lock.shared.has(file) ? 1 : 0);
		if (lock.alone !== undefined && lock.alone !== file) return false;
		if (mode === 'alone' && others > 0) return false;
		this.unlock(file);
		if (mode === 'alone') lock.alone = file;
		else lock.shared.add(file);
		file.locks = this;
		return true;
	}

	#of(file: OpenFile): Lock {
		const key = keyOf(file);
		let lock = this.#locks.get(key);
		if (lock === undefined) {
			lock = { shared: new Set(), alone: undefined, changed: new Signal(this.#post) };
			this.#locks.set(key, lock);
		}
		return lock;
	}
}

function keyOf(file: OpenFile): string {
	const { device, node } = file.status();
	return `${device}:${node.ino}`;
}
