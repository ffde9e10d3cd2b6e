import { setTimeout as sleep } from 'node:timers/promises';

/** One line of a journal as the database holds it. */
export interface JournalRow {
	readonly sandboxId: string;
	readonly index: number;
	readonly atMs: number;
	readonly data: string;
	readonly client: string | null;
	readonly seq: number | null;
}

export interface JournalWriterOptions {
	/** Stores all rows or none (throws). */
	readonly insert: (rows: readonly JournalRow[]) => Promise<void>;
	/** All rows of the sandbox up to `index` are stored. */
	readonly onStored: (sandboxId: string, index: number) => void;
	/** The rows of this sandbox cannot be stored, now or ever; those that still wait are dropped. */
	readonly onFailed: (sandboxId: string, error: unknown) => void;
}

/** Of one INSERT. SQLite takes 32,766 parameters a statement. */
const ROWS_MAX = 500;
const BYTES_MAX = 1024 * 1024;
/** Before each further try of a sandbox's rows. */
const RETRY_MS = [20, 100, 500];

/**
 * Writes the journals of all sandboxes in few, large statements: while one is under way the next collects. Nothing is
 * acknowledged before `onStored`; rows of a sandbox are stored in order.
 */
export class JournalWriter {
	#waiting: JournalRow[] = [];
	#writing: Promise<void> | undefined;
	/** Deleted while rows of theirs may be under way. */
	readonly #discarded = new Set<string>();
	readonly #options: JournalWriterOptions;

	constructor(options: JournalWriterOptions) {
		this.#options = options;
	}

	append(row: JournalRow): void {
		this.#waiting.push(row);
		this.#writing ??= this.#drain();
	}

	/** The sandbox was deleted: its rows need no place any more. */
	discard(sandboxId: string): void {
		this.#waiting = this.#waiting.filter((row) => row.sandboxId !== sandboxId);
		if (this.#writing !== undefined) this.#discarded.add(sandboxId);
	}

	/** Resolves when everything appended so far has been stored or given up. */
	async flush(): Promise<void> {
		while (this.#writing !== undefined) await this.#writing;
	}

	async #drain(): Promise<void> {
		// What the same turn of the event loop brings goes into the same statement.
		await Promise.resolve();
		while (this.#waiting.length > 0) await this.#write(this.#take());
		this.#writing = undefined;
		this.#discarded.clear();
	}

	#take(): JournalRow[] {
		let bytes = 0;
		let count = 0;
		for (const row of this.#waiting) {
			bytes += row.data.length;
			if (count > 0 && (count >= ROWS_MAX || bytes > BYTES_MAX)) break;
			count++;
		}
		return this.#waiting.splice(0, count);
	}

	async #write(rows: readonly JournalRow[]): Promise<void> {
		try {
			await this.#options.insert(rows);
			this.#stored(rows);
		} catch {
			// One sandbox's trouble (its owner has deleted it, another server holds it) is not the others'.
			for (const sandboxId of new Set(rows.map((row) => row.sandboxId))) {
				await this.#retry(
					sandboxId,
					rows.filter((row) => row.sandboxId === sandboxId),
				);
			}
		}
	}

	async #retry(sandboxId: string, rows: readonly JournalRow[]): Promise<void> {
		let last: unknown;
		for (const wait of RETRY_MS) {
			try {
				await this.#options.insert(rows);
				return this.#stored(rows);
			} catch (error) {
				last = error;
				if (this.#discarded.has(sandboxId)) return;
				await sleep(wait);
			}
		}
		this.#waiting = this.#waiting.filter((row) => row.sandboxId !== sandboxId);
		this.#options.onFailed(sandboxId, last);
	}

	#stored(rows: readonly JournalRow[]): void {
		const last = new Map(rows.map((row) => [row.sandboxId, row.index]));
		for (const [sandboxId, index] of last) this.#options.onStored(sandboxId, index);
	}
}
