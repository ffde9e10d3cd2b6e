import 'server-only';
import type { Database } from '../db/database.ts';
import { MEMORY } from './memories.ts';

/**
 * Gives a guest's drills to an account: runs move; of what is remembered of a drill the later review stays, and the
 * better of two times; of a day's set the account's.
 */
export async function mergeDrills(
	db: Pick<Database, 'drillCard' | 'drillRun' | 'drillSet'>,
	guestId: string,
	accountId: string,
): Promise<void> {
	// The guest's open run is what the student has in front of them.
	const open = await db.drillRun.count({ where: { userId: guestId, result: null } });
	if (open > 0) {
		await db.drillRun.updateMany({
			where: { userId: accountId, result: null },
			data: { result: 'left', endedAt: new Date() },
		});
	}
	await db.drillRun.updateMany({ where: { userId: guestId }, data: { userId: accountId } });
	await mergeCards(db, guestId, accountId);
	for (const { day, drills } of await db.drillSet.findMany({
		where: { userId: guestId },
		select: { day: true, drills: true },
	})) {
		await db.drillSet.upsert({
			where: { userId_day: { userId: accountId, day } },
			create: { userId: accountId, day, drills },
			update: {},
			select: { day: true },
		});
	}
	await db.drillSet.deleteMany({ where: { userId: guestId } });
}

async function mergeCards(db: Pick<Database, 'drillCard'>, guestId: string, accountId: string): Promise<void> {
	const select = { drillId: true, bestSeconds: true, ...MEMORY } as const;
	for (const guest of await db.drillCard.findMany({ where: { userId: guestId }, select })) {
		const { drillId } = guest;
		const key = { userId_drillId: { userId: accountId, drillId } };
		const own = await db.drillCard.findUnique({ where: key, select });
		const later = own === null || reviewedAt(own) < reviewedAt(guest) ? guest : own;
		const times = [guest.bestSeconds, own?.bestSeconds ?? null].filter((each) => each !== null);
		const merged = { ...later, bestSeconds: times.length === 0 ? null : Math.min(...times) };
		await db.drillCard.upsert({
			where: key,
			create: { userId: accountId, ...merged },
			update: merged,
			select: { drillId: true },
		});
	}
	await db.drillCard.deleteMany({ where: { userId: guestId } });
}

const reviewedAt = ({ lastReview }: { readonly lastReview: Date | null }) => lastReview?.getTime() ?? 0;
