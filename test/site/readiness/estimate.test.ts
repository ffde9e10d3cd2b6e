import { describe, expect, test } from 'vitest';
import { betaBinomial, meanOf, quantile } from '../../../app/_lib/readiness/beta.ts';
import { type Evidence, type ExamShape, estimateReadiness } from '../../../app/_lib/readiness/estimate.ts';
import { Random } from '../../../simulator/machinery/random.ts';

const CKA: ExamShape = {
	passMark: 66,
	domains: [
		{ id: 'storage', weight: 10 },
		{ id: 'troubleshooting', weight: 30 },
		{ id: 'workloads', weight: 15 },
		{ id: 'cluster', weight: 25 },
		{ id: 'networking', weight: 20 },
	],
};
const NOW = new Date('2026-11-22T00:00:00Z');
const did = (domain: string, won: number, count = 1, days = 0): Evidence[] =>
	Array.from({ length: count }, () => ({ domain, won, weight: 1, at: new Date(NOW.getTime() - days * 86_400_000) }));
const all = (won: number, count: number, days = 0) => CKA.domains.flatMap(({ id }) => did(id, won, count, days));

describe('the beta distribution', () => {
	test('as its tables have it', () => {
		expect(meanOf({ a: 2, b: 6 })).toBe(0.25);
		// Beta(2, 2): F(x) = 3x² − 2x³, so half of it lies below a half, and a tenth below 0.1958.
		expect(quantile({ a: 2, b: 2 }, 0.5)).toBeCloseTo(0.5, 2);
		expect(quantile({ a: 2, b: 2 }, 0.1)).toBeCloseTo(0.1958, 2);
		// Uniform belief: every number of successes is as likely.
		expect(betaBinomial(4, { a: 1, b: 1 }).map((chance) => Number(chance.toFixed(6)))).toEqual([
			0.2, 0.2, 0.2, 0.2, 0.2,
		]);
	});
});

describe('readiness', () => {
	test('nothing known: unlikely, and nothing sure', () => {
		const { chance, score, domains, evidence } = estimateReadiness(CKA, [], NOW);
		expect(evidence).toBe(0);
		expect(chance).toBeGreaterThan(0.02);
		expect(chance).toBeLessThan(0.2);
		expect(score.mean).toBeCloseTo(40, 0);
		expect(score.high - score.low).toBeGreaterThan(30);
		for (const { share } of domains) expect(share.high - share.low).toBeGreaterThan(0.5);
	});

	test('who wins everything passes, who wins nothing does not', () => {
		expect(estimateReadiness(CKA, all(1, 12), NOW).chance).toBeGreaterThan(0.98);
		expect(estimateReadiness(CKA, all(0, 12), NOW).chance).toBeLessThan(0.001);
	});

	test('what is old says less', () => {
		const fresh = estimateReadiness(CKA, all(1, 4), NOW);
		const old = estimateReadiness(CKA, all(1, 4, 180), NOW);
		expect(old.chance).toBeLessThan(fresh.chance);
		expect(old.evidence).toBeCloseTo(fresh.evidence / 8, 5);
	});

	test('the gap in the heaviest domain is what to close first', () => {
		const evidence = [...all(0.8, 6), ...did('troubleshooting', 0, 8)];
		const { domains } = estimateReadiness(CKA, evidence, NOW);
		const [first] = [...domains].sort((a, b) => b.gain - a.gain);
		expect(first?.id).toBe('troubleshooting');
		for (const { gain } of domains) expect(gain).toBeGreaterThanOrEqual(0);
	});

	test('among simulated students it is calibrated, and says more than the average does', () => {
		const { predictions, outcomes } = simulatedStudents(500);
		const average = outcomes.reduce((sum, each) => sum + each, 0) / outcomes.length;
		const brier = (guess: (index: number) => number) =>
			outcomes.reduce((sum, passed, index) => sum + (guess(index) - passed) ** 2, 0) / outcomes.length;
		expect(brier((index) => predictions[index] ?? 0)).toBeLessThan(0.6 * brier(() => average));
		for (const [low, high] of [
			[0, 0.1],
			[0.1, 0.3],
			[0.3, 0.5],
			[0.5, 0.7],
			[0.7, 0.9],
			[0.9, 1.01],
		] as const) {
			const inside = predictions.flatMap((chance, index) => (chance >= low && chance < high ? [index] : []));
			expect(inside.length).toBeGreaterThan(15);
			const said = inside.reduce((sum, index) => sum + (predictions[index] ?? 0), 0) / inside.length;
			const seen = inside.reduce((sum, index) => sum + (outcomes[index] ?? 0), 0) / inside.length;
			expect(Math.abs(said - seen), `${low} to ${high}: said ${said}, seen ${seen}`).toBeLessThan(0.15);
		}
	});
});

/** Students of all abilities, who are better at some domains than at others; then each sits the exam. */
function simulatedStudents(count: number): { predictions: number[]; outcomes: number[] } {
	const random = new Random('readiness');
	const normal = () => Math.sqrt(-2 * Math.log(1 - random.float())) * Math.cos(2 * Math.PI * random.float());
	const predictions: number[] = [];
	const outcomes: number[] = [];
	for (let student = 0; student < count; student++) {
		const ability = 0.2 + 1.3 * normal();
		const shares = new Map(CKA.domains.map(({ id }) => [id, 1 / (1 + Math.exp(-(ability + 0.6 * normal())))]));
		const practised = 1 + Math.floor(5 * random.float());
		const evidence = CKA.domains.flatMap(({ id }) =>
			Array.from({ length: practised }, () => did(id, random.float() < (shares.get(id) ?? 0) ? 1 : 0)).flat(),
		);
		predictions.push(estimateReadiness(CKA, evidence, NOW).chance);
		const score = CKA.domains.reduce((sum, { id, weight }) => {
			const questions = Math.max(1, Math.round((17 * weight) / 100));
			const won = Array.from({ length: questions }, () => random.float() < (shares.get(id) ?? 0)).filter(
				Boolean,
			).length;
			return sum + (weight * won) / questions;
		}, 0);
		outcomes.push(score >= CKA.passMark ? 1 : 0);
	}
	return { predictions, outcomes };
}
