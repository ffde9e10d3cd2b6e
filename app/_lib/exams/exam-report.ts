import 'server-only';
import { allDrills } from '../content/drills.ts';
import { exerciseScripts } from '../content/exercise-scripts.ts';
import { exerciseText, loadExercise } from '../content/exercises.ts';
import { allLessons } from '../content/lessons.ts';
import type { Locale } from '../content/localized.ts';
import type { Exam } from './exam-file.ts';
import type { PartGrade } from './exam-grades.ts';
import { partTexts } from './exam-paper.ts';
import { curriculumOf, sittingQuestions } from './exam-questions.ts';
import type { ExamResult, QuestionResult } from './exam-result.ts';

/** A graded sitting as its report shows it, in one language. Only for what is over: it has the solutions. */
export interface ExamReport {
	readonly domains: readonly ReportDomain[];
	readonly questions: readonly ReportQuestion[];
	/** Lessons and drills about what was lost, the dearest first. */
	readonly lessons: readonly ReportPractice[];
	readonly drills: readonly ReportPractice[];
}

export interface ReportDomain {
	readonly id: string;
	readonly title: string;
	readonly weight: number;
	readonly earned: number;
	/** Which of the exam's domains, from 1: its colour. */
	readonly number: number;
}

export interface ReportQuestion extends QuestionResult {
	readonly title: string;
	/** "cka-netpol@17": the same again, for practice. */
	readonly variant: string;
	readonly host: string;
	/** Undefined: it is of no domain. */
	readonly domainTitle: string | undefined;
	/** What its weight is of the whole time. */
	readonly shareSeconds: number;
	readonly reportParts: readonly ReportPart[];
	/** The model solution, bash. */
	readonly solution: string;
}

export interface ReportPart extends PartGrade {
	readonly title: string;
	/** Markdown; empty when the question was edited since. */
	readonly text: string;
	/** What a check looks at, by its id. */
	readonly labels: Readonly<Record<string, string>>;
}

export interface ReportPractice {
	readonly href: string;
	readonly title: string;
	/** Per cent of the score that was lost about what it is about. */
	readonly lost: number;
}

/** Lessons, and drills, that are recommended. */
const PRACTICE_MAX = 6;

export async function examReport(
	exam: Exam,
	seed: string,
	result: ExamResult,
	locale: Locale,
	minutes: number,
): Promise<ExamReport> {
	const { domains } = await curriculumOf(exam);
	const titleOf = (id: string | null) => domains.find((domain) => domain.id === id)?.title[locale];
	const asked = sittingQuestions(exam, seed);
	const questions = await Promise.all(
		result.questions.map(async (question): Promise<ReportQuestion> => {
			// A mock that was edited may have its questions in another order now.
			const { ref, host } = asked.find((each) => each.ref.startsWith(`${question.exercise}@`)) ?? {
				ref: `${question.exercise}@${seed}`,
				host: '',
			};
			return {
				...question,
				...(await contentOf(ref, question, locale)),
				variant: `${question.exercise}@${seed}`,
				host,
				domainTitle: titleOf(question.domain),
				shareSeconds: Math.round((question.weight / 100) * minutes * 60),
			};
		}),
	);
	return {
		domains: result.domains.map(({ id, weight, earned }) => ({
			...{ id, weight, earned },
			title: titleOf(id) ?? id,
			number: domains.findIndex((domain) => domain.id === id) + 1,
		})),
		questions,
		...(await practiceFor(result, locale)),
	};
}

async function contentOf(ref: string, { exercise: id, parts }: QuestionResult, locale: Locale) {
	const exercise = await loadExercise(ref);
	if (exercise === undefined) {
		const reportParts = parts.map((part) => ({ ...part, title: part.id, text: '', labels: {} }));
		return { title: id, reportParts, solution: '' };
	}
	const [sheet, { solutions }] = await Promise.all([exerciseText(ref, locale), exerciseScripts(ref)]);
	const texts = partTexts(sheet ?? '');
	return {
		title: exercise.title[locale],
		solution: solutions.find(({ name }) => name === 'solution.sh')?.script ?? solutions[0]?.script ?? '',
		reportParts: parts.map((part) => {
			const index = exercise.texts.findIndex((text) => text.id === part.id);
			const { title, labels = {} } = exercise.texts[index] ?? {};
			return {
				...part,
				title: title?.[locale] ?? part.id,
				text: texts[index] ?? '',
				labels: Object.fromEntries(Object.entries(labels).map(([check, label]) => [check, label[locale]])),
			};
		}),
	};
}

/** What is about the competencies of lost parts, by how much was lost about each. */
async function practiceFor(result: ExamResult, locale: Locale): Promise<Pick<ExamReport, 'lessons' | 'drills'>> {
	const lost = await lostByCompetency(result);
	const about = (competencies: readonly string[]) =>
		Math.round(competencies.reduce((sum, each) => sum + (lost.get(each) ?? 0), 0) * 10) / 10;
	const dearest = (all: readonly ReportPractice[]) =>
		all
			.filter((each) => each.lost > 0)
			.sort((a, b) => b.lost - a.lost)
			.slice(0, PRACTICE_MAX);
	const [lessons, drills] = await Promise.all([allLessons(), allDrills()]);
	return {
		lessons: dearest(
			lessons.map(({ lesson: { id, title, competencies } }) => ({
				href: `/lessons/${id}`,
				title: title[locale],
				lost: about(competencies),
			})),
		),
		drills: dearest(
			drills.map(({ id, title, competencies }) => ({
				href: `/drills/${id}`,
				title: title[locale],
				lost: about(competencies),
			})),
		),
	};
}

/** Per cent of the score that were lost in parts that ask for a competency. */
async function lostByCompetency(result: ExamResult): Promise<ReadonlyMap<string, number>> {
	const lost = new Map<string, number>();
	for (const { exercise: id, weight, parts } of result.questions) {
		const texts = (await loadExercise(id))?.texts ?? [];
		const all = parts.reduce((sum, { points }) => sum + points, 0);
		for (const { id: part, passed, ungraded, points } of parts) {
			if (passed || ungraded) continue;
			for (const competency of texts.find((text) => text.id === part)?.competencies ?? []) {
				lost.set(competency, (lost.get(competency) ?? 0) + (weight * points) / all);
			}
		}
	}
	return lost;
}
