import { type Card, createEmptyCard, fsrs, type Grade, Rating, State } from 'ts-fsrs';

/**
 * When a drill comes again: FSRS, as ts-fsrs has it, aiming at nine in ten remembered. What was not managed comes again
 * after ten minutes. No chance is in it, so that the same history gives the same days.
 */
const SCHEDULER = fsrs({
	request_retention: 0.9,
	maximum_interval: 180,
	enable_fuzz: false,
	enable_short_term: true,
	learning_steps: ['10m'],
	relearning_steps: ['10m'],
});

/** What is kept of a drill between two days. */
export interface DrillMemory {
	readonly due: Date;
	readonly stability: number;
	readonly difficulty: number;
	readonly scheduledDays: number;
	readonly learningSteps: number;
	readonly reps: number;
	readonly lapses: number;
	readonly state: number;
	readonly lastReview: Date | null;
}

export interface DrillOutcome {
	readonly result: 'right' | 'shown' | 'given-up';
	readonly seconds: number;
	readonly hints: number;
}

export const RATINGS = { again: Rating.Again, hard: Rating.Hard, good: Rating.Good, easy: Rating.Easy } as const;
export type RatingName = keyof typeof RATINGS;

/** Of the pace: who needs no more than this knows it by heart. */
const EASY_SHARE = 0.5;

/**
 * How well a drill went. What was not right without the solution in view is "again", however fast. Only then time
 * counts: more than the pace, or with a hint, is hard; half of it is easy.
 */
export function rate({ result, seconds, hints }: DrillOutcome, paceSeconds: number): RatingName {
	if (result !== 'right') return 'again';
	if (hints > 0 || seconds > paceSeconds) return 'hard';
	return seconds <= paceSeconds * EASY_SHARE ? 'easy' : 'good';
}

/** What is remembered after it. Without `before` it was the first time. */
export function review(before: DrillMemory | undefined, rating: RatingName, now: Date): DrillMemory {
	const card = before === undefined ? createEmptyCard(now) : cardOf(before);
	const { card: after } = SCHEDULER.next(card, now, RATINGS[rating] as Grade);
	return {
		due: after.due,
		stability: after.stability,
		difficulty: after.difficulty,
		scheduledDays: after.scheduled_days,
		learningSteps: after.learning_steps,
		reps: after.reps,
		lapses: after.lapses,
		state: after.state,
		lastReview: after.last_review ?? null,
	};
}

/** The chance that it is remembered now, 0 to 1. */
export function recall(memory: DrillMemory, now: Date): number {
	return memory.reps === 0 ? 0 : SCHEDULER.get_retrievability(cardOf(memory), now, false);
}

/**
 * Whether a run says something of the memory: another success before the drill is due, on the day that it was managed,
 * does not.
 */
export function counts(before: DrillMemory | undefined, rating: RatingName, now: Date): boolean {
	if (before?.lastReview == null || rating === 'again' || before.state !== State.Review) return true;
	return now >= before.due || now.getTime() - before.lastReview.getTime() > PRACTICE_MS;
}

const PRACTICE_MS = 12 * 3_600_000;

function cardOf({ scheduledDays, learningSteps, lastReview, ...memory }: DrillMemory): Card {
	return {
		...memory,
		elapsed_days: 0,
		scheduled_days: scheduledDays,
		learning_steps: learningSteps,
		...(lastReview !== null && { last_review: lastReview }),
	};
}
