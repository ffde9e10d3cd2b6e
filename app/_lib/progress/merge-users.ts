import 'server-only';
import type { Database } from '../db/database.ts';
import { mergeDrills } from '../drills/merge-drills.ts';
import { earliest } from './earliest.ts';
import { mergeAnswers } from './question-answers.ts';

type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

/**
 * Gives everything of a guest to an account, which may have progress of its own, and deletes the guest: attempts and
 * worlds move over, the guest's live world of an exercise wins (it is what the student has in front of them), a lesson
 * keeps its earliest dates, a question its later answer, exams all move. All of it happens or nothing; a guest that is gone already has nothing to give.
 *
 * What another tab does as the guest meanwhile comes before (and moves with it) or after (and fails): it is never
 * written to a guest that is about to be deleted.
 */
export async function mergeUsers(
	db: Database,
	provider: 'sqlite' | 'postgresql',
	guestId: string,
	accountId: string,
): Promise<void> {
	if (guestId === accountId) return;
	await db.$transaction(async (tx) => {
		await lock(tx, provider, [guestId, accountId]);
		const guest = await tx.user.findUnique({ where: { id: guestId }, select: { isAnonymous: true } });
		if (guest?.isAnonymous !== true) return;
		await leaveOwnWorlds(tx, guestId, accountId);
		await tx.sandbox.updateMany({ where: { userId: guestId }, data: { userId: accountId } });
		await tx.attempt.updateMany({ where: { userId: guestId }, data: { userId: accountId } });
		// Open ones too: an exam of the account's that still runs is no reason to end the guest's, nor the other way round.
		await tx.examSitting.updateMany({ where: { userId: guestId }, data: { userId: accountId } });
		await mergeLessons(tx, guestId, accountId);
		await mergeAnswers(tx, guestId, accountId);
		await mergeDrills(tx, guestId, accountId);
		await tx.user.delete({ where: { id: guestId }, select: { id: true } });
	});
}

/**
 * On SQLite the transaction is the lock. On PostgreSQL rows that refer to a locked user cannot be written until we are
 * done; always in the same order, so that two merges do not wait for each other.
 */
async function lock(tx: Transaction, provider: 'sqlite' | 'postgresql', ids: readonly [string, string]): Promise<void> {
	if (provider === 'sqlite') return;
	await tx.$queryRaw`SELECT "id" FROM "user" WHERE "id" IN (${ids[0]}, ${ids[1]}) ORDER BY "id" FOR UPDATE`;
}

/** What the account had open of the exercises that the guest has open. */
async function leaveOwnWorlds(tx: Transaction, guestId: string, accountId: string): Promise<void> {
	const live = await tx.sandbox.findMany({ where: { userId: guestId, status: 'live' }, select: { exerciseId: true } });
	const exerciseId = { in: live.map((sandbox) => sandbox.exerciseId) };
	await tx.sandbox.updateMany({ where: { userId: accountId, status: 'live', exerciseId }, data: { status: 'left' } });
	await tx.attempt.updateMany({
		where: { userId: accountId, status: 'open', exerciseId },
		data: { status: 'left', endedAt: new Date() },
	});
}

async function mergeLessons(tx: Transaction, guestId: string, accountId: string): Promise<void> {
	const lessons = await tx.lessonProgress.findMany({
		where: { userId: guestId },
		select: { lessonId: true, openedAt: true, readAt: true },
	});
	for (const { lessonId, openedAt, readAt } of lessons) {
		const key = { userId_lessonId: { userId: accountId, lessonId } };
		const own = await tx.lessonProgress.findUnique({ where: key, select: { openedAt: true, readAt: true } });
		const merged = {
			openedAt: earliest(openedAt, own?.openedAt ?? null),
			readAt: earliest(readAt, own?.readAt ?? null),
		};
		await tx.lessonProgress.upsert({
			where: key,
			create: { userId: accountId, lessonId, openedAt, readAt },
			update: { openedAt: merged.openedAt ?? openedAt, readAt: merged.readAt },
			select: { lessonId: true },
		});
	}
}
