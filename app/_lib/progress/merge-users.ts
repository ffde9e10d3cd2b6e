import 'server-only';
import type { Database } from '../db/database.ts';

/**
 * Gives everything of a guest to an account, which may have progress of its own: attempts and worlds move over, the
 * guest's live world of an exercise wins (it is what the student has in front of them), a lesson keeps its earliest dates.
 */
export async function mergeUsers(db: Database, guestId: string, accountId: string): Promise<void> {
	if (guestId === accountId) return;
	await db.$transaction(async (tx) => {
		const live = await tx.sandbox.findMany({
			where: { userId: guestId, status: 'live' },
			select: { exerciseId: true },
		});
		const exerciseId = { in: live.map((sandbox) => sandbox.exerciseId) };
		await tx.sandbox.updateMany({ where: { userId: accountId, status: 'live', exerciseId }, data: { status: 'left' } });
		await tx.attempt.updateMany({
			where: { userId: accountId, status: 'open', exerciseId },
			data: { status: 'left', endedAt: new Date() },
		});
		await tx.sandbox.updateMany({ where: { userId: guestId }, data: { userId: accountId } });
		await tx.attempt.updateMany({ where: { userId: guestId }, data: { userId: accountId } });
		const lessons = await tx.lessonProgress.findMany({
			where: { userId: guestId },
			select: { lessonId: true, openedAt: true, readAt: true },
		});
		for (const lesson of lessons) {
			const { lessonId, openedAt, readAt } = lesson;
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
		await tx.lessonProgress.deleteMany({ where: { userId: guestId } });
	});
}

function earliest(a: Date | null, b: Date | null): Date | null {
	if (a === null || b === null) return a ?? b;
	return a < b ? a : b;
}
