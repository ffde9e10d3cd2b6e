/** So much at once, and so much a second after that. */
export class TokenBucket {
	#tokens: number;
	#filledAt = performance.now();

	constructor(
		private readonly burst: number,
		private readonly perSecond: number,
	) {
		this.#tokens = burst;
	}

	/** Takes `amount` when it is there; false, and nothing taken, when it is not. */
	take(amount = 1): boolean {
		if (this.waitSeconds(amount) > 0) return false;
		this.#tokens -= amount;
		return true;
	}

	/** How long until `amount` could be taken; 0 when it is there. */
	waitSeconds(amount = 1): number {
		const now = performance.now();
		this.#tokens = Math.min(this.burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.perSecond);
		this.#filledAt = now;
		return Math.max(0, (amount - this.#tokens) / this.perSecond);
	}
}
