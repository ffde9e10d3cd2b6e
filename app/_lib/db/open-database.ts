import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from './database.ts';
import type { DatabaseAddress } from './database-url.ts';
import { SqliteAdapter } from './sqlite-adapter.ts';
import { whileBusy } from './while-busy.ts';

/** Opens the database and checks that it answers. The caller closes it with `$disconnect()`. */
export async function openDatabase(address: DatabaseAddress): Promise<Database> {
	if (address.provider === 'sqlite') {
		const { PrismaClient } = await import('../generated/sqlite/client.ts');
		if (address.path !== ':memory:') mkdirSync(dirname(address.path), { recursive: true });
		const db = new PrismaClient({ adapter: new SqliteAdapter(address.path) });
		// Kept in the file: readers do not wait for the writer.
		await whileBusy(() => db.$queryRawUnsafe('PRAGMA journal_mode = WAL'));
		return db;
	}
	const { PrismaClient } = await import('../generated/postgresql/client.ts');
	const { PrismaPg } = await import('@prisma/adapter-pg');
	const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: address.url }) });
	await db.$queryRawUnsafe('SELECT 1');
	return db as unknown as Database;
}
