import { Signal, type Task } from './task.ts';

interface Turn {
	granted: boolean;
	readonly signal: Signal;
}

/** One holder at a time, or a few; those who wait get it in the order they came, and nobody else wakes. */
export class Lock {
	readonly #post: (callback: () => void) => void;
	readonly #waiting = new Set<Turn>();
	#free: number;

	/**
	 * @param post the event loop's `post`.
	 * @param holders how many at a time.
	 */
	constructor(post: (callback: () => void) => void, holders = 1) {
		this.#post = post;
		this.#free = holders;
	}

	/** Ends when the caller holds the lock. A task that is ended where it waits gives its place up. */
	*acquire(): Task<void> {
		if (this.#free > 0) {
			this.#free--;
			return;
		}
		const turn: Turn = { granted: false, signal: new Signal(this.#post) };
		this.#waiting.add(turn);
		let taken = false;
		try {
			while (!turn.granted) yield turn.signal;
			taken = true;
		} finally {
			if (!taken && turn.granted) this.release();
			else this.#waiting.delete(turn);
		}
	}

	/** Hands the lock to the next in line. */
	release(): void {
		const [next] = this.#waiting;
		if (next === undefined) {
			this.#free++;
			return;
		}
		this.#waiting.delete(next);
		next.granted = true;
		next.signal.wakeAll();
	}
}
