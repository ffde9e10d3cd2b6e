import { expect, test } from 'vitest';
import { loadExercise } from '../../../app/_lib/content/exercises.ts';
import type { ExamGrades } from '../../../app/_lib/exams/exam-grades.ts';
import { askedQuestions } from '../../../app/_lib/exams/exam-questions.ts';
import { examReport } from '../../../app/_lib/exams/exam-report.ts';
import { examResult } from '../../../app/_lib/exams/exam-result.ts';
import { astrayByQuestion } from '../../../app/_lib/exams/visits.ts';
import { FAKE_EXAM, fakeGrades } from './fake-exam.ts';

const CKA = { passMark: 66, domains: ['storage', 'troubleshooting', 'workloads', 'cluster', 'networking'] };

/** Every part of the fake mock's exercises, all lost or all won. */
async function grades(passed: boolean): Promise<ExamGrades> {
	const questions = FAKE_EXAM.questions.map(async ({ exercise: id }) => ({
		exercise: id,
		parts: ((await loadExercise(id))?.tasks ?? []).map(({ id: part, points, checks }) => ({
			...{ id: part, points, passed, changes: [] },
			checks: checks.map((check) => ({
				id: check.id,
				passed,
				evidence: passed ? [] : [{ code: 'file-missing', values: { path: '/x' } }],
			})),
		})),
		commands: [],
	}));
	return { questions: await Promise.all(questions), entered: [] };
}

test('a result counts parts by their points, whole weights exactly', async () => {
	const asked = [
		{ exercise: 'a', domain: 'storage', weight: 33 },
		{ exercise: 'b', domain: 'cluster', weight: 33 },
		{ exercise: 'c', domain: undefined, weight: 34 },
	];
	const result = examResult(
		asked,
		fakeGrades([[true, true, true], [true, false, false], [true]]),
		{ seconds: [10, 20], astray: [0, 2] },
		CKA,
	);
	expect(result).toMatchObject({ score: 78, passed: true });
	expect(result.domains).toEqual([
		{ id: 'storage', weight: 33, earned: 33 },
		{ id: 'cluster', weight: 33, earned: 11 },
	]);
	expect(result.questions.map(({ domain, earned, seconds, astray }) => [domain, earned, seconds, astray])).toEqual([
		['storage', 33, 10, 0],
		['cluster', 11, 20, 2],
		[null, 34, 0, 0],
	]);
	const thirds = examResult(
		[{ exercise: 'a', domain: 'storage', weight: 99 }],
		fakeGrades([[true, true, false]]),
		{ seconds: [], astray: [] },
		CKA,
	);
	expect(thirds).toMatchObject({ score: 66, passed: true });
});

test.each(['ko', 'en'] as const)(
	'the report has every part with its text, labels and solution (%s)',
	async (locale) => {
		const asked = await askedQuestions(FAKE_EXAM);
		const lost = examResult(asked, await grades(false), { seconds: [60, 0, 0], astray: [] }, CKA);
		const report = await examReport(FAKE_EXAM, '17', lost, locale, FAKE_EXAM.minutes);
		expect(report.questions.map(({ exercise, variant, shareSeconds }) => [exercise, variant, shareSeconds])).toEqual(
			FAKE_EXAM.questions.map(({ exercise, weight }) => [exercise, `${exercise}@17`, weight * 36]),
		);
		for (const { reportParts, solution, host } of report.questions) {
			expect(solution).toContain('kubectl');
			expect(host).toMatch(/^cka\d{4}$/);
			for (const { text, title } of reportParts) expect([text === '', title === '']).toEqual([false, false]);
		}
		expect(report.lessons.length).toBeGreaterThan(0);
		expect(report.lessons.map((each) => each.lost)).toEqual(
			report.lessons.map((each) => each.lost).sort((a, b) => b - a),
		);
		expect(report.domains.map(({ earned }) => earned)).toEqual(report.domains.map(() => 0));
	},
);

test('who has lost nothing has nothing to practise', async () => {
	const won = examResult(await askedQuestions(FAKE_EXAM), await grades(true), { seconds: [], astray: [] }, CKA);
	expect(won.score).toBe(100);
	const { lessons, drills } = await examReport(FAKE_EXAM, '17', won, 'en', FAKE_EXAM.minutes);
	expect([lessons, drills]).toEqual([[], []]);
});

test("commands on another question's machine count against the question that was looked at", () => {
	const visits = [
		[0, 0],
		[1, 60],
		[0, 120],
	] as const;
	const entered = [
		{ second: 10, host: 'base' },
		{ second: 20, host: 'cka11' },
		{ second: 70, host: 'cka11' },
		{ second: 80, host: 'cka11-node1' },
		{ second: 90, host: 'cka22' },
		{ second: 130, host: 'cka22' },
	];
	expect(astrayByQuestion(visits, ['cka11', 'cka22', 'cka33'], entered)).toEqual([1, 2, 0]);
	expect(astrayByQuestion([], ['cka11'], entered)).toEqual([0]);
});
