import { characterText, type Modifiers, NO_MODIFIERS } from './bar-keys.ts';

/** Ctrl and Alt of the key bar: pressed once, they hold for the next key, wherever that comes from. */
export class StickyModifiers {
	readonly #onChange: (held: Modifiers) => void;
	#held = NO_MODIFIERS;

	constructor(onChange: (held: Modifiers) => void) {
		this.#onChange = onChange;
	}

	get held(): Modifiers {
		return this.#held;
	}

	/** Presses one, or lets go of it. */
	toggle(modifier: keyof Modifiers): void {
		this.#set({ ...this.#held, [modifier]: !this.#held[modifier] });
	}

	/** What holds for the key that is pressed now, and for none after it. */
	take(): Modifiers {
		const held = this.#held;
		if (held.ctrl || held.alt) this.#set(NO_MODIFIERS);
		return held;
	}

	/**
	 * What to send for `text`, which xterm has made of a key of the keyboard. A sequence is passed by, for it may be the
	 * terminal's answer to a question of the program's; so is a text of several characters: no key types one.
	 */
	apply(text: string): string {
		if (text.length > 1 && text.startsWith('\x1b')) return text;
		const held = this.take();
		return [...text].length === 1 ? characterText(text, held) : text;
	}

	#set(held: Modifiers): void {
		this.#held = held;
		this.#onChange(held);
	}
}
