/** Virtual milliseconds that a live world may lag behind real time before its clock is set back to where it is. */
const LAG_MS_MAX = 200;

/**
 * Ties a world's time to real time while someone looks at it: a second is a second, except that a world with more to
 * do than the thread has time for falls behind instead of catching up later.
 */
export class LiveClock {
	#realMs: number;
	#virtualMs: number;

	constructor(virtualMs: number) {
		this.#realMs = performance.now();
		this.#virtualMs = virtualMs;
	}

	/** Where the world should be now. A whole millisecond. */
	target(): number {
		return Math.floor(this.#virtualMs + performance.now() - this.#realMs);
	}

	/** From now on, real time goes on from `virtualMs`. */
	restart(virtualMs: number): void {
		this.#realMs = performance.now();
		this.#virtualMs = virtualMs;
	}

	/** The world could only be brought to `virtualMs`. */
	behind(virtualMs: number): void {
		if (this.target() - virtualMs > LAG_MS_MAX) this.restart(virtualMs);
	}

	/** Real milliseconds until the world's clock shows `virtualMs`. */
	realUntil(virtualMs: number): number {
		return Math.max(0, virtualMs - (this.#virtualMs + performance.now() - this.#realMs));
	}
}
