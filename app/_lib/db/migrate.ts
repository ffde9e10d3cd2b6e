import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { whileBusy } from './while-busy.ts';

type Provider = 'sqlite' | 'postgresql';

interface Migration {
	readonly name: string;
	readonly sql: string;
	readonly checksum: string;
}

/** The columns of Prisma's own table, so that its tools understand a database that we have migrated. */
const TABLE: Record<Provider, string> = {
	sqlite: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
		"id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
		"logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
		"applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`,
	postgresql: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
		"id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
		"migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
		"started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`,
};

/** Prisma's advisory lock of `migrate deploy`, so that the two never run at once. (Prisma cannot read the type `void`.) */
const LOCK = 'SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(72707369)) AS taken';

/**
 * Brings the database to the last migration in `folder` (prisma/<provider>/migrations), each in a transaction of its
 * own. Returns the names of those it has applied. Throws when an applied one was edited since, or is unknown here
 * (the database belongs to a newer version).
 */
export async function migrate(db: Database, provider: Provider, folder: string): Promise<string[]> {
	const migrations = readMigrations(folder);
	const applied: string[] = [];
	for (;;) {
		const name = await whileBusy(() => applyNext(db, provider, migrations));
		if (name === undefined) return applied;
		applied.push(name);
	}
}

function readMigrations(folder: string): Migration[] {
	if (!existsSync(folder)) throw new Error(`no migrations in ${folder}`);
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => entry.name)
		.sort()
		.map((name) => {
			const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
			return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
		});
}

/** One migration in one transaction, under a lock that a second server at the same database waits for. */
async function applyNext(
	db: Database,
	provider: Provider,
	migrations: readonly Migration[],
): Promise<string | undefined> {
	return db.$transaction(
		async (tx) => {
			// On SQLite the transaction itself is the lock (sqlite-adapter.ts).
			if (provider === 'postgresql') await tx.$queryRawUnsafe(LOCK);
			await tx.$executeRawUnsafe(TABLE[provider]);
			await tx.$executeRawUnsafe('DELETE FROM "_prisma_migrations" WHERE "finished_at" IS NULL');
			const rows = await tx.$queryRawUnsafe<{ migration_name: string; checksum: string }[]>(
				'SELECT "migration_name", "checksum" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL',
			);
			const done = new Map(rows.map((row) => [row.migration_name, row.checksum]));
			verify(done, migrations);
			const next = migrations.find(({ name }) => !done.has(name));
			if (next === undefined) return undefined;
			for (const statement of statementsOf(next.sql)) await tx.$executeRawUnsafe(statement);
			await tx.$executeRawUnsafe(
				`INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count")
				VALUES ('${randomUUID()}', '${next.checksum}', CURRENT_TIMESTAMP, '${next.name}', 1)`,
			);
			return next.name;
		},
		{ timeout: 10 * 60_000, maxWait: 60_000 },
	);
}

function verify(done: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
	for (const [name, checksum] of done) {
		const known = migrations.find((migration) => migration.name === name);
		if (known === undefined) throw new Error(`the database has migration ${name}, which this version does not know`);
		if (known.checksum !== checksum) throw new Error(`migration ${name} was edited after it had been applied`);
	}
}

/** Our migrations are plain statements, each ending in ";" at the end of a line; triggers and functions are not among them. */
function statementsOf(sql: string): string[] {
	return sql
		.split('\n')
		.filter((line) => !line.startsWith('--'))
		.join('\n')
		.split(/;\s*(?:\n|$)/)
		.map((statement) => statement.trim())
		.filter((statement) => statement !== '');
}
