import 'server-only';
import { loadCompetencies } from '../content/catalogues.ts';
import { loadExercise } from '../content/exercises.ts';
import type { Locale } from '../content/localized.ts';
import type { Database } from '../db/database.ts';
import { type Exam, examIds, loadExam } from './exam-file.ts';
import { askedQuestions } from './exam-questions.ts';

export interface PracticeQuestion {
	/** A folder of content/exercises. */
	readonly exercise: string;
	readonly title: string;
	/** What its weight is of the whole time. */
	readonly minutes: number;
	/** The mock it is in. */
	readonly mock: string;
}

export interface PracticeDomain {
	readonly id: string;
	readonly title: string;
	readonly questions: readonly PracticeQuestion[];
}

export interface PracticeExam {
	readonly id: string;
	readonly name: string;
	readonly domains: readonly PracticeDomain[];
}

/** All questions of all mocks by exam and domain, in one language. */
export async function practiceList(locale: Locale): Promise<PracticeExam[]> {
	const mocks = (await Promise.all((await examIds()).map(loadExam))).filter((mock) => mock !== undefined);
	const asked = (await Promise.all(mocks.map((mock) => questionsOf(mock, locale)))).flat();
	const { exams } = await loadCompetencies();
	return exams
		.map(({ id, name, domains }) => ({
			id,
			name,
			domains: domains
				.map((domain) => ({
					id: domain.id,
					title: domain.title[locale],
					questions: asked.filter((question) => question.exam === id && question.domain === domain.id),
				}))
				.filter(({ questions }) => questions.length > 0),
		}))
		.filter(({ domains }) => domains.length > 0);
}

async function questionsOf(mock: Exam, locale: Locale) {
	return Promise.all(
		(await askedQuestions(mock)).map(async ({ exercise, domain, weight }) => ({
			exercise,
			domain,
			exam: mock.exam,
			title: (await loadExercise(exercise))?.title[locale] ?? exercise,
			minutes: minutesOf(weight, mock),
			mock: mock.title[locale],
		})),
	);
}

/** What a weight is of a mock's whole time. */
function minutesOf(weight: number, { minutes }: Exam): number {
	return Math.max(1, Math.round((weight / 100) * minutes));
}

/** The mock that asks this question, and the minutes that its weight is of the whole time; undefined: none does. */
export async function mockOf(exercise: string) {
	for (const id of await examIds()) {
		const mock = await loadExam(id);
		const question = mock?.questions.find((each) => each.exercise === exercise);
		if (mock === undefined || question === undefined) continue;
		return { mock, minutes: minutesOf(question.weight, mock) };
	}
	return undefined;
}

/** Whether the user sits a mock with this question at the moment: its hints and its solution have to wait. */
export async function isAskedNow(db: Database, userId: string, exercise: string): Promise<boolean> {
	const mocks = await Promise.all((await examIds()).map(loadExam));
	const asking = mocks.flatMap((mock) =>
		mock?.questions.some((question) => question.exercise === exercise) ? [mock.id] : [],
	);
	if (asking.length === 0) return false;
	const where = { userId, exam: { in: asking }, finishedAt: null, endsAt: { gt: new Date() } };
	return (await db.examSitting.count({ where })) > 0;
}
