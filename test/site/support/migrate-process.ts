import { join } from 'node:path';
import { databaseAddress } from '../../../app/_lib/db/database-url.ts';
import { migrate } from '../../../app/_lib/db/migrate.ts';
import { openDatabase } from '../../../app/_lib/db/open-database.ts';
import { projectRoot } from '../../../app/_lib/project-root.ts';

/** Migrates DATABASE_URL as a server does at its start, and says which migrations this process applied. */
const address = databaseAddress(process.env.DATABASE_URL);
const db = await openDatabase(address);
const folder = join(projectRoot(), 'prisma', address.provider, 'migrations');
console.log(JSON.stringify(await migrate(db, address.provider, folder)));
await db.$disconnect();
