import 'server-only';
import { isDrillRef } from '../content/drills.ts';
import { parseExerciseRef } from '../content/exercise-ref.ts';
import { loadExercise } from '../content/exercises.ts';
import type { Database } from '../db/database.ts';
import { keptResults } from '../exams/grade-sitting.ts';
import { sittingOfWorld } from '../exams/sitting-world.ts';
import type { Evidence } from './estimate.ts';

/** How much each kind of thing says about an exam, in whole questions of it. */
const WEIGHTS = { exam: 1, practice: 0.7, drill: 0.25, lesson: 0.15 } as const;
/** A question that an exam asks. */
const QUESTION = /^(cka|ckad|cks)-/;
/** An attempt that was left so soon was only looked at. */
const LOOKED_AT_MS = 60_000;

/** What a user has done that tells of an exam ("cka"), in no order. */
export async function evidenceFor(db: Database, userId: string, exam: string): Promise<Evidence[]> {
	const [sat, tried, drilled] = await Promise.all([
		fromSittings(db, userId, exam),
		fromAttempts(db, userId, exam),
		fromDrills(db, userId, exam),
	]);
	return [...sat, ...tried, ...drilled];
}

/** A question that nobody looked at says nothing, unless the time ran out before it. */
async function fromSittings(db: Database, userId: string, exam: string): Promise<Evidence[]> {
	const [results, rows] = await Promise.all([
		keptResults(db, userId),
		db.examSitting.findMany({
			where: { userId, finishedAt: { not: null } },
			select: { id: true, exam: true, startsAt: true, finishReason: true },
		}),
	]);
	return rows
		.filter((row) => row.exam.startsWith(`${exam}-`))
		.flatMap(({ id, startsAt, finishReason }) =>
			(results.get(id)?.questions ?? []).flatMap(({ domain, earned, weight, seconds, ungraded }): Evidence[] => {
				const isTried = earned > 0 || finishReason === 'time' || seconds * 1_000 >= LOOKED_AT_MS;
				if (domain === null || !isTried || ungraded) return [];
				return [{ domain, won: earned / weight, weight: WEIGHTS.exam, at: startsAt }];
			}),
		);
}

/** Lessons' tasks and questions that were practised alone: what was won in the last attempt, without the solution. */
async function fromAttempts(db: Database, userId: string, exam: string): Promise<Evidence[]> {
	const attempts = await db.attempt.findMany({
		where: { userId },
		orderBy: { startedAt: 'asc' },
		select: {
			exerciseId: true,
			startedAt: true,
			endedAt: true,
			results: { select: { taskId: true } },
			hints: { select: { taskId: true, step: true } },
		},
	});
	const last = new Map(attempts.map((attempt) => [attempt.exerciseId, attempt]));
	const found = await Promise.all(
		[...last].map(async ([id, { startedAt, endedAt, results, hints }]) => {
			if (isDrillRef(id) || sittingOfWorld(id) !== undefined) return [];
			const exercise = await loadExercise(id);
			const won = new Set(results.map(({ taskId }) => taskId));
			const until = endedAt ?? new Date();
			if (won.size === 0 && until.getTime() - startedAt.getTime() < LOOKED_AT_MS) return [];
			const tasks = exercise?.texts ?? [];
			const isQuestion = QUESTION.test(parseExerciseRef(id)?.folder ?? '');
			return tasks.flatMap((task): Evidence[] => {
				const domain = domainOf(task.competencies, exam);
				// Of a lesson that is under way, what is open is only not yet done.
				if (domain === undefined || (!isQuestion && !won.has(task.id))) return [];
				const isShown = hints.some(({ taskId, step }) => taskId === task.id && step === 0);
				const weight = isQuestion ? WEIGHTS.practice / tasks.length : WEIGHTS.lesson;
				return [{ domain, won: won.has(task.id) && !isShown ? 1 : 0, weight, at: startedAt }];
			});
		}),
	);
	return found.flat();
}

async function fromDrills(db: Database, userId: string, exam: string): Promise<Evidence[]> {
	const runs = await db.drillRun.findMany({
		where: { userId, rating: { not: null } },
		select: { exerciseId: true, startedAt: true, rating: true },
	});
	const found = await Promise.all(
		runs.map(async ({ exerciseId, startedAt, rating }): Promise<Evidence[]> => {
			const exercise = await loadExercise(exerciseId);
			const domain = domainOf(exercise?.texts.flatMap(({ competencies }) => competencies) ?? [], exam);
			if (domain === undefined) return [];
			return [{ domain, won: WON_BY_RATING[rating ?? 1] ?? 0, weight: WEIGHTS.drill, at: startedAt }];
		}),
	);
	return found.flat();
}

/** Wrong or shown; right, but slower than the exam allows; right; and with time to spare. */
const WON_BY_RATING: Readonly<Record<number, number>> = { 1: 0, 2: 0.6, 3: 1, 4: 1 };

function domainOf(competencies: readonly string[], exam: string): string | undefined {
	return competencies.find((each) => each.startsWith(`${exam}/`))?.split('/')[1];
}
