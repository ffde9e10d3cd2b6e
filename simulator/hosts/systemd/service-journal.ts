/** One line of a host's journal. */
export interface JournalLine {
	readonly atMs: number;
	/** "systemd", "kubelet". */
	readonly identifier: string;
	readonly pid: number;
	readonly unit: string;
	readonly text: string;
	/** Of syslog; 6 where nobody has said. */
	readonly priority?: number;
}

/** A file of the journal that nothing is written to any more. */
export interface JournalArchive {
	/** How many of the oldest lines kept are in it. */
	readonly lines: number;
	/** "system@…-0000000000000001-00064c0f…": its number and time are those of its first line. */
	readonly firstNumber: number;
	readonly firstMs: number;
	readonly lastMs: number;
	readonly bytes: number;
}

/** Lines kept a host; the oldest go. */
const LINES_MAX = 5000;
const LINE_LENGTH_MAX = 4096;
const ARCHIVES_MAX = 100;
/** What a journal grows by. Models journal-file.c FILE_SIZE_INCREASE. */
const FILE_STEP_BYTES = 8 * 1024 * 1024;
/** What a line takes with its fields. */
const ENTRY_BYTES = 1024;

/** What a copy of a journal goes on with. */
export interface JournalMemory {
	readonly lines: readonly JournalLine[];
	readonly open: ReadonlyMap<string, string>;
	/** The number of the first line kept. */
	readonly firstNumber: number;
	readonly archives: readonly JournalArchive[];
}

/** What a host's services have said: what journalctl shows. */
export class ServiceJournal {
	#lines: JournalLine[];
	/** Output of a unit that has not ended its line yet. */
	readonly #open: Map<string, string>;
	#firstNumber: number;
	#archives: JournalArchive[];

	/** @param memory of the host that this one is a copy of. */
	constructor(memory?: JournalMemory) {
		this.#lines = [...(memory?.lines ?? [])];
		this.#open = new Map(memory?.open);
		this.#firstNumber = memory?.firstNumber ?? 1;
		this.#archives = [...(memory?.archives ?? [])];
	}

	memory(): JournalMemory {
		const { lines, firstNumber } = this.numbered();
		return { lines, open: new Map(this.#open), firstNumber, archives: this.#archives };
	}

	add(line: JournalLine): void {
		this.#lines.push({ ...line, text: line.text.slice(0, LINE_LENGTH_MAX) });
		if (this.#lines.length > 2 * LINES_MAX) this.#drop(this.#lines.length - LINES_MAX);
	}

	/** Output of a unit's process, in pieces of any size. */
	addOutput(line: Omit<JournalLine, 'text'>, output: string): void {
		const pieces = ((this.#open.get(line.unit) ?? '') + output).split('\n');
		this.#open.set(line.unit, (pieces.pop() as string).slice(0, LINE_LENGTH_MAX));
		for (const text of pieces) this.add({ ...line, text });
	}

	/** Oldest first; of one unit or of all. */
	lines(unit?: string): readonly JournalLine[] {
		const kept = this.#lines.slice(-LINES_MAX);
		return unit === undefined ? kept : kept.filter((line) => line.unit === unit);
	}

	/** With the number that the first has in the sequence of all that were ever written. */
	numbered(): { readonly lines: readonly JournalLine[]; readonly firstNumber: number } {
		const lines = this.lines();
		return { lines, firstNumber: this.#firstNumber + this.#lines.length - lines.length };
	}

	/** Files that nothing is written to any more, the oldest first. */
	get archives(): readonly JournalArchive[] {
		return this.#archives;
	}

	/** What the file takes that is written to. */
	get activeBytes(): number {
		const archived = this.#archives.reduce((sum, { lines }) => sum + lines, 0);
		return fileBytes(this.#lines.slice(archived));
	}

	/** Begins a new file. */
	rotate(): void {
		const archived = this.#archives.reduce((sum, { lines }) => sum + lines, 0);
		const lines = this.#lines.slice(archived);
		const [first] = lines;
		const last = lines.at(-1);
		if (first === undefined || last === undefined) return;
		this.#archives.push({
			lines: lines.length,
			firstNumber: this.#firstNumber + archived,
			firstMs: first.atMs,
			lastMs: last.atMs,
			bytes: fileBytes(lines),
		});
		if (this.#archives.length > ARCHIVES_MAX) this.removeOldest();
	}

	/** Removes the oldest archive and what is in it. */
	removeOldest(): JournalArchive | undefined {
		const [oldest] = this.#archives;
		if (oldest !== undefined) this.#drop(oldest.lines);
		return oldest;
	}

	#drop(count: number): void {
		this.#lines = this.#lines.slice(count);
		this.#firstNumber += count;
		let left = count;
		this.#archives = this.#archives.flatMap((archive) => {
			const gone = Math.min(left, archive.lines);
			left -= gone;
			return gone === archive.lines ? [] : [{ ...archive, lines: archive.lines - gone }];
		});
	}
}

function fileBytes(lines: readonly JournalLine[]): number {
	const bytes = lines.reduce((sum, { text }) => sum + text.length + ENTRY_BYTES, 0);
	return Math.max(1, Math.ceil(bytes / FILE_STEP_BYTES)) * FILE_STEP_BYTES;
}
