import 'server-only';
import { loadCompetencies } from '../content/catalogues.ts';
import type { Locale } from '../content/localized.ts';
import { EXAM_FACTS, type ExamFacts } from './exam-facts.ts';
import { examIds, loadExam } from './exam-file.ts';

/** An exam with its mocks as the pages show them, in one language. */
export interface ListedExam {
	readonly id: string;
	/** "CKA". */
	readonly name: string;
	readonly passMark: number;
	readonly facts: ExamFacts | undefined;
	readonly domains: readonly { readonly id: string; readonly title: string; readonly weight: number }[];
	readonly mocks: readonly ListedMock[];
}

export interface ListedMock {
	/** "cka-1". */
	readonly id: string;
	readonly title: string;
	readonly minutes: number;
	readonly questions: number;
}

/** All exams of the curriculum in its order, each with its mocks. */
export async function examList(locale: Locale): Promise<ListedExam[]> {
	const [{ exams }, ids] = await Promise.all([loadCompetencies(), examIds()]);
	const mocks = (await Promise.all(ids.map(loadExam))).filter((mock) => mock !== undefined);
	return exams.map(({ id, name, passMark, domains }) => ({
		id,
		name,
		passMark,
		facts: EXAM_FACTS.find(({ exam }) => exam === id),
		domains: domains.map((domain) => ({ id: domain.id, title: domain.title[locale], weight: domain.weight })),
		mocks: mocks
			.filter(({ exam }) => exam === id)
			.map((mock) => ({
				id: mock.id,
				title: mock.title[locale],
				minutes: mock.minutes,
				questions: mock.questions.length,
			})),
	}));
}
