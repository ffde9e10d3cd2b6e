import type { Regexp } from '../../machinery/regexp.ts';
import { compilePosix, RegexpSyntaxError } from '../../machinery/regexp.ts';
import { plainText } from './less-line.ts';
import type { LessSettings } from './less-options.ts';

/** What is looked for, and which lines are hidden because they do not have it (`&`). */
export class LessSearch {
	readonly #settings: LessSettings;
	#pattern: Regexp | undefined;
	#inverted = false;
	#highlighted = true;
	#filter: { readonly pattern: Regexp; readonly inverted: boolean } | undefined;

	constructor(settings: LessSettings) {
		this.#settings = settings;
	}

	/** Returns what is wrong with the pattern. An empty one is the one before. */
	set(text: string, inverted: boolean): string | undefined {
		this.#inverted = inverted;
		this.#highlighted = true;
		if (text === '') return this.#pattern === undefined ? 'No previous regular expression' : undefined;
		try {
			this.#pattern = this.#compile(text);
			return undefined;
		} catch (error) {
			if (error instanceof RegexpSyntaxError) return 'Invalid pattern';
			throw error;
		}
	}

	filter(text: string): string | undefined {
		if (text === '') {
			this.#filter = undefined;
			return undefined;
		}
		try {
			const inverted = text.startsWith('!');
			this.#filter = { pattern: this.#compile(inverted ? text.slice(1) : text), inverted };
			return undefined;
		} catch (error) {
			if (error instanceof RegexpSyntaxError) return 'Invalid pattern';
			throw error;
		}
	}

	get isSet(): boolean {
		return this.#pattern !== undefined;
	}

	get filters(): boolean {
		return this.#filter !== undefined;
	}

	/** Shows what is found, or not (ESC-u). */
	toggleHighlight(): void {
		this.#highlighted = !this.#highlighted;
	}

	matches(plain: string): boolean {
		return this.#pattern !== undefined && this.#pattern.test(plain) !== this.#inverted;
	}

	hides(line: string): boolean {
		return this.#filter !== undefined && this.#filter.pattern.test(plainText(line)) === this.#filter.inverted;
	}

	/** What is found is shown. */
	get highlights(): boolean {
		return this.#pattern !== undefined && !this.#inverted && this.#highlighted && this.#settings.highlights;
	}

	found(plain: string): readonly (readonly [number, number])[] {
		if (this.#pattern === undefined || !this.highlights) return [];
		return this.#pattern
			.all(plain, 500)
			.filter(({ start, end }) => end > start)
			.map(({ start, end }) => [start, end] as const);
	}

	/** `-i` minds capitals only where the pattern has some; `-I` never does. */
	#compile(text: string): Regexp {
		const { caseless } = this.#settings;
		const ignoreCase = caseless === 'always' || (caseless === 'unless-capitals' && !/\p{Lu}/u.test(text));
		return compilePosix(text, 'extended', { ignoreCase });
	}
}
