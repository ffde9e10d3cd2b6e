import type { ExamGrades, PartGrade } from './exam-grades.ts';

/** What a sitting has come to; kept as JSON, so that it stays when the mock is edited. */
export interface ExamResult {
	/** Per cent, to a tenth, of what could be graded. */
	readonly score: number;
	readonly passMark: number;
	readonly passed: boolean;
	/** In the curriculum's order, only those that were asked for. */
	readonly domains: readonly DomainResult[];
	readonly questions: readonly QuestionResult[];
}

export interface DomainResult {
	readonly id: string;
	/** Per cent of the whole score that it counts, and that were won. */
	readonly weight: number;
	readonly earned: number;
}

export interface QuestionResult {
	/** A folder of content/exercises. */
	readonly exercise: string;
	/** Null: it is of none of the exam's. */
	readonly domain: string | null;
	readonly weight: number;
	readonly earned: number;
	/** Not all of it could be graded: it counts for nothing. */
	readonly ungraded?: true;
	/** How long it was looked at. */
	readonly seconds: number;
	/** What was entered on its machines. */
	readonly commands: readonly string[];
	/** Commands that were entered on other questions' machines while it was looked at, as far as it is known. */
	readonly astray: number;
	readonly parts: readonly PartGrade[];
}

/** What is asked of whom it is worth how much. */
export interface AskedQuestion {
	readonly exercise: string;
	readonly domain: string | undefined;
	readonly weight: number;
}

/**
 * Counts grades: a question's weight is shared among its parts by their points, and each part is won or not. A question that
 * could not be graded is left out, and the others count for all.
 */
export function examResult(
	asked: readonly AskedQuestion[],
	grades: ExamGrades,
	{ seconds, astray }: { readonly seconds: readonly number[]; readonly astray: readonly number[] },
	{ passMark, domains }: { readonly passMark: number; readonly domains: readonly string[] },
): ExamResult {
	const parts = asked.map((_, index) => grades.questions[index]?.parts ?? []);
	const ungraded = parts.map((own) => own.some((part) => part.ungraded === true));
	const counted = asked.map(({ weight }, index) => (ungraded[index] ? 0 : weight));
	const exact = counted.map((weight, index) => weight * shareWon(parts[index] ?? []));
	const all = sum(asked.map(({ weight }) => weight));
	const score = (sum(exact) * all) / (sum(counted) || all);
	const questions = asked.map(({ exercise, domain, weight }, index) => ({
		exercise,
		domain: domain ?? null,
		weight,
		earned: tenths(exact[index] ?? 0),
		seconds: seconds[index] ?? 0,
		commands: grades.questions[index]?.commands ?? [],
		astray: astray[index] ?? 0,
		parts: parts[index] ?? [],
		...(ungraded[index] && { ungraded: true as const }),
	}));
	return {
		score: tenths(score),
		passMark,
		// Thirds and sixths of weights do not add up exactly.
		passed: score >= passMark - 1e-6,
		domains: domains.flatMap((id) => {
			const own = asked.flatMap(({ domain }, index) => (domain === id ? [index] : []));
			if (own.length === 0) return [];
			const weight = sum(own.map((index) => counted[index] ?? 0));
			if (weight === 0) return [];
			return [{ id, weight, earned: tenths(sum(own.map((index) => exact[index] ?? 0))) }];
		}),
		questions,
	};
}

function shareWon(parts: readonly PartGrade[]): number {
	const all = sum(parts.map(({ points }) => points));
	return all === 0 ? 0 : sum(parts.map(({ passed, points }) => (passed ? points : 0))) / all;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, each) => total + each, 0);
}

function tenths(number: number): number {
	return Math.round(number * 10) / 10;
}
