import { Signal, type Task } from './task.ts';

interface Turn {
	granted: boolean;
	readonly signal: Signal;
}

/** One holder at a time; those who wait get it in the order they came, and nobody else wakes. */
export class Lock {
	readonly #post: (callback: () => void) => void;
	readonly #waiting = new Set<Turn>();
	#held = false;

	/** @param post the event loop's `post`. */
	constructor(post: (callback: () => void) => void) {
		this.#post = post;
	}

	/** Ends when the caller holds the lock. A task that is ended where it waits gives its place up. */
	*acquire(): Task<void> {
		if (!this.#held) {
			this.#held = true;
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
		this.#held = next !== undefined;
		if (next === undefined) return;
		this.#waiting.delete(next);
		next.granted = true;
		next.signal.wakeAll();
	}
}
