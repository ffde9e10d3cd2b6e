/** Killed texts, the newest last; shared by all lines of a shell. */
export class KillRing {
	readonly #texts: string[] = [];
	#at = 0;
	/** The last command was a kill: the next one adds to its text. */
	joining = false;

	kill(text: string, backwards: boolean): void {
		if (text === '') return;
		const last = this.#texts.length - 1;
		if (this.joining && last >= 0) {
			this.#texts[last] = backwards ? text + this.#texts[last] : this.#texts[last] + text;
		} else {
			this.#texts.push(text);
			if (this.#texts.length > 10) this.#texts.shift();
		}
		this.#at = this.#texts.length - 1;
	}

	get current(): string | undefined {
		return this.#texts[this.#at];
	}

	/** M-y: the one before. */
	rotate(): string | undefined {
		if (this.#texts.length === 0) return undefined;
		this.#at = (this.#at + this.#texts.length - 1) % this.#texts.length;
		return this.#texts[this.#at];
	}
}
