import 'server-only';
import type { Database } from '../db/database.ts';
import type { DoneRun } from './daily-set.ts';
import type { DrillMemory } from './scheduler.ts';

export const MEMORY = {
	due: true,
	stability: true,
	difficulty: true,
	scheduledDays: true,
	learningSteps: true,
	reps: true,
	lapses: true,
	state: true,
	lastReview: true,
} as const;

/** How far back failures are looked at. */
const RECENT_MS = 14 * 86_400_000;

/** What a user remembers of each drill that they have done, and their best times. */
export async function drillMemories(db: Pick<Database, 'drillCard'>, userId: string) {
	const rows = await db.drillCard.findMany({
		where: { userId },
		select: { drillId: true, bestSeconds: true, ...MEMORY },
	});
	return {
		memories: new Map(rows.map(({ drillId, bestSeconds: _, ...memory }) => [drillId, memory as DrillMemory])),
		best: new Map(rows.map(({ drillId, bestSeconds }) => [drillId, bestSeconds])),
	};
}

/** A user's runs of the last two weeks that came to an end. */
export async function recentRuns(db: Pick<Database, 'drillRun'>, userId: string, now: Date): Promise<DoneRun[]> {
	const rows = await db.drillRun.findMany({
		where: { userId, rating: { not: null }, startedAt: { gt: new Date(now.getTime() - RECENT_MS) } },
		orderBy: { startedAt: 'asc' },
		select: { drillId: true, rating: true },
	});
	return rows.map(({ drillId, rating }) => ({ drill: drillId, failed: rating === 1 }));
}
