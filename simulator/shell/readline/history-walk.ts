import type { History } from '../history/history.ts';

/** Moves through the history while a line is edited; lines that were edited on the way are kept as edited. */
export class HistoryWalk {
	readonly #history: History;
	readonly #edited = new Map<number, string>();
	#number: number;

	constructor(history: History) {
		this.#history = history;
		this.#number = history.nextNumber;
	}

	/** Number of the line shown; `history.nextNumber` is the new line. */
	get number(): number {
		return this.#number;
	}

	/** The line at `number`, as edited; undefined when there is none. */
	lineAt(number: number): string | undefined {
		if (number === this.#history.nextNumber) return this.#edited.get(number) ?? '';
		return this.#edited.get(number) ?? this.#history.at(number)?.line;
	}

	/** Goes to another line; `current` is what is left behind. Undefined when there is no such line. */
	go(number: number, current: string): string | undefined {
		const line = this.lineAt(number);
		if (line === undefined) return undefined;
		this.#edited.set(this.#number, current);
		this.#number = number;
		return line;
	}

	get first(): number {
		return this.#history.base;
	}

	get last(): number {
		return this.#history.nextNumber;
	}

	/**
	 * Searches backwards (−1) or forwards (1) from `number` on for a line that contains `text`; the match nearest to
	 * `offset` in the first line looked at.
	 */
	search(
		text: string,
		from: number,
		direction: -1 | 1,
		offset: number,
	): { readonly number: number; readonly offset: number } | undefined {
		for (let number = from; number >= this.first && number <= this.last; number += direction) {
			const line = this.lineAt(number);
			if (line === undefined) continue;
			const found =
				number === from
					? direction < 0
						? line.lastIndexOf(text, offset)
						: line.indexOf(text, offset)
					: direction < 0
						? line.lastIndexOf(text)
						: line.indexOf(text);
			if (found >= 0 && !(number === from && direction < 0 && offset < 0)) return { number, offset: found };
		}
		return undefined;
	}
}
