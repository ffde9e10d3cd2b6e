import 'server-only';
import type { Database } from '../db/database.ts';

/** Notes that a lesson was opened, or read to its end. The first time counts. */
export async function recordLesson(db: Database, userId: string, lessonId: string, event: 'opened' | 'read') {
	await db.lessonProgress.upsert({
		where: { userId_lessonId: { userId, lessonId } },
		create: { userId, lessonId },
		update: {},
		select: { lessonId: true },
	});
	if (event === 'opened') return;
	await db.lessonProgress.updateMany({ where: { userId, lessonId, readAt: null }, data: { readAt: new Date() } });
}
