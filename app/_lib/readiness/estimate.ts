import { type Beta, betaBinomial, meanOf, quantile } from './beta.ts';

/** One thing that a student has done or failed to do. */
export interface Evidence {
	/** Of the exam. */
	readonly domain: string;
	/** The share of it that was right, 0 to 1. */
	readonly won: number;
	/** How much it says, in whole exam questions. */
	readonly weight: number;
	readonly at: Date;
}

export interface ExamShape {
	/** Per cent. */
	readonly passMark: number;
	readonly domains: readonly { readonly id: string; readonly weight: number }[];
}

/** An estimate with the range in which it lies with 80 per cent. */
export interface Range {
	readonly low: number;
	readonly mean: number;
	readonly high: number;
}

export interface Readiness {
	/** Of passing, 0 to 1. */
	readonly chance: number;
	/** Per cent of the points. */
	readonly score: Range;
	readonly domains: readonly DomainReadiness[];
	/** How much is known, in whole exam questions. */
	readonly evidence: number;
}

export interface DomainReadiness {
	readonly id: string;
	readonly weight: number;
	/** Share of its points that one would win, 0 to 1. */
	readonly share: Range;
	/** In whole exam questions. */
	readonly evidence: number;
	/** How much the chance to pass would grow by three more questions of this domain that are solved. */
	readonly gain: number;
}

/** After so many days a thing says half as much. */
const HALF_LIFE_DAYS = 60;
/** What is believed of somebody of whom nothing is known: four of ten points, and not firmly. */
const PRIOR_SHARE = 0.4;
const PRIOR_QUESTIONS = 3;
/** Questions of an exam. */
const QUESTIONS = 17;
/** Questions more that `gain` supposes. */
const PRACTICE = 3;
/** Low and high ends of a range. */
const [LOW, HIGH] = [0.1, 0.9];
/** Scores are counted in tenths of a per cent. */
const STEPS = 1_000;

/**
 * How ready a student is. Each domain's share of points is a beta distribution: what was done there, weighted by what it
 * says and how old it is, on top of a prior that what was done in all domains together has drawn towards itself. The score
 * is the sum of the domains' beta-binomial results, each with as many questions as its weight brings.
 */
export function estimateReadiness(exam: ExamShape, evidence: readonly Evidence[], now: Date): Readiness {
	const weighed = evidence.map((each) => ({ ...each, weight: each.weight * freshness(each.at, now) }));
	const prior = priorOf(weighed);
	const beliefs = new Map(
		exam.domains.map(
			({ id }) =>
				[
					id,
					belief(
						prior,
						weighed.filter(({ domain }) => domain === id),
					),
				] as const,
		),
	);
	const scores = scoresOf(exam, beliefs);
	const chance = chanceOf(exam, scores);
	return {
		chance,
		score: rangeOf(scores),
		domains: exam.domains.map(({ id, weight }) => {
			const own = beliefs.get(id) as Beta;
			const better = new Map(beliefs).set(id, { a: own.a + PRACTICE, b: own.b });
			return {
				id,
				weight,
				share: { low: quantile(own, LOW), mean: meanOf(own), high: quantile(own, HIGH) },
				evidence: sum(weighed.filter(({ domain }) => domain === id).map((each) => each.weight)),
				gain: chanceOf(exam, scoresOf(exam, better)) - chance,
			};
		}),
		evidence: sum(weighed.map(({ weight }) => weight)),
	};
}

function freshness(at: Date, now: Date): number {
	const days = Math.max(0, now.getTime() - at.getTime()) / 86_400_000;
	return 0.5 ** (days / HALF_LIFE_DAYS);
}

/** One who is good at one thing is likely to be good at the next. */
function priorOf(all: readonly Evidence[]): Beta {
	const won = sum(all.map((each) => each.won * each.weight)) + PRIOR_SHARE * PRIOR_QUESTIONS;
	const share = won / (sum(all.map(({ weight }) => weight)) + PRIOR_QUESTIONS);
	return { a: share * PRIOR_QUESTIONS, b: (1 - share) * PRIOR_QUESTIONS };
}

function belief(prior: Beta, own: readonly Evidence[]): Beta {
	return {
		a: prior.a + sum(own.map(({ won, weight }) => won * weight)),
		b: prior.b + sum(own.map(({ won, weight }) => (1 - won) * weight)),
	};
}

/** How likely each score is, in tenths of a per cent. */
function scoresOf({ domains }: ExamShape, beliefs: ReadonlyMap<string, Beta>): number[] {
	let scores = [1];
	for (const { id, weight } of domains) {
		const questions = Math.max(1, Math.round((QUESTIONS * weight) / 100));
		const wins = betaBinomial(questions, beliefs.get(id) as Beta);
		const next = Array.from({ length: STEPS + 1 }, () => 0);
		for (const [score, chance] of scores.entries()) {
			if (chance === 0) continue;
			for (const [count, likely] of wins.entries()) {
				const sumOf = Math.min(STEPS, score + Math.round((weight * 10 * count) / questions));
				next[sumOf] = (next[sumOf] ?? 0) + chance * likely;
			}
		}
		scores = next;
	}
	return scores;
}

function chanceOf({ passMark }: ExamShape, scores: readonly number[]): number {
	return Math.min(1, sum(scores.slice(passMark * 10)));
}

function rangeOf(scores: readonly number[]): Range {
	const at = (share: number): number => {
		let below = 0;
		for (const [score, chance] of scores.entries()) {
			below += chance;
			if (below >= share - 1e-9) return score / 10;
		}
		return 100;
	};
	return { low: at(LOW), mean: sum(scores.map((chance, score) => chance * score)) / 10, high: at(HIGH) };
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, each) => total + each, 0);
}
