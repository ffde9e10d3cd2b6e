import 'server-only';
import { DRILL_PREFIX } from '../content/drills.ts';
import type { Database } from '../db/database.ts';
import { type QuestionProgress, questionProgress } from './question-answers.ts';

/** Everything the roadmap and the lessons show of one user's progress. Dates as ISO 8601. */
export interface MyProgress {
	readonly lessons: readonly {
		readonly lesson: string;
		readonly openedAt: string;
		readonly readAt: string | null;
	}[];
	/** One for each exercise that was begun. */
	readonly exercises: readonly ExerciseProgress[];
	/** One for each question that was answered. */
	readonly questions: readonly QuestionProgress[];
}

export interface ExerciseProgress {
	readonly exercise: string;
	readonly attempts: number;
	/** Every point was once held at the same time, in some attempt. */
	readonly complete: boolean;
	/** Shortest time from begin to complete. */
	readonly bestSeconds: number | null;
	/** Of the latest attempt. */
	readonly points: number;
	readonly pointsMax: number;
	readonly tasks: Readonly<Record<string, 'won' | 'lost'>>;
	readonly hintsUsed: number;
	/** When something was begun, won or completed in it for the last time. */
	readonly lastAt: string;
}

export const NO_PROGRESS: MyProgress = { lessons: [], exercises: [], questions: [] };

export async function myProgress(db: Database, userId: string): Promise<MyProgress> {
	const [lessons, attempts, questions] = await Promise.all([
		db.lessonProgress.findMany({
			where: { userId },
			orderBy: { openedAt: 'asc' },
			select: { lessonId: true, openedAt: true, readAt: true },
		}),
		db.attempt.findMany({
			// Drills have an account of their own (app/_lib/drills), and many attempts.
			where: { userId, NOT: { exerciseId: { startsWith: DRILL_PREFIX } } },
			orderBy: { startedAt: 'asc' },
			select: {
				exerciseId: true,
				status: true,
				points: true,
				pointsMax: true,
				startedAt: true,
				endedAt: true,
				results: { orderBy: { wonAt: 'asc' }, select: { taskId: true, wonAt: true, lostAt: true } },
				hints: { select: { step: true } },
			},
		}),
		questionProgress(db, userId),
	]);
	type Attempt = (typeof attempts)[number];
	const byExercise = new Map<string, Attempt[]>();
	for (const attempt of attempts) {
		byExercise.set(attempt.exerciseId, [...(byExercise.get(attempt.exerciseId) ?? []), attempt]);
	}
	return {
		lessons: lessons.map(({ lessonId, openedAt, readAt }) => ({
			lesson: lessonId,
			openedAt: openedAt.toISOString(),
			readAt: readAt?.toISOString() ?? null,
		})),
		exercises: [...byExercise].map(([exercise, own]) => summarize(exercise, own)),
		questions,
	};
}

interface AttemptRow {
	readonly status: string;
	readonly points: number;
	readonly pointsMax: number;
	readonly startedAt: Date;
	readonly endedAt: Date | null;
	readonly results: readonly { readonly taskId: string; readonly wonAt: Date; readonly lostAt: Date | null }[];
	readonly hints: readonly { readonly step: number }[];
}

function summarize(exercise: string, attempts: readonly AttemptRow[]): ExerciseProgress {
	const complete = attempts.filter(({ status }) => status === 'complete');
	const seconds = complete.flatMap(({ startedAt, endedAt }) =>
		endedAt === null ? [] : [Math.round((endedAt.getTime() - startedAt.getTime()) / 1000)],
	);
	// The one that goes on: after a merge one that was left may have begun later.
	const latest = attempts.findLast(({ status }) => status === 'open') ?? attempts.at(-1);
	return {
		exercise,
		attempts: attempts.length,
		complete: complete.length > 0,
		bestSeconds: seconds.length === 0 ? null : Math.min(...seconds),
		points: latest?.points ?? 0,
		pointsMax: latest?.pointsMax ?? 0,
		tasks: Object.fromEntries(
			(latest?.results ?? []).map(({ taskId, lostAt }) => [taskId, lostAt === null ? 'won' : 'lost']),
		),
		hintsUsed: attempts.reduce((sum, { hints }) => sum + hints.length, 0),
		lastAt: lastOf(attempts).toISOString(),
	};
}

function lastOf(attempts: readonly AttemptRow[]): Date {
	const moments = attempts.flatMap(({ startedAt, endedAt, results }) => [
		startedAt,
		endedAt ?? startedAt,
		...results.map(({ wonAt }) => wonAt),
	]);
	return new Date(Math.max(...moments.map((moment) => moment.getTime())));
}
