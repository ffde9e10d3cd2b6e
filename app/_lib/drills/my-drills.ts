import 'server-only';
import { allDrills, drillSkills } from '../content/drills.ts';
import type { Database } from '../db/database.ts';
import { dailySet } from './daily-set.ts';
import type { DrillDay } from './drill-day.ts';
import { drillMemories, recentRuns } from './memories.ts';
import { recall } from './scheduler.ts';
import { type SkillStanding, skillStandings } from './skill-standing.ts';

/** How a drill of the day's set stands: done, to be done again (the last go failed), or not yet. */
export type SetState = 'open' | 'again' | 'done';

/** What the page of drills shows of a visitor. Dates as ISO 8601. */
export interface MyDrills {
	readonly set: readonly { readonly drill: string; readonly state: SetState; readonly seconds: number | null }[];
	readonly skills: readonly SkillStanding[];
	/** Those that were done. */
	readonly drills: readonly {
		readonly drill: string;
		readonly due: string;
		/** The chance, 0 to 1, that it would be managed now. */
		readonly recall: number;
		readonly bestSeconds: number | null;
	}[];
}

/** The same for everyone who has done nothing yet, without a user: what a newcomer gets. */
export async function myDrills(db: Database, userId: string | undefined, day: DrillDay): Promise<MyDrills> {
	const now = new Date();
	const [drills, skills] = await Promise.all([allDrills(), drillSkills()]);
	const none = { memories: new Map(), best: new Map<string, number | null>() };
	const { memories, best } = userId === undefined ? none : await drillMemories(db, userId);
	const recent = userId === undefined ? [] : await recentRuns(db, userId, now);
	const set = await setOfDay(db, userId, day);
	const today = userId === undefined ? new Map() : await runsOfDay(db, userId, day);
	return {
		set: set.map((drill) => ({ drill, state: 'open', seconds: null, ...today.get(drill) })),
		skills: skillStandings(
			skills.map(({ id }) => id),
			drills,
			memories,
			recent,
			now,
		),
		drills: drills.flatMap(({ id }) => {
			const memory = memories.get(id);
			if (memory === undefined) return [];
			const chance = Math.round(recall(memory, now) * 100) / 100;
			return [{ drill: id, due: memory.due.toISOString(), recall: chance, bestSeconds: best.get(id) ?? null }];
		}),
	};
}

/** The day's drills: as they were chosen when the first was begun, otherwise as they would be chosen now. */
export async function setOfDay(db: Database, userId: string | undefined, { day }: DrillDay): Promise<string[]> {
	const drills = await allDrills();
	if (userId === undefined) return dailySet({ drills, memories: new Map(), recent: [], now: new Date() });
	const kept = await db.drillSet.findUnique({ where: { userId_day: { userId, day } }, select: { drills: true } });
	// One that is gone from the content is gone from the set.
	if (kept !== null) return kept.drills.split(' ').filter((id) => drills.some((drill) => drill.id === id));
	const now = new Date();
	const { memories } = await drillMemories(db, userId);
	return dailySet({ drills, memories, recent: await recentRuns(db, userId, now), now });
}

/** Keeps the day's set as it is now, lest it changes while it is done. */
export async function keepSet(db: Database, userId: string, day: DrillDay): Promise<void> {
	const key = { userId, day: day.day };
	const drills = (await setOfDay(db, userId, day)).join(' ');
	await db.drillSet.upsert({
		where: { userId_day: key },
		create: { ...key, drills },
		update: {},
		select: { day: true },
	});
}

/** The first drill of the day's set that is still to be done; one that failed comes after all others. */
export async function nextOfDay(db: Database, userId: string, day: DrillDay, except: string): Promise<string | null> {
	const today = await runsOfDay(db, userId, day);
	const left = (await setOfDay(db, userId, day)).filter((drill) => today.get(drill)?.state !== 'done');
	const untouched = left.find((drill) => drill !== except && !today.has(drill));
	return untouched ?? left.find((drill) => drill !== except) ?? left[0] ?? null;
}

/** How the drills stand that were done since the day began: right once is done, whatever comes after it. */
async function runsOfDay(db: Database, userId: string, { since }: DrillDay) {
	const rows = await db.drillRun.findMany({
		where: { userId, rating: { not: null }, endedAt: { gte: since } },
		orderBy: { startedAt: 'asc' },
		select: { drillId: true, rating: true, seconds: true },
	});
	const states = new Map<string, { readonly state: SetState; readonly seconds: number | null }>();
	for (const { drillId, rating, seconds } of rows) {
		const before = states.get(drillId);
		if (rating !== 1) {
			const fastest = Math.min(seconds ?? Infinity, before?.seconds ?? Infinity);
			states.set(drillId, { state: 'done', seconds: Number.isFinite(fastest) ? fastest : null });
		} else if (before?.state !== 'done') states.set(drillId, { state: 'again', seconds: null });
	}
	return states;
}
