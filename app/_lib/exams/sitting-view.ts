import type { ExamProfile } from './exam-profile.ts';
import type { ExamResult } from './exam-result.ts';
import type { Sitting } from './sittings.ts';

/** What a page is told of a running sitting: dates as milliseconds, with the server's clock beside them. */
export interface SittingState {
	readonly nowMs: number;
	readonly startsMs: number;
	readonly endsMs: number;
	readonly finished: boolean;
	/** Questions, from 0. */
	readonly flags: readonly number[];
	readonly notes: string;
	/** The question that was looked at last. */
	readonly question: number;
}

export function sittingState(sitting: Sitting, now = new Date()): SittingState {
	return {
		nowMs: now.getTime(),
		startsMs: sitting.startsAt.getTime(),
		endsMs: sitting.endsAt.getTime(),
		finished: sitting.finishedAt !== undefined,
		flags: sitting.flags,
		notes: sitting.notes,
		question: sitting.visits.at(-1)?.[0] ?? 0,
	};
}

/** A line of one's history. */
export interface SittingSummary {
	readonly id: string;
	readonly exam: string;
	readonly seed: string;
	readonly profile: ExamProfile;
	readonly startsAt: string;
	readonly endsAt: string;
	readonly finishedAt: string | null;
	readonly finishReason: 'early' | 'time' | null;
	/** Null: it goes on, or is not graded yet. */
	readonly score: number | null;
	readonly passed: boolean | null;
}

export function sittingSummary(sitting: Sitting, result: ExamResult | undefined): SittingSummary {
	const { id, exam, seed, profile, startsAt, endsAt, finishedAt, finishReason } = sitting;
	return {
		...{ id, exam, seed, profile },
		startsAt: startsAt.toISOString(),
		endsAt: endsAt.toISOString(),
		finishedAt: finishedAt?.toISOString() ?? null,
		finishReason: finishReason ?? null,
		score: result?.score ?? null,
		passed: result?.passed ?? null,
	};
}
