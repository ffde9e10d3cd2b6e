import type { Database } from '../db/database.ts';

/**
 * Lets whatever changes a user's worlds happen one after the other: the first statement of such a transaction. (On
 * SQLite transactions do anyway. On PostgreSQL an update locks the row; without it a rewind, a new attempt and a merge
 * that come at once wait for each other's rows in a circle, or leave two live worlds.) False: there is no such user.
 */
export async function lockUser(tx: Pick<Database, '$executeRaw'>, userId: string): Promise<boolean> {
	return (await tx.$executeRaw`UPDATE "user" SET "name" = "name" WHERE "id" = ${userId}`) === 1;
}

/** The same for the user that a sandbox belongs to, who may have become another while we waited. */
export async function lockOwner(tx: Pick<Database, '$executeRaw' | 'sandbox'>, sandboxId: string): Promise<void> {
	for (let locked: string | undefined; ; ) {
		const row = await tx.sandbox.findUnique({ where: { id: sandboxId }, select: { userId: true } });
		if (row === null || row.userId === locked) return;
		locked = (await lockUser(tx, row.userId)) ? row.userId : undefined;
	}
}
