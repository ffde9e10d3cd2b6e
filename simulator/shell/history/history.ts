export interface HistoryEntry {
	readonly line: string;
	/** Virtual milliseconds since the epoch. */
	readonly atMs: number;
}

/** The list of commands entered, numbered from 1 (or more once old ones were dropped). */
export class History {
	#entries: HistoryEntry[];
	#base: number;
	/** Entries that came from the history file (or were written to it): `history -a` appends what follows. */
	savedCount = 0;
	/** The newest entry is the line that runs, or one that `history -s` has put there. */
	holdsLine = false;
	/** `history -s` has put it there. */
	pushed = false;

	constructor(entries: HistoryEntry[] = [], base = 1) {
		this.#entries = entries;
		this.#base = base;
	}

	fork(): History {
		const copy = new History([...this.#entries], this.#base);
		const { savedCount, holdsLine, pushed } = this;
		return Object.assign(copy, { savedCount, holdsLine, pushed });
	}

	get entries(): readonly HistoryEntry[] {
		return this.#entries;
	}

	/** Number of the first entry. */
	get base(): number {
		return this.#base;
	}

	/** Number the next entry will get. */
	get nextNumber(): number {
		return this.#base + this.#entries.length;
	}

	/** By number; undefined when it is not (or no longer) there. */
	at(number: number): HistoryEntry | undefined {
		return this.#entries[number - this.#base];
	}

	add(entry: HistoryEntry): void {
		this.#entries.push(entry);
	}

	/** What a command of several lines sees when its first line is the newest entry. */
	beforeLast(): History {
		return new History(this.#entries.slice(0, -1), this.#base);
	}

	replaceLast(line: string): void {
		const last = this.#entries.pop();
		if (last !== undefined) this.#entries.push({ line, atMs: last.atMs });
	}

	delete(number: number): boolean {
		const index = number - this.#base;
		if (index < 0 || index >= this.#entries.length) return false;
		this.#entries.splice(index, 1);
		if (index < this.savedCount) this.savedCount--;
		return true;
	}

	clear(): void {
		this.#entries = [];
		this.#base = 1;
		this.savedCount = 0;
	}

	/** Keeps the newest `size`. */
	stifle(size: number): void {
		const excess = this.#entries.length - size;
		if (excess <= 0) return;
		this.#entries.splice(0, excess);
		this.#base += excess;
		this.savedCount = Math.max(0, this.savedCount - excess);
	}

	/** Erases earlier copies of `line` (HISTCONTROL=erasedups). */
	eraseDuplicates(line: string): void {
		const kept = this.#entries.filter((entry) => entry.line !== line);
		this.#entries = kept;
		this.savedCount = Math.min(this.savedCount, kept.length);
	}
}
