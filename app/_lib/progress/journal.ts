import 'server-only';
import type { Database } from '../db/database.ts';

export interface JournalRecord {
	readonly sandboxId: string;
	readonly index: number;
	readonly atMs: number;
	/** The entry as JSON. */
	readonly data: string;
	readonly client: string | null;
	readonly seq: number | null;
}

const COLUMNS = '"sandboxId", "index", "atMs", "data", "client", "seq"';

/**
 * Stores rows of any number of journals in one statement: all or none. Raw SQL, because this is on the way of every
 * keystroke and the query builder triples its time. Rejects when an index is taken or a sandbox is gone.
 */
export async function appendJournal(db: Database, provider: 'sqlite' | 'postgresql', rows: readonly JournalRecord[]) {
	const values: (string | number | null)[] = [];
	const mark = provider === 'sqlite' ? () => '?' : () => `$${values.length}`;
	const tuples = rows.map((row) => {
		const marks = [row.sandboxId, row.index, row.atMs, row.data, row.client, row.seq].map((value) => {
			values.push(value);
			return mark();
		});
		return `(${marks.join(', ')})`;
	});
	await db.$executeRawUnsafe(`INSERT INTO "journal_entry" (${COLUMNS}) VALUES ${tuples.join(', ')}`, ...values);
}

/** The journal of a sandbox in order, each entry as the JSON it was stored as. */
export async function journalOf(db: Database, sandboxId: string): Promise<string[]> {
	const rows = await db.journalEntry.findMany({
		where: { sandboxId },
		orderBy: { index: 'asc' },
		select: { index: true, data: true },
	});
	const gap = rows.findIndex((row, index) => row.index !== index);
	if (gap !== -1) throw new Error(`assertion failed: the journal of ${sandboxId} lacks entry ${gap}`);
	return rows.map((row) => row.data);
}

/** The last running number of each browser tab that the journal holds. */
export async function lastSeqs(db: Database, sandboxId: string): Promise<Map<string, number>> {
	const groups = await db.journalEntry.groupBy({
		by: ['client'],
		where: { sandboxId, client: { not: null } },
		_max: { seq: true },
	});
	return new Map(
		groups.flatMap(({ client, _max }) => (client === null || _max.seq === null ? [] : [[client, _max.seq]])),
	);
}

/** Copies the first `length` entries of one journal to another, which is empty. */
export async function copyJournal(db: Pick<Database, '$executeRaw'>, from: string, to: string, length: number) {
	await db.$executeRaw`INSERT INTO "journal_entry" ("sandboxId", "index", "atMs", "data", "client", "seq")
		SELECT ${to}, "index", "atMs", "data", "client", "seq" FROM "journal_entry"
		WHERE "sandboxId" = ${from} AND "index" < ${length}`;
}
