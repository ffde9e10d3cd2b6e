/**
 * Results of pure functions, kept for the next who asks: thousands of worlds read the same start-up files and the same
 * discovery documents. The host process owns one and lends it to all its worlds, which cannot tell whether a result
 * was made for them: results are immutable (or grow only by what they would have come to anyway), and keys say
 * everything that a result depends on.
 */
export class Memo {
	/** JSON of objects that never change. */
	readonly texts: WeakMap<object, Uint8Array> = new WeakMap();
	readonly #charactersMax: number;
	/** Two generations: when the young one is full, what nobody has asked for since goes with the old one. */
	#young = new Map<string, { readonly value: unknown }>();
	#old: ReadonlyMap<string, { readonly value: unknown }> = new Map();
	#characters = 0;

	/** @param charactersMax of keys, in each of two generations. */
	constructor(charactersMax: number) {
		this.#charactersMax = charactersMax;
	}

	/**
	 * What `make` gives for `key`. What it throws is not kept.
	 * @param name the function's: its results are never another one's.
	 */
	of<T>(name: string, key: string, make: () => T): T {
		const whole = `${name}\0${key}`;
		const young = this.#young.get(whole);
		if (young !== undefined) return young.value as T;
		const held = this.#old.get(whole) ?? { value: make() };
		if (whole.length > this.#charactersMax) return held.value as T;
		if (this.#characters + whole.length > this.#charactersMax) {
			this.#old = this.#young;
			this.#young = new Map();
			this.#characters = 0;
		}
		this.#characters += whole.length;
		this.#young.set(whole, held);
		return held.value as T;
	}
}
