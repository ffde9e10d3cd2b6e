import 'server-only';
import type { Database } from '../db/database.ts';
import { newId } from '../db/new-id.ts';

export interface TaskMoment {
	readonly sandboxId: string;
	readonly attemptId: string;
	readonly taskId: string;
	readonly points: number;
	readonly journalIndex: number;
	readonly atMs: number;
}

/** Notes that a task's points were won: a stretch begins. Nothing happens when one is open already. */
export async function recordWon(db: Database, moment: TaskMoment): Promise<void> {
	const { attemptId, sandboxId, taskId, points, journalIndex: wonIndex, atMs: wonMs } = moment;
	const open = await db.taskResult.findFirst({ where: { attemptId, taskId, lostAt: null }, select: { id: true } });
	if (open !== null) return;
	await db.taskResult.create({
		data: { id: newId(), attemptId, sandboxId, taskId, points, wonAt: new Date(), wonIndex, wonMs },
		select: { id: true },
	});
	await settleAttempt(db, attemptId);
}

/** Notes that they were lost again: the open stretch ends. */
export async function recordLost(db: Database, moment: TaskMoment): Promise<void> {
	const { attemptId, taskId, journalIndex: lostIndex, atMs: lostMs } = moment;
	await db.taskResult.updateMany({
		where: { attemptId, taskId, lostAt: null },
		data: { lostAt: new Date(), lostIndex, lostMs },
	});
	await settleAttempt(db, attemptId);
}

/** Keeps the attempt's points; it is complete, for good, when once all are held at the same time. */
async function settleAttempt(db: Database, attemptId: string): Promise<void> {
	const held = await db.taskResult.aggregate({ where: { attemptId, lostAt: null }, _sum: { points: true } });
	const points = held._sum.points ?? 0;
	await db.attempt.updateMany({ where: { id: attemptId }, data: { points } });
	await db.attempt.updateMany({
		where: { id: attemptId, status: 'open', pointsMax: { lte: points, gt: 0 } },
		data: { status: 'complete', endedAt: new Date() },
	});
}

/** How each task of an attempt stands: won now, or lost after it was won. Tasks never won are absent. */
export async function taskStates(db: Database, attemptId: string): Promise<Record<string, 'won' | 'lost'>> {
	const rows = await db.taskResult.findMany({
		where: { attemptId },
		orderBy: { wonAt: 'asc' },
		select: { taskId: true, lostAt: true },
	});
	return Object.fromEntries(rows.map(({ taskId, lostAt }) => [taskId, lostAt === null ? 'won' : 'lost'] as const));
}

/** The marks of an attempt's world on its timeline, in order. */
export async function taskMarks(db: Database, attemptId: string, sandboxId: string) {
	const rows = await db.taskResult.findMany({
		where: { attemptId, sandboxId },
		orderBy: { wonAt: 'asc' },
		select: { taskId: true, wonIndex: true, wonMs: true, lostIndex: true, lostMs: true },
	});
	return rows.flatMap(({ taskId: task, wonIndex, wonMs, lostIndex, lostMs }) => [
		{ task, won: true, journalIndex: wonIndex, atMs: wonMs },
		...(lostIndex === null || lostMs === null ? [] : [{ task, won: false, journalIndex: lostIndex, atMs: lostMs }]),
	]);
}

/** Notes that a hint (`step` from 1) or the solution (0) was opened; the first time counts. */
export async function recordHint(db: Database, attemptId: string, taskId: string, step: number): Promise<void> {
	await db.hintUse.upsert({
		where: { attemptId_taskId_step: { attemptId, taskId, step } },
		create: { attemptId, taskId, step },
		update: {},
		select: { step: true },
	});
}
