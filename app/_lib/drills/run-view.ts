import 'server-only';
import { DRILL_TASK, type Drill, drillRef, loadDrill } from '../content/drills.ts';
import type { Locale } from '../content/localized.ts';
import type { Database } from '../db/database.ts';
import type { DrillDay } from './drill-day.ts';
import { nextOfDay } from './my-drills.ts';
import type { DrillRun } from './runs.ts';
import { RATINGS, type RatingName } from './scheduler.ts';

/** A run as its page shows it, in one language. */
export interface RunView {
	readonly id: string;
	readonly drill: string;
	/** What the bench opens. */
	readonly exercise: string;
	readonly text: string;
	/** What each check looks at, by its id. */
	readonly labels: Readonly<Record<string, string>>;
	/** Since it was begun, by the server's clock. */
	readonly elapsedMs: number;
	readonly hints: readonly string[];
	readonly hintsInAll: number;
	/** Scripts; null as long as they were not asked for and the run has not ended. */
	readonly solutions: readonly string[] | null;
	readonly outcome: RunOutcome | null;
}

export interface RunOutcome {
	readonly result: 'right' | 'shown' | 'given-up';
	readonly rating: RatingName;
	readonly seconds: number;
	readonly bestSeconds: number | null;
	/** When it comes again, ISO 8601. */
	readonly due: string | null;
	/** The next one of the day's set; null when all are done. */
	readonly next: string | null;
}

/** Undefined when the drill is gone, or the run was left. */
export async function runView(
	db: Database,
	userId: string,
	run: NonNullable<DrillRun>,
	locale: Locale,
	day: DrillDay,
): Promise<RunView | undefined> {
	const drill = (await loadDrill(run.exerciseId)) ?? (await loadDrill(drillRef(run.drillId)));
	if (drill === undefined || run.result === 'left') return undefined;
	const labels = drill.exercise.texts.find(({ id }) => id === DRILL_TASK)?.labels ?? {};
	return {
		id: run.id,
		drill: drill.id,
		exercise: run.exerciseId,
		text: drill.text[locale],
		labels: Object.fromEntries(Object.entries(labels).map(([check, label]) => [check, label[locale]])),
		elapsedMs: Date.now() - run.startedAt.getTime(),
		hints: drill.hints.slice(0, run.hints).map((hint) => hint[locale]),
		hintsInAll: drill.hints.length,
		solutions: run.solutionAt === null && run.result === null ? null : drill.solutions,
		outcome: await outcomeOf(db, userId, run, drill, day),
	};
}

async function outcomeOf(
	db: Database,
	userId: string,
	{ result, rating, seconds }: NonNullable<DrillRun>,
	drill: Drill,
	day: DrillDay,
): Promise<RunOutcome | null> {
	if (result === null || rating === null || seconds === null) return null;
	const card = await db.drillCard.findUnique({
		where: { userId_drillId: { userId, drillId: drill.id } },
		select: { bestSeconds: true, due: true },
	});
	const name = (Object.keys(RATINGS) as RatingName[]).find((each) => RATINGS[each] === rating);
	return {
		result: result as RunOutcome['result'],
		rating: name ?? 'again',
		seconds,
		bestSeconds: card?.bestSeconds ?? null,
		due: card?.due.toISOString() ?? null,
		next: await nextOfDay(db, userId, day, drill.id),
	};
}
