import { LimitError } from '../limit-error.ts';

/** Steps for one text: a few milliseconds. */
const STEPS_MAX = 1_500_000;

/** A text as its characters' codes, folded when case does not matter. Most texts are their own codes. */
export class TextCodes {
	readonly text: string;
	/** The text where each character is one unit: what is found in it is found in the text. */
	readonly plain: string | undefined;
	readonly length: number;
	readonly #codes: Uint32Array | undefined;
	#units: Uint32Array | undefined;
	#steps = 0;

	constructor(text: string, fold: boolean) {
		this.text = text;
		const source = fold ? text.toLowerCase() : text;
		if (!/[\ud800-\udbff]/.test(source)) {
			this.plain = source;
			this.length = source.length;
			return;
		}
		const codes = new Uint32Array(source.length);
		let length = 0;
		for (let i = 0; i < source.length; i++) {
			const code = source.codePointAt(i) as number;
			if (code > 0xffff) i++;
			codes[length++] = code;
		}
		this.#codes = codes.subarray(0, length);
		this.length = length;
	}

	at(index: number): number {
		return this.#codes === undefined ? (this.plain as string).charCodeAt(index) : (this.#codes[index] as number);
	}

	/** Where the character is in the text. */
	unitOf(index: number): number {
		return this.length === this.text.length ? index : (this.#unitsOf()[index] ?? this.text.length);
	}

	/** The character at a place of the text. */
	indexOfUnit(unit: number): number {
		if (this.length === this.text.length) return unit;
		const units = this.#unitsOf();
		let [low, high] = [0, units.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((units[middle] as number) < unit) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	/** Where each character of the text begins. */
	#unitsOf(): Uint32Array {
		if (this.#units === undefined) {
			const units = new Uint32Array(this.text.length);
			let count = 0;
			for (let unit = 0; unit < this.text.length; count++) {
				units[count] = unit;
				unit += (this.text.codePointAt(unit) as number) > 0xffff ? 2 : 1;
			}
			this.#units = units.subarray(0, count);
		}
		return this.#units;
	}

	/** Throws LimitError when there have been too many. */
	spend(steps: number): void {
		this.#steps += steps;
		if (this.#steps > STEPS_MAX) throw new LimitError('pattern takes too long');
	}
}

/** The codes of the text that was asked about last: replacing goes through one text with many questions. */
export class LastCodes {
	readonly #fold: boolean;
	#last: TextCodes | undefined;

	constructor(fold: boolean) {
		this.#fold = fold;
	}

	of(text: string): TextCodes {
		if (this.#last?.text !== text) this.#last = new TextCodes(text, this.#fold);
		return this.#last;
	}
}
