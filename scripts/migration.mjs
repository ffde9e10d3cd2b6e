/**
 * `npm run db:migration -- add_cohorts`: writes the SQL that brings the last migrated schema to today's
 * prisma/schema.prisma, once for SQLite and once for PostgreSQL. Read both before you commit them.
 *
 * The last migrated schema is the committed PostgreSQL twin, so neither database has to be there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrationSql } from './schema-engine.mjs';
import { sourceOf, twinOf } from './twin-schema.mjs';

/** Prisma makes many changes of SQLite's by a new table; its own runner has no transaction around them, ours has. */
const DROPS = `sqlite: this drops a table to make it anew. In a transaction foreign keys cannot be turned off: all rows that
refer to the table would be deleted with it. Write it with ALTER TABLE (a column with a default can be added).`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function main(name) {
	if (!/^[a-z][a-z0-9_]*$/.test(name ?? '')) throw new Error('usage: npm run db:migration -- name_in_snake_case');
	const source = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8');
	const twinPath = join(root, 'prisma/postgresql/schema.prisma');
	const before = existsSync(twinPath) ? readFileSync(twinPath, 'utf8') : undefined;
	const stamp = new Date().toISOString().replace(/[-:T]/g, '').slice(0, 14);
	const migrations = [
		['sqlite', before && sourceOf(before), source],
		['postgresql', before, twinOf(source)],
	];
	for (const [provider, from, to] of migrations) {
		const sql = await migrationSql(provider, from, to);
		if (sql === '') {
			console.log(`${provider}: nothing to migrate`);
			continue;
		}
		const folder = join(root, 'prisma', provider, 'migrations', `${stamp}_${name}`);
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'migration.sql'), `${sql}\n`);
		console.log(`${provider}: ${folder}/migration.sql`);
		if (provider === 'sqlite' && sql.includes('DROP TABLE')) console.log(DROPS);
	}
	writeFileSync(twinPath, twinOf(source));
}

await main(process.argv[2]);
