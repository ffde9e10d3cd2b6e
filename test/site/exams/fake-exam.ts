import type { Exam } from '../../../app/_lib/exams/exam-file.ts';
import type { ExamGrades } from '../../../app/_lib/exams/exam-grades.ts';

/** A mock of three exercises of lessons; stands in for app/_lib/exams/exam-file.ts. */
export const FAKE_EXAM: Exam = {
	id: 'fake-1',
	exam: 'cka',
	title: { ko: '가짜', en: 'Fake' },
	minutes: 60,
	questions: [
		{ exercise: 'configuration-maps', weight: 30 },
		{ exercise: 'architecture-upgrade', weight: 40 },
		{ exercise: 'security-rbac', weight: 30 },
	],
};

export const examIds = async () => [FAKE_EXAM.id];
export const loadExam = async (id: string) => (id === FAKE_EXAM.id ? FAKE_EXAM : undefined);

/** One point a part, won or not. */
export function fakeGrades(won: readonly (readonly boolean[])[]): ExamGrades {
	return {
		questions: won.map((parts, question) => ({
			exercise: FAKE_EXAM.questions[question]?.exercise ?? '',
			parts: parts.map((passed, part) => ({ id: `part-${part}`, points: 1, passed, checks: [], changes: [] })),
			commands: [],
		})),
		entered: [],
	};
}
