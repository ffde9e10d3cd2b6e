import 'server-only';
import { randomInt } from 'node:crypto';
import { type Drill, drillRef, loadDrill } from '../content/drills.ts';
import type { Database } from '../db/database.ts';
import { newId } from '../db/new-id.ts';
import { lockUser } from '../progress/lock-user.ts';
import { leaveWorlds } from '../progress/sandboxes.ts';
import { MEMORY } from './memories.ts';
import { counts, type DrillMemory, type DrillOutcome, RATINGS, type RatingName, rate, review } from './scheduler.ts';

/** Seeds that a drill is given with: those that are proven. */
const SEEDS = 10;
/** A run that was begun so long ago is not gone on with. */
const RESUMED_MS = 30 * 60_000;

const RUN = {
	id: true,
	drillId: true,
	exerciseId: true,
	startedAt: true,
	endedAt: true,
	result: true,
	seconds: true,
	hints: true,
	solutionAt: true,
	rating: true,
} as const;

/** One go at a drill as the database has it. */
export type DrillRun = Awaited<ReturnType<typeof readRun>>;

type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

/** Begins a run, in a world of its own; what was open of this drill or of another is left. */
export async function beginRun(db: Database, userId: string, drill: Drill): Promise<NonNullable<DrillRun>> {
	return db.$transaction(async (tx) => {
		await lockUser(tx, userId);
		const now = new Date();
		await tx.drillRun.updateMany({ where: { userId, result: null }, data: { result: 'left', endedAt: now } });
		const last = await tx.drillRun.findFirst({
			where: { userId, drillId: drill.id },
			orderBy: { startedAt: 'desc' },
			select: { exerciseId: true },
		});
		const exerciseId = drill.hasVariants ? otherVariant(drill.id, last?.exerciseId) : drillRef(drill.id);
		await leaveWorlds(tx, userId, exerciseId);
		return tx.drillRun.create({
			data: { id: newId(), userId, drillId: drill.id, exerciseId, startedAt: now },
			select: RUN,
		});
	});
}

function otherVariant(id: string, last: string | undefined): string {
	const refs = Array.from({ length: SEEDS }, (_, index) => drillRef(id, index + 1)).filter((ref) => ref !== last);
	return refs[randomInt(refs.length)] as string;
}

/** A run of this user's; null when there is none. */
export async function readRun(db: Pick<Database, 'drillRun'>, userId: string, id: string) {
	return db.drillRun.findFirst({ where: { id, userId }, select: RUN });
}

/** The run of a drill that the user has begun a while ago and not ended. */
export async function openRun(db: Database, userId: string, drillId: string): Promise<DrillRun> {
	return db.drillRun.findFirst({
		where: { userId, drillId, result: null, startedAt: { gt: new Date(Date.now() - RESUMED_MS) } },
		orderBy: { startedAt: 'desc' },
		select: RUN,
	});
}

/** Notes that one hint more was asked for, as long as there is one. */
export async function takeHint(db: Database, userId: string, run: NonNullable<DrillRun>): Promise<void> {
	const { hints = [] } = (await loadDrill(run.exerciseId)) ?? {};
	if (run.hints >= hints.length) return;
	const before = { id: run.id, userId, result: null, hints: run.hints };
	await db.drillRun.updateMany({ where: before, data: { hints: { increment: 1 } } });
}

/** Notes that the solution was asked for; the first time counts. */
export async function showSolution(db: Database, userId: string, id: string): Promise<void> {
	await db.drillRun.updateMany({
		where: { id, userId, result: null, solutionAt: null },
		data: { solutionAt: new Date() },
	});
}

/**
 * Ends a run when it is won by what the database says of the attempt at its exercise, or with `giveUp` in any case.
 * What is remembered and the best time follow. Nothing happens to a run that has ended or is not won yet.
 */
export async function settleRun(db: Database, userId: string, id: string, giveUp: boolean): Promise<void> {
	const known = await readRun(db, userId, id);
	const drill = known === null || known.result !== null ? undefined : await loadDrill(known.exerciseId);
	if (drill === undefined) return;
	await db.$transaction(async (tx) => {
		await lockUser(tx, userId);
		const run = await readRun(tx, userId, id);
		if (run === null || run.result !== null) return;
		const wonAt = await completedAt(tx, userId, run);
		if (wonAt === undefined && !giveUp) return;
		const endedAt = wonAt ?? new Date();
		const shown = run.solutionAt !== null && run.solutionAt <= endedAt;
		const won = shown ? 'shown' : 'right';
		const outcome: DrillOutcome = {
			result: wonAt === undefined ? 'given-up' : won,
			seconds: Math.max(1, Math.round((endedAt.getTime() - run.startedAt.getTime()) / 1_000)),
			hints: run.hints,
		};
		const rating = rate(outcome, drill.paceSeconds);
		await tx.drillRun.updateMany({
			where: { id },
			data: { result: outcome.result, seconds: outcome.seconds, rating: RATINGS[rating], endedAt },
		});
		await remember(tx, userId, drill.id, outcome, rating);
	});
}

/** When every point of the run's exercise was held for the first time; undefined: never yet. */
async function completedAt(tx: Transaction, userId: string, { exerciseId, startedAt }: NonNullable<DrillRun>) {
	const attempt = await tx.attempt.findFirst({
		where: { userId, exerciseId, status: 'complete', startedAt: { gte: startedAt } },
		orderBy: { endedAt: 'asc' },
		select: { endedAt: true },
	});
	return attempt?.endedAt ?? undefined;
}

async function remember(
	tx: Transaction,
	userId: string,
	drillId: string,
	{ result, seconds, hints }: DrillOutcome,
	rating: RatingName,
): Promise<void> {
	const key = { userId_drillId: { userId, drillId } };
	const card = await tx.drillCard.findUnique({ where: key, select: { bestSeconds: true, ...MEMORY } });
	const { bestSeconds = null, ...kept } = card ?? {};
	const before = card === null ? undefined : (kept as DrillMemory);
	const now = new Date();
	const memory = before === undefined || counts(before, rating, now) ? review(before, rating, now) : before;
	const timed = result === 'right' && hints === 0;
	const best = timed ? Math.min(seconds, bestSeconds ?? seconds) : bestSeconds;
	await tx.drillCard.upsert({
		where: key,
		create: { userId, drillId, ...memory, bestSeconds: best },
		update: { ...memory, bestSeconds: best },
		select: { drillId: true },
	});
}
