import type { PrismaClient } from '../generated/sqlite/client.ts';
import { sharedSlot } from '../shared.ts';

/** Both clients have the same models; their types differ only in what neither of us uses (JSON, scalar lists). */
export type Database = PrismaClient;

const slot = sharedSlot<Database>('database');

/** The process's database. Opened by the server (`open-database.ts`) before the first request. */
export function database(): Database {
	return slot.get();
}

export function shareDatabase(db: Database): void {
	slot.set(db);
}
