export interface Composition {
	/** Ends the word that the keyboard is still composing, if it is, and types it. */
	settle(): void;
}

interface CompositionOptions {
	readonly textarea: HTMLTextAreaElement;
	/** The next key is not part of a word. */
	readonly isKeyAlone: () => boolean;
	readonly type: (text: string) => void;
}

/**
 * Touch keyboards compose: Android's whole words, Korean ones syllables. xterm gets them when they are finished, and a
 * key of our bar would overtake them. Taking the focus away ends a composition in every browser, and xterm then forgets
 * what it had of it; coming back in the same turn leaves the keyboard where it is.
 */
export function followComposition({ textarea, isKeyAlone, type }: CompositionOptions): Composition {
	let composing = '';
	const settle = () => {
		if (composing === '') return;
		const text = composing;
		composing = '';
		textarea.blur();
		textarea.focus({ preventScroll: true });
		type(text);
	};
	textarea.addEventListener('compositionupdate', ({ data }) => {
		composing = data;
	});
	textarea.addEventListener('compositionend', () => {
		composing = '';
	});
	textarea.addEventListener('input', () => {
		if (isKeyAlone()) settle();
	});
	return { settle };
}
