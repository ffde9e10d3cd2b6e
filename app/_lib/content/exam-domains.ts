import 'server-only';
import { loadCompetencies } from './catalogues.ts';
import { allLessons } from './lessons.ts';
import type { Locale } from './localized.ts';

export interface ExamDomains {
	readonly id: string;
	/** "CKA". */
	readonly name: string;
	readonly domains: readonly {
		readonly number: number;
		readonly title: string;
		/** Per cent of the score. */
		readonly weight: number;
		/** Competencies that some lesson teaches, and all. */
		readonly taught: number;
		readonly competencies: number;
	}[];
}

/** The exams' domains, and how much of each the lessons teach, in one language. */
export async function examDomains(locale: Locale): Promise<ExamDomains[]> {
	const [{ exams }, lessons] = await Promise.all([loadCompetencies(), allLessons()]);
	const taught = new Set(lessons.flatMap(({ lesson }) => lesson.competencies));
	return exams.map((exam) => ({
		id: exam.id,
		name: exam.name,
		domains: exam.domains.map(({ id, title, weight, competencies }, index) => ({
			number: index + 1,
			title: title[locale],
			weight,
			taught: competencies.filter((each) => taught.has(`${exam.id}/${id}/${each.id}`)).length,
			competencies: competencies.length,
		})),
	}));
}
