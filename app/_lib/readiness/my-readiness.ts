import 'server-only';
import { loadCompetencies } from '../content/catalogues.ts';
import type { Database } from '../db/database.ts';
import { estimateReadiness, type Readiness } from './estimate.ts';
import { evidenceFor } from './evidence.ts';

export interface ExamReadiness extends Readiness {
	/** "cka". */
	readonly exam: string;
}

/** How ready a user is for each exam of the curriculum. */
export async function myReadiness(db: Database, userId: string, now = new Date()): Promise<ExamReadiness[]> {
	const { exams } = await loadCompetencies();
	return Promise.all(
		exams.map(async (exam) => ({
			exam: exam.id,
			...estimateReadiness(exam, await evidenceFor(db, userId, exam.id), now),
		})),
	);
}
