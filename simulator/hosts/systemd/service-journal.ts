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

/** Lines kept a host; the oldest go. */
const LINES_MAX = 5000;
const LINE_LENGTH_MAX = 4096;

/** What a copy of a journal goes on with. */
export interface JournalMemory {
	readonly lines: readonly JournalLine[];
	readonly open: ReadonlyMap<string, string>;
}

/** What a host's services have said: what journalctl shows. */
export class ServiceJournal {
	#lines: JournalLine[];
	/** Output of a unit that has not ended its line yet. */
	readonly #open: Map<string, string>;

	/** @param memory of the host that this one is a copy of. */
	constructor(memory?: JournalMemory) {
		this.#lines = [...(memory?.lines ?? [])];
		this.#open = new Map(memory?.open);
	}

	memory(): JournalMemory {
		return { lines: this.lines(), open: new Map(this.#open) };
	}

	add(line: JournalLine): void {
		this.#lines.push({ ...line, text: line.text.slice(0, LINE_LENGTH_MAX) });
		if (this.#lines.length > 2 * LINES_MAX) this.#lines = this.#lines.slice(-LINES_MAX);
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
}
