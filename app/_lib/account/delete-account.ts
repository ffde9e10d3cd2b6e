import 'server-only';
import type { Database } from '../db/database.ts';
import { liveWorlds } from './live-worlds.ts';
import { revokeMailedLinks } from './mailed-links.ts';

/**
 * Deletes a user with everything that is theirs: the tables refer to the user and go with them, links that were mailed
 * do not and are taken back, worlds in memory end. First the sessions, so that nobody can come back while it goes on.
 */
export async function deleteAccount(db: Database, userId: string): Promise<void> {
	await db.session.deleteMany({ where: { userId } });
	liveWorlds().endUser(userId);
	const sandboxes = await db.$transaction(async (tx) => {
		const own = await tx.sandbox.findMany({ where: { userId }, select: { id: true } });
		await revokeMailedLinks(tx, userId);
		await tx.user.delete({ where: { id: userId }, select: { id: true } });
		return own;
	});
	liveWorlds().forget(sandboxes.map(({ id }) => id));
}
